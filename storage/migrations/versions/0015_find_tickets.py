"""find tickets"""

from alembic import op
import sqlalchemy as sa

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

CURRENT = sa.text("state <> 'archived'")
INDEXES = {
    'ix_tickets_current': ['id', 'state', 'community', 'owner_area', 'owner_id', 'doer_id', 'sensitivity',
                           'kind', 'category', 'tier', 'finish_by', 'created_at', 'place'],
    'ix_tickets_in_community': ['community', 'id', 'kind', 'category', 'owner_area', 'place'],
    'ix_tickets_in_area': ['owner_area', 'id', 'kind', 'category'],
    'ix_tickets_category': ['category', 'id'],
    'ix_tickets_of_owner': ['owner_id', 'id'],
    'ix_tickets_of_doer': ['doer_id', 'id'],
    'ix_tickets_created': ['created_at', 'id'],
}


def upgrade() -> None:
    # The index of words is made by storage.tickets.words once all tables are up to date.
    op.create_table('saved_views',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False, comment='as its owner calls it; until they delete it or serve no more'),
    sa.Column('query', sa.String(), nullable=False, comment='what stands in the address of the list'),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_saved_views_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_views')),
    sa.UniqueConstraint('person_id', 'name', name=op.f('uq_saved_views_person_id_name'))
    )
    for name, columns in INDEXES.items():
        only = CURRENT if name == 'ix_tickets_current' else None
        op.create_index(name, 'tickets', columns, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, 'tickets')
    op.drop_table('saved_views')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP INDEX ix_tickets_words')
        op.execute('DROP FUNCTION ticket_signs(text, text, text, text, text)')
        return
    for trigger in ('new', 'gone', 'changed'):
        op.execute(f'DROP TRIGGER ticket_words_{trigger}')
    op.execute('DROP TABLE ticket_words')
