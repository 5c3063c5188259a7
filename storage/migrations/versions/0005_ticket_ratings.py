"""what residents think of how it was done"""

from alembic import op
import sqlalchemy as sa

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('ticket_ratings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True, comment='whose rating; a number without a name'),
    sa.Column('rating', sa.String(), nullable=False, comment='content, so_so or not_content'),
    sa.Column('reason', sa.String(), nullable=True, comment='why not: not_done … outside, unclear; never shown to owner or doer'),
    sa.Column('channel', sa.String(), nullable=False, comment='where it was said; call = told on the phone'),
    sa.Column('asked_by', sa.Integer(), nullable=True, comment='who asked; empty = huying itself'),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['asked_by'], ['people.id'], name=op.f('fk_ticket_ratings_asked_by_people')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_ticket_ratings_person_id_people')),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_ticket_ratings_ticket_id_tickets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ticket_ratings'))
    )
    with op.batch_alter_table('ticket_ratings', schema=None) as batch_op:
        batch_op.create_index('ix_ticket_ratings_ticket', ['ticket_id', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('ticket_ratings', schema=None) as batch_op:
        batch_op.drop_index('ix_ticket_ratings_ticket')

    op.drop_table('ticket_ratings')
