"""household files"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('households') as batch_op:
        batch_op.add_column(sa.Column('state', sa.String(), nullable=False, server_default='open'))
        batch_op.add_column(sa.Column('closed_on', sa.Date(), nullable=True, comment='from when nothing new is earned'))
        batch_op.add_column(sa.Column('until', sa.Date(), nullable=True, comment='the last day on which those who move away spend; what names them goes then'))
        batch_op.add_column(sa.Column('joined_to', sa.String(), nullable=True, comment='the file that went on with its points'))
    op.create_table('household_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('slot', sa.String(), nullable=True, comment='the giving household while it waits: one change at a time'),
    sa.Column('household', sa.String(), nullable=False),
    sa.Column('other', sa.String(), nullable=False, comment="the new file's number, or the one joined"),
    sa.Column('place', sa.String(), nullable=True),
    sa.Column('name', sa.String(), nullable=False, comment='head of the new file; empty once it is made'),
    sa.Column('points', sa.Integer(), nullable=False, comment='what goes along; of a whole file all there is then'),
    sa.Column('members', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False, comment='who goes along, by number'),
    sa.Column('giving_yes', sa.String(), nullable=False, comment='who agreed for it; while a file has its name'),
    sa.Column('giving_yes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('other_yes', sa.String(), nullable=False, comment='who agreed there; while a file has its name'),
    sa.Column('other_yes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('asked_by', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asked_by'], ['people.id'], name=op.f('fk_household_changes_asked_by_people')),
    sa.ForeignKeyConstraint(['household'], ['households.code'], name=op.f('fk_household_changes_household_households')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_household_changes')),
    sa.UniqueConstraint('slot', name=op.f('uq_household_changes_slot'))
    )
    with op.batch_alter_table('household_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_household_changes_household'), ['household'], unique=False)
        batch_op.create_index(batch_op.f('ix_household_changes_other'), ['other'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('household_changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_household_changes_other'))
        batch_op.drop_index(batch_op.f('ix_household_changes_household'))

    op.drop_table('household_changes')
    with op.batch_alter_table('households') as batch_op:
        for name in ('joined_to', 'until', 'closed_on', 'state'):
            batch_op.drop_column(name)
