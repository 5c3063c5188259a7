"""corrections teach"""

from alembic import op
import sqlalchemy as sa

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('corrections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ticket_id', sa.Integer(), nullable=True, comment="whose words these are, so that erasing finds them; empty once the ticket's own have gone"),
    sa.Column('text', sa.String(), nullable=False, comment='without names, numbers, rooms and accounts, to learn from; until somebody deletes it'),
    sa.Column('community', sa.String(), nullable=True, comment='area code: whose office sees it'),
    sa.Column('read_kind', sa.String(), nullable=False, comment='what huying read'),
    sa.Column('read_category', sa.String(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False, comment='what it is: a kind, or chat'),
    sa.Column('category', sa.String(), nullable=True, comment='its row of the catalogue; chat has none'),
    sa.Column('why', sa.String(), nullable=False, comment='undone, no_matter, recategorised, moved or confirmed'),
    sa.Column('day', sa.Date(), nullable=False, comment='a day, no hour: it leads to nobody'),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_corrections_ticket_id_tickets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_corrections')),
    sa.UniqueConstraint('ticket_id', name=op.f('uq_corrections_ticket_id'))
    )
    op.create_index('ix_corrections_community', 'corrections', ['community', 'id'], unique=False)


def downgrade() -> None:
    op.drop_table('corrections')
