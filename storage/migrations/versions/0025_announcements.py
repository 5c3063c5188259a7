"""announcements"""

from alembic import op
import sqlalchemy as sa

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('announcements', schema=None) as batch_op:
        batch_op.add_column(sa.Column('community', sa.String(), nullable=True, comment="whose it is; empty = several communities', the street's"))
        batch_op.add_column(sa.Column('photo_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('receipt', sa.Boolean(), nullable=False, server_default=sa.false(), comment='people are asked to confirm it'))
        batch_op.add_column(sa.Column('follows_id', sa.Integer(), nullable=True, comment='who also hears who has not confirmed'))
        batch_op.add_column(sa.Column('corrected_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('recalled_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True, comment='once at most'))
        batch_op.create_foreign_key(batch_op.f('fk_announcements_photo_id_attachments'), 'attachments', ['photo_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_announcements_follows_id_people'), 'people', ['follows_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_announcements_community'), ['community'], unique=False)

    op.create_table('announcement_receipts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('announcement_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False, comment='a number without a name once erased'),
    sa.Column('chat_id', sa.Integer(), nullable=True, comment='the group in which; empty = in private'),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['announcement_id'], ['announcements.id'], name=op.f('fk_announcement_receipts_announcement_id_announcements')),
    sa.ForeignKeyConstraint(['chat_id'], ['chats.id'], name=op.f('fk_announcement_receipts_chat_id_chats')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_announcement_receipts_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_announcement_receipts')),
    sa.UniqueConstraint('announcement_id', 'person_id', name=op.f('uq_announcement_receipts_announcement_id_person_id'))
    )
    op.create_index(op.f('ix_announcement_receipts_person_id'), 'announcement_receipts', ['person_id'], unique=False)

    with op.batch_alter_table('schedules', schema=None) as batch_op:
        batch_op.add_column(sa.Column('after', sa.Boolean(), nullable=False, server_default=sa.false(), comment='the person in charge is asked how it went'))


def downgrade() -> None:
    with op.batch_alter_table('schedules', schema=None) as batch_op:
        batch_op.drop_column('after')

    op.drop_index(op.f('ix_announcement_receipts_person_id'), table_name='announcement_receipts')
    op.drop_table('announcement_receipts')

    with op.batch_alter_table('announcements', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_announcements_community'))
        batch_op.drop_constraint(batch_op.f('fk_announcements_follows_id_people'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_announcements_photo_id_attachments'), type_='foreignkey')
        for name in ('reminded_at', 'recalled_at', 'corrected_at', 'follows_id', 'receipt', 'photo_id', 'community'):
            batch_op.drop_column(name)
