"""other systems"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('api_keys',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False, comment='whose system it is'),
    sa.Column('start', sa.String(), nullable=False, comment='its first part, by which it is found'),
    sa.Column('digest', sa.String(), nullable=False, comment='SHA-256 of the whole key'),
    sa.Column('may', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False, comment='read, create'),
    sa.Column('community', sa.String(), nullable=True, comment='area code; empty = the whole street'),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['made_by'], ['people.id'], name=op.f('fk_api_keys_made_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_keys')),
    sa.UniqueConstraint('start', name=op.f('uq_api_keys_start'))
    )
    op.create_table('webhooks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('events', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('community', sa.String(), nullable=True, comment='area code; empty = the whole street'),
    sa.Column('secret', sa.String(), nullable=False, comment='sealed: it signs what is sent'),
    sa.Column('old_secret', sa.String(), nullable=True, comment='sealed: signs as well until old_until'),
    sa.Column('old_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True, comment='empty = it is told'),
    sa.Column('why', sa.String(), nullable=False, comment='why it ended by itself: gone (410)'),
    sa.ForeignKeyConstraint(['made_by'], ['people.id'], name=op.f('fk_webhooks_made_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhooks'))
    )
    op.create_table('api_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key_id', sa.Integer(), nullable=False),
    sa.Column('once', sa.String(), nullable=False, comment="hash of the client's own mark, or of what it sent"),
    sa.Column('sent', sa.String(), nullable=False, comment='hash of what it sent'),
    sa.Column('ticket_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['key_id'], ['api_keys.id'], name=op.f('fk_api_requests_key_id_api_keys')),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_api_requests_ticket_id_tickets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_requests')),
    sa.UniqueConstraint('key_id', 'once', name=op.f('uq_api_requests_key_id_once'))
    )
    op.create_index('ix_api_requests_ticket', 'api_requests', ['ticket_id', 'key_id'], unique=False)
    op.create_table('webhook_deliveries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message', sa.String(), nullable=False, comment='webhook-id: the same at each try'),
    sa.Column('webhook_id', sa.Integer(), nullable=False),
    sa.Column('ticket_id', sa.Integer(), nullable=True),
    sa.Column('happened', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False, comment='as it is signed and sent'),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('status', sa.Integer(), nullable=True, comment='what the other side answered last'),
    sa.Column('why', sa.String(), nullable=False, comment='why it did not arrive, as a code'),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_webhook_deliveries_ticket_id_tickets')),
    sa.ForeignKeyConstraint(['webhook_id'], ['webhooks.id'], name=op.f('fk_webhook_deliveries_webhook_id_webhooks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook_deliveries')),
    sa.UniqueConstraint('message', name=op.f('uq_webhook_deliveries_message'))
    )
    op.create_index('ix_webhook_deliveries_due', 'webhook_deliveries', ['state', 'not_before'], unique=False)
    op.create_index('ix_webhook_deliveries_hook', 'webhook_deliveries', ['webhook_id', 'id'], unique=False)
    op.create_index('ix_webhook_deliveries_old', 'webhook_deliveries', ['at'], unique=False)
    op.create_index(op.f('ix_webhook_deliveries_ticket_id'), 'webhook_deliveries', ['ticket_id'], unique=False)



def downgrade() -> None:
    op.drop_index(op.f('ix_webhook_deliveries_ticket_id'), table_name='webhook_deliveries')
    op.drop_index('ix_webhook_deliveries_old', table_name='webhook_deliveries')
    op.drop_index('ix_webhook_deliveries_hook', table_name='webhook_deliveries')
    op.drop_index('ix_webhook_deliveries_due', table_name='webhook_deliveries')
    op.drop_table('webhook_deliveries')
    op.drop_index('ix_api_requests_ticket', table_name='api_requests')
    op.drop_table('api_requests')
    op.drop_table('webhooks')
    op.drop_table('api_keys')
