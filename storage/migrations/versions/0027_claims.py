"""claims of points: their lists, objections and the appraisal group; what a sign-up is worth"""

from alembic import op
import sqlalchemy as sa

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('appraisers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False, comment='while they sit; residents may know who decides'),
    sa.Column('household', sa.String(), nullable=False, comment='theirs: whoever is concerned stays out'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appraisers')),
    sa.UniqueConstraint('community', 'name', name=op.f('uq_appraisers_community_name'))
    )
    op.create_table('publicity_lists',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False, comment='the first day of the month that it tells of'),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('listed_on', sa.Date(), nullable=False),
    sa.Column('counts_on', sa.Date(), nullable=False, comment='from this day on it is shown no more'),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publicity_lists')),
    sa.UniqueConstraint('community', 'month', name=op.f('uq_publicity_lists_community_month')),
    sa.UniqueConstraint('token', name=op.f('uq_publicity_lists_token'))
    )
    op.create_table('claims',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('slot', sa.String(), nullable=True, comment='household, item, day and occasion: nobody claims the same twice'),
    sa.Column('household', sa.String(), nullable=False),
    sa.Column('community', sa.String(), nullable=False, comment='whose list it comes onto'),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False, comment='when it was done'),
    sa.Column('halves', sa.Integer(), nullable=False, comment='half units: two an hour, two for all else'),
    sa.Column('level', sa.Integer(), nullable=False, comment='of a commendation: what it is worth'),
    sa.Column('points', sa.Integer(), nullable=True, comment='empty until it is verified'),
    sa.Column('capped', sa.String(), nullable=False, comment='the period whose cap left no more'),
    sa.Column('rule_id', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(), nullable=False, comment='resident, worker, signup, ticket or wish'),
    sa.Column('event', sa.String(), nullable=False, comment='the occasion that it was part of'),
    sa.Column('note', sa.String(), nullable=False, comment='in their words; three years'),
    sa.Column('seen', sa.String(), nullable=False, comment='what the verifier saw; three years'),
    sa.Column('reason', sa.String(), nullable=False, comment='why it was refused; three years'),
    sa.Column('claimed_by', sa.Integer(), nullable=True),
    sa.Column('verified_by', sa.Integer(), nullable=True),
    sa.Column('list_id', sa.Integer(), nullable=True),
    sa.Column('line', sa.Integer(), nullable=True, comment='its number on the list'),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['claimed_by'], ['people.id'], name=op.f('fk_claims_claimed_by_people')),
    sa.ForeignKeyConstraint(['household'], ['households.code'], name=op.f('fk_claims_household_households')),
    sa.ForeignKeyConstraint(['list_id'], ['publicity_lists.id'], name=op.f('fk_claims_list_id_publicity_lists')),
    sa.ForeignKeyConstraint(['rule_id'], ['rules.id'], name=op.f('fk_claims_rule_id_rules')),
    sa.ForeignKeyConstraint(['verified_by'], ['people.id'], name=op.f('fk_claims_verified_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claims')),
    sa.UniqueConstraint('list_id', 'line', name=op.f('uq_claims_list_id_line')),
    sa.UniqueConstraint('slot', name=op.f('uq_claims_slot'))
    )
    with op.batch_alter_table('claims', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_claims_claimed_by'), ['claimed_by'], unique=False)
        batch_op.create_index('ix_claims_household', ['household', 'rule', 'day'], unique=False)
        batch_op.create_index(batch_op.f('ix_claims_verified_by'), ['verified_by'], unique=False)
        batch_op.create_index('ix_claims_waiting', ['community', 'state', 'id'], unique=False)

    op.create_table('objections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('household', sa.String(), nullable=False, comment='whose objection it is; told to nobody'),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.String(), nullable=False, comment='for the group; three years'),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer_by', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False, comment='upheld or cancelled, once decided'),
    sa.Column('reason', sa.String(), nullable=False, comment='told to both sides; three years'),
    sa.Column('sat', sa.String(), nullable=False, comment="who decided, as the group's minutes say"),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_by', sa.Integer(), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True, comment='by the street, once'),
    sa.ForeignKeyConstraint(['claim_id'], ['claims.id'], name=op.f('fk_objections_claim_id_claims')),
    sa.ForeignKeyConstraint(['decided_by'], ['people.id'], name=op.f('fk_objections_decided_by_people')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_objections_person_id_people')),
    sa.ForeignKeyConstraint(['reviewed_by'], ['people.id'], name=op.f('fk_objections_reviewed_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objections')),
    sa.UniqueConstraint('claim_id', 'household', name=op.f('uq_objections_claim_id_household'))
    )
    with op.batch_alter_table('objections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_objections_claim_id'), ['claim_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_objections_person_id'), ['person_id'], unique=False)

    op.create_table('honours',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('household', sa.String(), nullable=False),
    sa.Column('agrees', sa.Boolean(), nullable=False),
    sa.Column('noted_by', sa.Integer(), nullable=True),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['household'], ['households.code'], name=op.f('fk_honours_household_households')),
    sa.ForeignKeyConstraint(['noted_by'], ['people.id'], name=op.f('fk_honours_noted_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_honours')),
    sa.UniqueConstraint('year', 'household', name=op.f('uq_honours_year_household'))
    )
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('claim_id', sa.Integer(), nullable=True, comment='the claim of points that it shows'))
        batch_op.create_index(batch_op.f('ix_attachments_claim_id'), ['claim_id'], unique=False)

    with op.batch_alter_table('rules', schema=None) as batch_op:
        batch_op.add_column(sa.Column('levels', sa.String(), server_default='', nullable=False, comment='5/10/15: by who commends; empty = one worth'))

    # The default item for a commendation has always had these levels; only its first was kept.
    op.execute("UPDATE rules SET levels = '5/10/15/20/30/50' WHERE code = '+22' AND points = 5")
    with op.batch_alter_table('signups', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rule', sa.String(), server_default='', nullable=False, comment='the item that coming is worth points by; empty = none'))
        batch_op.add_column(sa.Column('halves', sa.Integer(), server_default='2', nullable=False, comment='half units of it: hours that are counted, twice'))

def downgrade() -> None:
    with op.batch_alter_table('signups', schema=None) as batch_op:
        batch_op.drop_column('halves')
        batch_op.drop_column('rule')

    with op.batch_alter_table('rules', schema=None) as batch_op:
        batch_op.drop_column('levels')

    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachments_claim_id'))
        batch_op.drop_column('claim_id')

    with op.batch_alter_table('objections', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_objections_person_id'))
        batch_op.drop_index(batch_op.f('ix_objections_claim_id'))

    op.drop_table('honours')
    op.drop_table('objections')
    with op.batch_alter_table('claims', schema=None) as batch_op:
        batch_op.drop_index('ix_claims_waiting')
        batch_op.drop_index(batch_op.f('ix_claims_verified_by'))
        batch_op.drop_index('ix_claims_household')
        batch_op.drop_index(batch_op.f('ix_claims_claimed_by'))

    op.drop_table('claims')
    op.drop_table('publicity_lists')
    op.drop_table('appraisers')
