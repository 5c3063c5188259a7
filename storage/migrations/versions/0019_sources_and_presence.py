"""how a ticket came in, and who has its page open"""

from alembic import op
import sqlalchemy as sa

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('presence',
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False, comment='staff: colleagues see each other on one ticket; gone with the next look anywhere'),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_presence_person_id_people')),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_presence_ticket_id_tickets')),
    sa.PrimaryKeyConstraint('ticket_id', 'person_id', name=op.f('pk_presence'))
    )
    op.create_index('ix_presence_seen_at', 'presence', ['seen_at'])
    # Without batch: SQLite adds and drops plain columns in place.
    op.add_column('tickets', sa.Column('source', sa.String(), server_default='chat', nullable=False, comment='chat, or how somebody of the office heard it'))
    op.create_index(
        'ix_tickets_like', 'tickets', ['like_id'],
        sqlite_where=sa.text('like_id IS NOT NULL'), postgresql_where=sa.text('like_id IS NOT NULL'),
    )
    op.create_index('ix_households_place', 'households', ['place'])
    op.create_index('ix_households_name', 'households', ['name'])


def downgrade() -> None:
    op.drop_index('ix_households_name', table_name='households')
    op.drop_index('ix_households_place', table_name='households')
    op.drop_index('ix_tickets_like', table_name='tickets')
    op.drop_column('tickets', 'source')
    op.drop_index('ix_presence_seen_at', table_name='presence')
    op.drop_table('presence')
