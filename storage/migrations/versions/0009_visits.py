"""visits"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Without batch: SQLite adds and drops plain columns in place, and the table need not be rebuilt.
    op.add_column('tickets', sa.Column('arrives_at', sa.DateTime(timezone=True), nullable=True, comment='when a worker said they would be there'))
    op.add_column('tickets', sa.Column('arrives_until', sa.DateTime(timezone=True), nullable=True))
    op.add_column('tickets', sa.Column('arrives_by', sa.Integer(), nullable=True, comment='who said so'))


def downgrade() -> None:
    op.drop_column('tickets', 'arrives_by')
    op.drop_column('tickets', 'arrives_until')
    op.drop_column('tickets', 'arrives_at')
