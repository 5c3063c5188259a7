"""sign-ups"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('signups',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False, comment='in words, as the notice says it'),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False, comment='when it begins'),
    sa.Column('community', sa.String(), nullable=True, comment="empty = the whole street's"),
    sa.Column('audience', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False, comment='area, place or group codes'),
    sa.Column('places', sa.Integer(), nullable=True, comment='empty = as many as like'),
    sa.Column('per_household', sa.Integer(), nullable=True),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cancel_until', sa.DateTime(timezone=True), nullable=False, comment='later the organiser is asked'),
    sa.Column('conditions', sa.String(), nullable=False, comment='as stated to all (age); what anybody is or has is kept nowhere'),
    sa.Column('shows', sa.String(), nullable=False, comment='counts, or surname and building'),
    sa.Column('series', sa.String(), nullable=False, comment='what the days of a row of meals share; empty = alone'),
    sa.Column('notices', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False, comment='the outbox keys of what the groups were told'),
    sa.Column('organiser_id', sa.Integer(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organiser_id'], ['people.id'], name=op.f('fk_signups_organiser_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signups'))
    )
    op.create_index(op.f('ix_signups_community'), 'signups', ['community'], unique=False)
    op.create_index(op.f('ix_signups_organiser_id'), 'signups', ['organiser_id'], unique=False)
    op.create_index(op.f('ix_signups_series'), 'signups', ['series'], unique=False)
    op.create_index('ix_signups_state_closes', 'signups', ['state', 'closes_at'], unique=False)

    op.create_table('signup_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('signup_id', sa.Integer(), nullable=False),
    sa.Column('slot', sa.String(), nullable=True, comment='whose place it is: nobody has two; empty once cancelled, or 30 days after'),
    sa.Column('person_id', sa.Integer(), nullable=True, comment='who hears of it; empty for who is on a list'),
    sa.Column('household', sa.String(), nullable=False, comment="by which a household's places and absences are counted; 180 days"),
    sa.Column('called', sa.String(), nullable=False, comment='as on the list, for the door; a group sees the surname; 30 days after'),
    sa.Column('whom', sa.String(), nullable=False, comment='for whom, as said: mother; for the door; 30 days after'),
    sa.Column('building', sa.String(), nullable=False, comment='never unit or room; 30 days after'),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False, comment='button, words, list or desk'),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False, comment='of its last step'),
    sa.ForeignKeyConstraint(['by_id'], ['people.id'], name=op.f('fk_signup_entries_by_id_people')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_signup_entries_person_id_people')),
    sa.ForeignKeyConstraint(['signup_id'], ['signups.id'], name=op.f('fk_signup_entries_signup_id_signups')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signup_entries')),
    sa.UniqueConstraint('signup_id', 'slot', name=op.f('uq_signup_entries_signup_id_slot'))
    )
    op.create_index(op.f('ix_signup_entries_by_id'), 'signup_entries', ['by_id'], unique=False)
    op.create_index(op.f('ix_signup_entries_household'), 'signup_entries', ['household'], unique=False)
    op.create_index(op.f('ix_signup_entries_person_id'), 'signup_entries', ['person_id'], unique=False)
    op.create_index(op.f('ix_signup_entries_signup_id'), 'signup_entries', ['signup_id'], unique=False)



def downgrade() -> None:
    op.drop_index(op.f('ix_signup_entries_signup_id'), table_name='signup_entries')
    op.drop_index(op.f('ix_signup_entries_person_id'), table_name='signup_entries')
    op.drop_index(op.f('ix_signup_entries_household'), table_name='signup_entries')
    op.drop_index(op.f('ix_signup_entries_by_id'), table_name='signup_entries')

    op.drop_table('signup_entries')
    op.drop_index('ix_signups_state_closes', table_name='signups')
    op.drop_index(op.f('ix_signups_series'), table_name='signups')
    op.drop_index(op.f('ix_signups_organiser_id'), table_name='signups')
    op.drop_index(op.f('ix_signups_community'), table_name='signups')

    op.drop_table('signups')
