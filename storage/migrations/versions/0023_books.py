"""books: holders of several kinds, cached balances with a floor, and nothing is ever changed"""

from typing import Any

from alembic import op
import sqlalchemy as sa

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

# The three tables refer to one another, so their rows are read, the tables made anew, and the rows
# written back: that works alike on both databases, foreign keys switched on.


def upgrade() -> None:
    accounts, entries, postings = _rows('accounts'), _rows('entries'), _rows('postings')
    _drop()
    _make()
    _fill('accounts', [{'id': a['id'], 'book': 'household', 'kind': a['kind'], 'holder': a['household']}
                       for a in accounts])
    _fill('entries', [{'id': e['id'], 'key': e['key'], 'book': 'household', 'holder': e['household'],
                       'day': e['day'], 'rule': e['rule'], 'rule_id': e['rule_id'], 'note': e['note'],
                       'evidence': '', 'reverses': e['reverses'], 'proposed_by': e['by'],
                       'approved_by': None, 'created_at': e['created_at']} for e in entries])
    _fill('postings', postings)
    op.create_table('balances',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_balances_floor')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_balances_account_id_accounts')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_balances'))
    )
    op.execute("INSERT INTO balances (account_id, amount) "
               "SELECT account_id, SUM(amount) FROM postings JOIN accounts ON accounts.id = account_id "
               "WHERE kind IN ('spendable', 'public', 'reserved') GROUP BY account_id")
    _seal()


def downgrade() -> None:
    accounts, entries, postings = _rows('accounts'), _rows('entries'), _rows('postings')
    kept = {a['id'] for a in accounts if a['book'] == 'household'}
    known = {e['id'] for e in entries if e['book'] == 'household'}
    _open()
    op.drop_table('balances')
    _drop()
    _make_old()
    _fill('accounts', [{'id': a['id'], 'kind': a['kind'], 'household': a['holder']}
                       for a in accounts if a['id'] in kept])
    _fill('entries', [{'id': e['id'], 'key': e['key'], 'household': e['holder'], 'day': e['day'],
                       'rule': e['rule'], 'rule_id': e['rule_id'], 'note': e['note'],
                       'state': 'effective', 'reverses': e['reverses'], 'by': e['proposed_by'],
                       'created_at': e['created_at']} for e in entries if e['id'] in known])
    _fill('postings', [p for p in postings if p['entry_id'] in known])


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


def _rows(name: str) -> list[dict[str, Any]]:
    table = _table(name)
    return [dict(row._mapping) for row in op.get_bind().execute(sa.select(table).order_by(table.c.id))]


def _fill(name: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    op.bulk_insert(_table(name), rows)
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT MAX(id) FROM {name}))")


def _drop() -> None:
    for name in ('postings', 'entries', 'accounts'):
        op.drop_table(name)


