"""reports"""

from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Reports look at a period: at what was registered in it, and at what was due in it.
    op.create_index('ix_tickets_made', 'tickets', ['created_at', 'community'])
    op.create_index('ix_tickets_due', 'tickets', ['finish_by', 'community'])
    # The board in the hall says how many were closed today.
    op.create_index('ix_tickets_ended', 'tickets', ['closed_at', 'community'])


def downgrade() -> None:
    op.drop_index('ix_tickets_ended', 'tickets')
    op.drop_index('ix_tickets_due', 'tickets')
    op.drop_index('ix_tickets_made', 'tickets')
