"""who was asked to look whether it is done; the number to call"""

from alembic import op
import sqlalchemy as sa

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In place: a rebuilt table of tickets could not be dropped while others refer to its rows.
    op.add_column('calls', sa.Column('contact', sa.String(), nullable=True, comment='encrypted: the number to call, until the call is made'))
    op.add_column(
        'tickets',
        sa.Column('checker_id', sa.Integer(), sa.ForeignKey('people.id', name='fk_tickets_checker_id_people'), nullable=True, comment='who was asked to look whether it is done'),
        inline_references=True,
    )


def downgrade() -> None:
    with op.batch_alter_table('tickets', schema=None, table_kwargs={'sqlite_autoincrement': True}) as batch_op:
        batch_op.drop_column('checker_id')
    op.drop_column('calls', 'contact')
