"""care of a group"""

from alembic import op
import sqlalchemy as sa

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Without batch: SQLite adds and drops plain columns in place.
    op.add_column('chats', sa.Column('care', sa.String(), server_default='usual', nullable=False))


def downgrade() -> None:
    op.drop_column('chats', 'care')