def _make() -> None:
    op.create_table('accounts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('book', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('holder', sa.String(), nullable=False, comment="a household's or good's code, a person's number; else the community's"),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accounts')),
    sa.UniqueConstraint('book', 'kind', 'holder', name=op.f('uq_accounts_book_kind_holder'))
    )
    op.create_index(op.f('ix_accounts_holder'), 'accounts', ['holder'], unique=False)
    op.create_table('entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False, comment='why it exists: the same twice is one'),
    sa.Column('book', sa.String(), nullable=False),
    sa.Column('holder', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False, comment='when it was done; the year that it counts for'),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('rule_id', sa.Integer(), nullable=True, comment='the version of the rule that it was reckoned by'),
    sa.Column('note', sa.String(), nullable=False, comment='in words; three years'),
    sa.Column('evidence', sa.String(), nullable=False, comment='what shows it, by kind and number'),
    sa.Column('reverses', sa.Integer(), nullable=True, comment='nothing is undone twice'),
    sa.Column('proposed_by', sa.Integer(), nullable=True),
    sa.Column('approved_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False, comment='when it was posted, and counts'),
    sa.ForeignKeyConstraint(['approved_by'], ['people.id'], name=op.f('fk_entries_approved_by_people')),
    sa.ForeignKeyConstraint(['proposed_by'], ['people.id'], name=op.f('fk_entries_proposed_by_people')),
    sa.ForeignKeyConstraint(['reverses'], ['entries.id'], name=op.f('fk_entries_reverses_entries')),
    sa.ForeignKeyConstraint(['rule_id'], ['rules.id'], name=op.f('fk_entries_rule_id_rules')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entries')),
    sa.UniqueConstraint('key', name=op.f('uq_entries_key')),
    sa.UniqueConstraint('reverses', name=op.f('uq_entries_reverses'))
    )
    op.create_index('ix_entries_holder', 'entries', ['book', 'holder', 'day', 'id'], unique=False)
    op.create_index('ix_entries_day', 'entries', ['book', 'day'], unique=False)
    _make_postings()


def _make_postings() -> None:
    op.create_table('postings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_postings_account_id_accounts')),
    sa.ForeignKeyConstraint(['entry_id'], ['entries.id'], name=op.f('fk_postings_entry_id_entries')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_postings'))
    )
    op.create_index('ix_postings_account', 'postings', ['account_id', 'id'], unique=False)
    op.create_index(op.f('ix_postings_entry_id'), 'postings', ['entry_id'], unique=False)


def _make_old() -> None:
    op.create_table('accounts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('household', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accounts')),
    sa.UniqueConstraint('kind', 'household', name=op.f('uq_accounts_kind_household'))
    )
    op.create_table('entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('household', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('rule_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('reverses', sa.Integer(), nullable=True),
    sa.Column('by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['people.id'], name=op.f('fk_entries_by_people')),
    sa.ForeignKeyConstraint(['household'], ['households.code'], name=op.f('fk_entries_household_households')),
    sa.ForeignKeyConstraint(['reverses'], ['entries.id'], name=op.f('fk_entries_reverses_entries')),
    sa.ForeignKeyConstraint(['rule_id'], ['rules.id'], name=op.f('fk_entries_rule_id_rules')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entries')),
    sa.UniqueConstraint('key', name=op.f('uq_entries_key'))
    )
    op.create_index(op.f('ix_entries_household'), 'entries', ['household'], unique=False)
    _make_postings()


# Who writes into the database by hand cannot change the past either. Words may be let go (P15), and
# whoever asked to be forgotten is no longer named.
CHANGED = 'id, key, book, holder, day, rule, rule_id, evidence, reverses, created_at'


def _seal() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("CREATE FUNCTION books_are_sealed() RETURNS trigger AS $$ BEGIN "
                   "RAISE EXCEPTION 'the ledger is only ever added to'; END $$ LANGUAGE plpgsql")
        for table, act in _SEALED:
            op.execute(f'CREATE TRIGGER {_name(table, act)} BEFORE {act} ON {table} '
                       'FOR EACH ROW EXECUTE FUNCTION books_are_sealed()')
        return
    for table, act in _SEALED:
        op.execute(f"CREATE TRIGGER {_name(table, act)} BEFORE {act} ON {table} "
                   "BEGIN SELECT RAISE(ABORT, 'the ledger is only ever added to'); END")


def _open() -> None:
    on = op.get_bind().dialect.name == 'postgresql'
    for table, act in _SEALED:
        op.execute(f'DROP TRIGGER {_name(table, act)}' + (f' ON {table}' if on else ''))
    if on:
        op.execute('DROP FUNCTION books_are_sealed()')


_SEALED = (('postings', 'UPDATE'), ('postings', 'DELETE'), ('entries', f'UPDATE OF {CHANGED}'),
           ('entries', 'DELETE'))


def _name(table: str, act: str) -> str:
    return f"{table}_{act.split()[0].lower()}_sealed"
