"""honour lists"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('honour_lists',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('listed_on', sa.Date(), nullable=False),
    sa.Column('counts_on', sa.Date(), nullable=False, comment='from this day on it is shown no more'),
    sa.Column('posted_by', sa.Integer(), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['decided_by'], ['people.id'], name=op.f('fk_honour_lists_decided_by_people')),
    sa.ForeignKeyConstraint(['posted_by'], ['people.id'], name=op.f('fk_honour_lists_posted_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_honour_lists')),
    sa.UniqueConstraint('community', 'year', name=op.f('uq_honour_lists_community_year')),
    sa.UniqueConstraint('token', name=op.f('uq_honour_lists_token'))
    )


def downgrade() -> None:
    op.drop_table('honour_lists')
