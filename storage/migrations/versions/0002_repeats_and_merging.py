"""repeats and merging"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


# SQLite adds a column with its reference in place. Without `inline_references` the table would be
# rebuilt, and dropping the old one fails as soon as another table refers to one of its rows.


def upgrade() -> None:
    op.add_column(
        'ticket_reporters',
        sa.Column('via', sa.Integer(), sa.ForeignKey('tickets.id', name='fk_ticket_reporters_via_tickets'), nullable=True, comment='the ticket that was merged into this one'),
        inline_references=True,
    )
    op.add_column('tickets', sa.Column('former_state', sa.String(), nullable=True, comment='where a merged one goes back to'))
    op.add_column(
        'tickets',
        sa.Column('follows_id', sa.Integer(), sa.ForeignKey('tickets.id', name='fk_tickets_follows_id_tickets'), nullable=True, comment="the same reporter's, done long before"),
        inline_references=True,
    )
    op.add_column(
        'tickets',
        sa.Column('like_id', sa.Integer(), sa.ForeignKey('tickets.id', name='fk_tickets_like_id_tickets'), nullable=True, comment='an open one that may be the same matter: proposed'),
        inline_references=True,
    )


def downgrade() -> None:
    # On SQLite only of an empty database, for the same reason.
    with op.batch_alter_table('tickets', schema=None, table_kwargs={'sqlite_autoincrement': True}) as batch_op:
        batch_op.drop_column('like_id')
        batch_op.drop_column('follows_id')
        batch_op.drop_column('former_state')

    with op.batch_alter_table('ticket_reporters', schema=None) as batch_op:
        batch_op.drop_column('via')
