"""pasted from WeChat, and posters"""

from alembic import op
import sqlalchemy as sa

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('standing',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(), nullable=False, comment='never a room; a line that names no place is about it, for 24 hours'),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_standing_person_id_people')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_standing'))
    )
    op.create_index(op.f('ix_standing_at'), 'standing', ['at'], unique=False)

    op.create_table('pasted_callers',
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False, comment="as the group shows them, no room or number in it: the office answers them by it; empty 30 days after the ticket's end"),
    sa.Column('place', sa.String(), nullable=False, comment='the place of the WeChat group'),
    sa.Column('batch', sa.String(), nullable=False, comment='what was pasted together'),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('joined', sa.Boolean(), nullable=False, comment='the ticket was there already'),
    sa.ForeignKeyConstraint(['by_id'], ['people.id'], name=op.f('fk_pasted_callers_by_id_people')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_pasted_callers_person_id_people')),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_pasted_callers_ticket_id_tickets')),
    sa.PrimaryKeyConstraint('ticket_id', 'person_id', name=op.f('pk_pasted_callers'))
    )
    op.create_index(op.f('ix_pasted_callers_batch'), 'pasted_callers', ['batch'], unique=False)
    op.create_index(op.f('ix_pasted_callers_by_id'), 'pasted_callers', ['by_id'], unique=False)

    op.create_table('pasted_lines',
    sa.Column('mark', sa.String(), nullable=False, comment='keyed hash of group, sender, time and words; 14 days'),
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_pasted_lines_ticket_id_tickets')),
    sa.PrimaryKeyConstraint('mark', name=op.f('pk_pasted_lines'))
    )
    op.create_index(op.f('ix_pasted_lines_at'), 'pasted_lines', ['at'], unique=False)
    op.create_index(op.f('ix_pasted_lines_ticket_id'), 'pasted_lines', ['ticket_id'], unique=False)



def downgrade() -> None:
    op.drop_index(op.f('ix_pasted_lines_ticket_id'), table_name='pasted_lines')
    op.drop_index(op.f('ix_pasted_lines_at'), table_name='pasted_lines')

    op.drop_table('pasted_lines')
    op.drop_index(op.f('ix_pasted_callers_by_id'), table_name='pasted_callers')
    op.drop_index(op.f('ix_pasted_callers_batch'), table_name='pasted_callers')

    op.drop_table('pasted_callers')
    op.drop_index(op.f('ix_standing_at'), table_name='standing')

    op.drop_table('standing')
