"""own texts, what is on record by person and act, and a browser's name"""

from alembic import op
import sqlalchemy as sa

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'texts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('locale', sa.String(), nullable=False),
        sa.Column('moment', sa.String(), nullable=False),
        sa.Column('source', sa.String(), nullable=True, comment='empty = the words that come with huying'),
        sa.Column('follows', sa.Integer(), nullable=False, comment='the change before it, 0 for the first: one each'),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by', sa.Integer(), nullable=True, comment='who changed it, a number once the person is erased'),
        sa.ForeignKeyConstraint(['by'], ['people.id'], name=op.f('fk_texts_by_people')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_texts')),
        sa.UniqueConstraint('locale', 'moment', 'follows', name=op.f('uq_texts_locale_moment_follows')),
    )
    op.add_column('console_sessions', sa.Column('browser', sa.String(), nullable=True, comment='what it calls itself, so that its owner knows it again; goes with the session'))
    op.create_index('ix_audit_actor_id', 'audit', ['actor_id', 'id'], unique=False)
    op.create_index('ix_audit_act', 'audit', ['act', 'id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_audit_act', table_name='audit')
    op.drop_index('ix_audit_actor_id', table_name='audit')
    op.drop_column('console_sessions', 'browser')
    op.drop_table('texts')
