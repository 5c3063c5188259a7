"""shop: goods stand in the books, orders hold points and goods, windows of each community"""

from datetime import UTC, datetime

from alembic import op
import sqlalchemy as sa

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('goods') as goods:
        goods.add_column(sa.Column('cents', sa.Integer(), nullable=False, server_default='0', comment='what a piece is worth, for the report'))
        goods.add_column(sa.Column('low', sa.Integer(), nullable=False, server_default='3', comment='fewer than so many are shown as few'))
        goods.add_column(sa.Column('active', sa.Boolean(), nullable=False, server_default=sa.true()))
        goods.add_column(sa.Column('community', sa.String(), nullable=True, comment="whose shop; empty = the whole street's"))
    _open_books()
    with op.batch_alter_table('goods') as goods:
        goods.drop_column('stock')
        goods.alter_column('price', existing_type=sa.Integer(), existing_nullable=False, comment='points')
        goods.alter_column('limit', existing_type=sa.Integer(), existing_nullable=True, comment='pieces of a household in one window')
        for name in ('cents', 'low', 'active'):
            goods.alter_column(name, server_default=None)
    op.create_table('shop_windows',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(), nullable=False, comment='empty = where nobody knows the community'),
    sa.Column('quarter', sa.Date(), nullable=False, comment='its first day'),
    sa.Column('opens', sa.Date(), nullable=False),
    sa.Column('closes', sa.Date(), nullable=False),
    sa.Column('hours', sa.String(), nullable=False, comment='in words; holds for later ones too'),
    sa.Column('place', sa.String(), nullable=False, comment='in words; holds for later ones too'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shop_windows')),
    sa.UniqueConstraint('community', 'quarter', name=op.f('uq_shop_windows_community_quarter'))
    )
    op.create_table('orders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('household', sa.String(), nullable=False, comment='whose points; with the ledger'),
    sa.Column('community', sa.String(), nullable=False, comment='whose shop; empty where nobody knows'),
    sa.Column('quarter', sa.Date(), nullable=False, comment='its window'),
    sa.Column('slot', sa.String(), nullable=True, comment='household and window: one order; empty once it came to nothing'),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('token', sa.String(), nullable=False, comment='in the code that is scanned'),
    sa.Column('proxy_code', sa.String(), nullable=True, comment='for whoever fetches it instead; used once, then empty'),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('fetch_by', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('by_proxy', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_orders')),
    sa.UniqueConstraint('proxy_code', name=op.f('uq_orders_proxy_code')),
    sa.UniqueConstraint('slot', name=op.f('uq_orders_slot')),
    sa.UniqueConstraint('token', name=op.f('uq_orders_token'))
    )
    op.create_index('ix_orders_done', 'orders', ['community', 'done_at'], unique=False)
    op.create_index(op.f('ix_orders_household'), 'orders', ['household'], unique=False)
    op.create_index('ix_orders_open', 'orders', ['state', 'community'], unique=False)
    op.create_table('order_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('good', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('pieces', sa.Integer(), nullable=False),
    sa.Column('price', sa.Integer(), nullable=False),
    sa.Column('cents', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['good'], ['goods.code'], name=op.f('fk_order_lines_good_goods')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_order_lines_order_id_orders')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_lines'))
    )
    op.create_index(op.f('ix_order_lines_good'), 'order_lines', ['good'], unique=False)
    op.create_index(op.f('ix_order_lines_order_id'), 'order_lines', ['order_id'], unique=False)


def downgrade() -> None:
    op.drop_table('order_lines')
    op.drop_table('orders')
    op.drop_table('shop_windows')
    with op.batch_alter_table('goods') as goods:
        goods.add_column(sa.Column('stock', sa.Integer(), nullable=False, server_default='0'))
    # What the books say was on the shelf is counted there again; the entries themselves stay.
    op.execute("UPDATE goods SET stock = COALESCE((SELECT SUM(amount) FROM balances "
               "JOIN accounts ON accounts.id = balances.account_id "
               "WHERE accounts.book = 'goods' AND accounts.holder = goods.code), 0)")
    with op.batch_alter_table('goods') as goods:
        goods.alter_column('stock', server_default=None)
        goods.alter_column('price', existing_type=sa.Integer(), existing_nullable=False, comment=None)
        goods.alter_column('limit', existing_type=sa.Integer(), existing_nullable=True, comment=None)
        for name in ('community', 'active', 'low', 'cents'):
            goods.drop_column(name)


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


def _open_books() -> None:
    """What the workbook said was there becomes the opening entry of each good."""
    goods, bind, now = _table('goods'), op.get_bind(), datetime.now(UTC)
    stocked = [(row.code, row.stock) for row in
               bind.execute(sa.select(goods.c.code, goods.c.stock).where(goods.c.stock > 0).order_by(goods.c.code))]
    if not stocked:
        return
    entries = _table('entries')
    known = set(bind.execute(sa.select(entries.c.key).where(entries.c.book == 'goods')).scalars())
    source = _account('issued', '')
    for code, stock in stocked:
        key = f'shop/{code}/open'
        if key in known:  # migrated back and forth: it is in the books already
            continue
        entry = bind.execute(entries.insert().values(
            key=key, book='goods', holder=code, day=now.date(), rule='OPEN', note='', evidence='workbook',
            created_at=now).returning(entries.c.id)).scalar_one()
        shelf = _account('spendable', code)
        bind.execute(_table('postings').insert(), [
            {'entry_id': entry, 'account_id': source, 'amount': -stock},
            {'entry_id': entry, 'account_id': shelf, 'amount': stock}])
        bind.execute(_table('balances').insert().values(account_id=shelf, amount=stock))


def _account(kind: str, holder: str) -> int:
    table, bind = _table('accounts'), op.get_bind()
    same = (table.c.book == 'goods', table.c.kind == kind, table.c.holder == holder)
    found = bind.execute(sa.select(table.c.id).where(*same)).scalar()
    if found is None:
        found = bind.execute(table.insert().values(book='goods', kind=kind, holder=holder)
                             .returning(table.c.id)).scalar_one()
    return int(found)
