"""schedules and working days"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('calendar_notices',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('text', sa.String(), nullable=False, comment='as it was published; what is shown and mended'),
    sa.Column('days', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False, comment='day: holiday or makeup'),
    sa.Column('source', sa.String(), nullable=False, comment='who published it, or where'),
    sa.Column('published', sa.Date(), nullable=False, comment='the day on which it was'),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_calendar_notices'))
    )
    with op.batch_alter_table('occurrences', schema=None) as batch_op:
        batch_op.add_column(sa.Column('told', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), server_default='[]', nullable=False, comment='the outbox keys of the lines it became'))

    with op.batch_alter_table('schedules', schema=None) as batch_op:
        batch_op.add_column(sa.Column('begins', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('ends', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('exceptions', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), server_default='[]', nullable=False, comment='days left out (EXDATE), as 2026-12-07'))
        batch_op.add_column(sa.Column('written', sa.String(), server_default='', nullable=False, comment='the rule as the office wrote it; empty = RRULE'))



def downgrade() -> None:
    with op.batch_alter_table('schedules', schema=None) as batch_op:
        batch_op.drop_column('written')
        batch_op.drop_column('exceptions')
        batch_op.drop_column('ends')
        batch_op.drop_column('begins')

    with op.batch_alter_table('occurrences', schema=None) as batch_op:
        batch_op.drop_column('told')

    op.drop_table('calendar_notices')
