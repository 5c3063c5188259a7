"""Keep micro wishes. What was filed as an ordinary ticket before stays one."""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('wishes',
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False, comment='what was due at an earlier one is moot'),
    sa.Column('text', sa.String(), nullable=False, comment="what volunteers read: no name, room or illness; goes with the ticket's text"),
    sa.Column('confirmed', sa.Boolean(), nullable=False, comment='the wisher has seen these words and said yes'),
    sa.Column('holder', sa.String(), nullable=False, comment='household, room or person whose wish it is: one open, six a year'),
    sa.Column('slot', sa.String(), nullable=True, comment='the holder while this is their open wish; empty = waits, or is over'),
    sa.Column('by_proxy', sa.Boolean(), nullable=False, comment='filed by a worker at the door'),
    sa.Column('consent_at', sa.DateTime(timezone=True), nullable=True, comment="the resident's own yes, there"),
    sa.Column('claimer_id', sa.Integer(), nullable=True),
    sa.Column('round', sa.Integer(), nullable=False, comment='how often it was published'),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True, comment='for the first time'),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('meet', sa.String(), nullable=False, comment='where and when, as the officer wrote it for the claimer; emptied at the end'),
    sa.Column('reason', sa.String(), nullable=False, comment='why it was declined, or by whom ended'),
    sa.Column('words', sa.String(), nullable=False, comment="an officer's words to the wisher"),
    sa.Column('thanks', sa.String(), nullable=False, comment="the wisher's; two years"),
    sa.Column('thanks_sent', sa.Boolean(), nullable=False, comment='the wisher agreed that the claimer reads them'),
    sa.ForeignKeyConstraint(['claimer_id'], ['people.id'], name=op.f('fk_wishes_claimer_id_people')),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_wishes_ticket_id_tickets')),
    sa.PrimaryKeyConstraint('ticket_id', name=op.f('pk_wishes')),
    sa.UniqueConstraint('slot', name=op.f('uq_wishes_slot'))
    )
    with op.batch_alter_table('wishes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_wishes_claimer_id'), ['claimer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_wishes_holder'), ['holder'], unique=False)
        batch_op.create_index(batch_op.f('ix_wishes_state'), ['state'], unique=False)

    # Without batch: SQLite adds and drops plain columns in place, and the table need not be rebuilt.
    op.add_column('tickets', sa.Column('wish', sa.Boolean(), nullable=False, server_default=sa.false(), comment='lives by the table of wishes; its state only mirrors that'))


def downgrade() -> None:
    op.drop_column('tickets', 'wish')

    with op.batch_alter_table('wishes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_wishes_state'))
        batch_op.drop_index(batch_op.f('ix_wishes_holder'))
        batch_op.drop_index(batch_op.f('ix_wishes_claimer_id'))

    op.drop_table('wishes')
