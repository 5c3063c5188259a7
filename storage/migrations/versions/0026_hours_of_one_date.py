"""hours of one date"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('occurrences', schema=None) as batch_op:
        batch_op.add_column(sa.Column('start', sa.String(), nullable=True, comment='HH:MM local, as told; empty = before this was kept'))

    with op.batch_alter_table('schedule_changes', schema=None) as batch_op:
        batch_op.add_column(sa.Column('start', sa.String(), nullable=True, comment='HH:MM local; empty = as on any other date'))
        batch_op.add_column(sa.Column('end', sa.String(), nullable=True, comment='HH:MM local'))

    with op.batch_alter_table('signups', schema=None) as batch_op:
        batch_op.add_column(sa.Column('schedule_id', sa.Integer(), nullable=True, comment='what recurs, where it is one date of that; it follows it'))
        batch_op.add_column(sa.Column('planned', sa.Date(), nullable=True, comment='which date: the day that the rule names'))
        batch_op.create_foreign_key(batch_op.f('fk_signups_schedule_id_schedules'), 'schedules', ['schedule_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('signups', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_signups_schedule_id_schedules'), type_='foreignkey')
        batch_op.drop_column('planned')
        batch_op.drop_column('schedule_id')

    with op.batch_alter_table('schedule_changes', schema=None) as batch_op:
        batch_op.drop_column('end')
        batch_op.drop_column('start')

    with op.batch_alter_table('occurrences', schema=None) as batch_op:
        batch_op.drop_column('start')

