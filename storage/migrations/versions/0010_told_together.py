"""told together"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Without batch: SQLite adds and drops plain columns in place, and the table need not be rebuilt.
    op.add_column('outbox', sa.Column('told_in', sa.String(), nullable=True, comment='key of the message that told this one together with others'))
    op.create_index(op.f('ix_outbox_told_in'), 'outbox', ['told_in'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_outbox_told_in'), table_name='outbox')
    op.drop_column('outbox', 'told_in')
