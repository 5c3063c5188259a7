"""calls that a human makes"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.alter_column('ticket_id',
               existing_type=sa.INTEGER(),
               comment='empty for a voice message of no ticket',
               nullable=True)

    op.create_table('calls',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False, comment='callback, voice or survey'),
    sa.Column('why', sa.String(), nullable=False, comment='asked, spoken, explain, sampled …'),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('once', sa.String(), nullable=True, comment='why it exists; empty once the same may be asked for again'),
    sa.Column('person_id', sa.Integer(), nullable=True, comment='the resident to be called'),
    sa.Column('ticket_id', sa.Integer(), nullable=True),
    sa.Column('community', sa.String(), nullable=True, comment='area code: whose desk calls'),
    sa.Column('channel', sa.String(), nullable=True, comment='where it was spoken, for a voice message'),
    sa.Column('chat', sa.String(), nullable=True),
    sa.Column('thread', sa.String(), nullable=True),
    sa.Column('message', sa.String(), nullable=True),
    sa.Column('reply_to', sa.String(), nullable=True),
    sa.Column('attachment_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('call_by', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_by', sa.Integer(), nullable=True),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by', sa.Integer(), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('note', sa.String(), nullable=False, comment="masked; what came of it, as long as the ticket's text is kept"),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachments.id'], name=op.f('fk_calls_attachment_id_attachments')),
    sa.ForeignKeyConstraint(['done_by'], ['people.id'], name=op.f('fk_calls_done_by_people')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_calls_person_id_people')),
    sa.ForeignKeyConstraint(['taken_by'], ['people.id'], name=op.f('fk_calls_taken_by_people')),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_calls_ticket_id_tickets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calls')),
    sa.UniqueConstraint('once', name=op.f('uq_calls_once')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('calls', schema=None) as batch_op:
        batch_op.create_index('ix_calls_open', ['state', 'community', 'call_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_calls_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_calls_ticket_id'), ['ticket_id'], unique=False)



def downgrade() -> None:
    op.drop_table('calls')
    op.execute("DELETE FROM attachments WHERE ticket_id IS NULL")
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.alter_column('ticket_id',
               existing_type=sa.INTEGER(),
               existing_comment='empty for a voice message of no ticket',
               comment=None,
               nullable=False)
