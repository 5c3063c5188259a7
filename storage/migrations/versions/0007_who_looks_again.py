"""who was asked to look whether it is done; the number to call"""

from alembic import op
import sqlalchemy as sa

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('calls', schema=None) as batch_op:
        batch_op.add_column(sa.Column('contact', sa.String(), nullable=True, comment='encrypted: the number to call, until the call is made'))

    with op.batch_alter_table('tickets', schema=None) as batch_op:
        batch_op.add_column(sa.Column('checker_id', sa.Integer(), nullable=True, comment='who was asked to look whether it is done'))
        batch_op.create_foreign_key(batch_op.f('fk_tickets_checker_id_people'), 'people', ['checker_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('tickets', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_tickets_checker_id_people'), type_='foreignkey')
        batch_op.drop_column('checker_id')

    with op.batch_alter_table('calls', schema=None) as batch_op:
        batch_op.drop_column('contact')

