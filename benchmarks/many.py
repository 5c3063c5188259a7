"""Years of tickets in a database, put in by one statement: as many, and as unlike, as a community's are.

Who serves where comes from the workbook that was taken in before (`community.py`); where nobody does,
tickets have no owner. The newest tenth of a hundred is under way, the last six weeks are not archived yet,
a few are suspended for years; a word such as 白蚁 stands in one of a thousand.
"""

from datetime import datetime

from sqlalchemy import Connection, text

from storage.tickets import words

YEARS_DAYS = 3 * 365
MATTERS = (
    ("complaint", "repair.corridorlight", "N", "n", "楼道灯不亮", "声控灯坏了", "过道灯一直闪"),
    ("complaint", "repair.corridorlight", "N", "n", "楼道灯坏了", "楼道里摸黑", "灯罩掉下来了"),
    ("complaint", "repair.leak", "U", "n", "天花板漏水", "墙上渗水起皮", "水管滴水"),
    ("complaint", "repair.sewer", "U", "n", "下水道堵了", "地漏反水", "马桶冒粪水"),
    ("complaint", "env.rubbish", "N", "n", "垃圾没人收", "垃圾桶满了", "垃圾房很臭"),
    ("complaint", "env.stair", "N", "n", "楼道没打扫", "地面很脏", "楼梯没拖"),
    ("complaint", "lift.stop", "U", "n", "电梯停了", "电梯坏了", "电梯不动"),
    ("complaint", "noise.live", "N", "p", "楼上半夜打麻将", "楼上跑跳", "拖椅子很吵"),
    ("complaint", "noise.square", "N", "n", "广场舞音响太大", "喇叭吵", "音响一直响"),
    ("complaint", "park.space", "C", "n", "没地方停车", "乱停车", "车位被占"),
    ("complaint", "prop.attitude", "N", "p", "物业不管", "物业电话打不通", "物业态度差"),
    ("complaint", "green.dog", "N", "n", "遛狗不牵绳", "狗叫", "狗屎没人捡"),
    ("complaint", "road.lamp", "N", "n", "路灯不亮", "院灯坏了", "院子里黑漆漆"),
    ("hazard", "fire.exit", "U", "n", "消防通道被堵", "楼道堆杂物", "安全出口锁了"),
    ("hazard", "fire.ebike", "U", "n", "电动车上楼充电", "飞线充电", "电瓶拿上楼"),
    ("hazard", "road.manhole", "U", "n", "井盖翘起来", "井盖没了", "窨井盖坏了"),
    ("hazard", "repair.facade", "E", "n", "外墙瓷砖掉", "墙皮要掉下来", "瓷砖空鼓"),
    ("question", "gov.cert", "Q", "p", "居住证怎么办", "证明在哪里盖章", "户口怎么迁"),
    ("question", "svc.vstation", "Q", "n", "V站几点开门", "驿站能打印吗", "驿站在哪里"),
    ("question", "gov.pension", "Q", "p", "退休年审怎么办", "养老金认证", "社保怎么交"),
    ("wish", "svc.wish", "W", "n", "想要一盏台灯", "想要一个书架", "想要一辆旧轮椅"),
    ("wish", "care.elder", "W", "p", "腿脚不便要人陪诊", "独居老人想有人上门", "想有人陪着说话"),
    ("wish", "gov.suggest", "C", "n", "能不能装个长椅", "建议修个坡道", "建议开个议事会"),
    ("wish", "care.mind", "U", "s", "心里难受", "睡不着想找人说话", "想谈谈心"),
)
TAILS = (
    "", ",麻烦来看看", ",三天了", ",老人上下楼害怕", ",昨天晚上开始的", ",已经说过一次了", ",请尽快",
    ",孩子差点摔了", ",谢谢", ",不知道找谁", ",物业说等等", ",邻居都在说",
)  # fmt: skip


def _chance(salt: int, of: int) -> str:
    """A number below `of`, another one for each salt, the same in every run."""
    return f"(((n.n * n.n % 2147483647) * {48271 + 2 * salt} + n.n * {salt}) % 2147483647 % {of})"


def _one_of(words_: tuple[str, ...], chance: str) -> str:
    lines = " ".join(f"WHEN {at} THEN '{word}'" for at, word in enumerate(words_))
    return f"CASE {chance} {lines} END"


def _matter(column: int) -> str:
    return _one_of(tuple(row[column] for row in MATTERS), "m")


AGE = f"((:number - n.n) * {YEARS_DAYS}.0 / :number)"
STATE = """CASE
  WHEN age < 3 THEN CASE WHEN r < 250 THEN 'assigned' WHEN r < 450 THEN 'accepted'
    WHEN r < 750 THEN 'working' WHEN r < 780 THEN 'returned' WHEN r < 850 THEN 'reported' ELSE 'closed' END
  WHEN age < 12 THEN CASE WHEN r < 20 THEN 'assigned' WHEN r < 60 THEN 'accepted'
    WHEN r < 200 THEN 'working' WHEN r < 215 THEN 'returned' WHEN r < 230 THEN 'suspended'
    WHEN r < 300 THEN 'reported'
    WHEN r < 320 THEN 'declined' WHEN r < 340 THEN 'withdrawn' WHEN r < 355 THEN 'merged' ELSE 'closed' END
  WHEN age < 45 THEN CASE WHEN r < 8 THEN 'suspended' WHEN r < 12 THEN 'working' WHEN r < 30 THEN 'declined'
    WHEN r < 50 THEN 'withdrawn' WHEN r < 65 THEN 'merged' ELSE 'closed' END
  WHEN r < 2 THEN 'suspended' ELSE 'archived' END"""
COLUMNS = (
    "id, kind, category, tier, sensitivity, wish, state, version, text, place, place_name, people, "
    "channel, community, owner_id, owner_role, owner_area, level, reason, doer_id, anonymous, "
    "created_at, assigned_at, accept_by, respond_by, finish_by, first_finish_by, closed_at, "
    "outcome, rating, photo_asked, no_photo, reopened, returned"
)


def _statement(*, sqlite: bool) -> str:
    """One row of the table for each number."""

    def at(days: str) -> str:
        if sqlite:
            return f"strftime('%Y-%m-%d %H:%M:%f', :now, printf('%f days', -({days}))) || '000'"
        return f"CAST(:now AS timestamptz) - ({days}) * interval '1 day'"

    said = (
        f"b || '栋' || u || '单元' || CASE v WHEN 0 THEN {_matter(4)} WHEN 1 THEN {_matter(5)} "
        f"ELSE {_matter(6)} END || CASE WHEN rare = 0 THEN ',有白蚁' ELSE '' END || {_one_of(TAILS, 't')}"
    )
    ended = "state IN ('closed', 'archived')"
    return f"""
      INSERT INTO tickets ({COLUMNS})
      WITH RECURSIVE n(n) AS (SELECT {"1" if sqlite else "CAST(1 AS bigint)"}
        UNION ALL SELECT n + 1 FROM n WHERE n < :number),
      drawn AS (SELECT n.n AS n, {AGE} AS age, {_chance(1, 1000)} AS r, {_chance(2, 61)} AS g,
        {_chance(3, 12)} + 1 AS b, {_chance(4, 3)} + 1 AS u, {_chance(5, len(MATTERS))} AS m,
        {_chance(6, 3)} AS v, {_chance(7, len(TAILS))} AS t, {_chance(8, 1000)} AS rare,
        {_chance(9, 10)} AS level, {_chance(10, 10)} AS done FROM n),
      stood AS (SELECT drawn.*, {STATE} AS state FROM drawn)
      SELECT n, {_matter(0)}, {_matter(1)}, {_matter(2)}, {_matter(3)}, false, state, 1, {said},
        'E' || g || '/' || b || '/' || u, coalesce(places.name, '') || b || '栋' || u || '单元', 1, 'web',
        'C' || (g % 8), worker.person_id, 'grid_worker',
        CASE level WHEN 0 THEN 'C' || (g % 8) ELSE 'G' || g END,
        0, '{{"code": "covers"}}', CASE WHEN v = 0 THEN firm.person_id END, false,
        {at("age")}, {at("age")}, {at("age - 0.2")},
        {at("age - 1")}, {at("age - 5")}, {at("age - 5")}, CASE WHEN {ended} THEN {at("age - 4")} END,
        CASE WHEN {ended} AND done < 7 THEN 'solved' WHEN {ended} AND done = 7 THEN 'partly' END,
        CASE WHEN {ended} AND done < 3 THEN 'content' WHEN {ended} AND done = 7 THEN 'not_content' END,
        false, false, 0, 0
      FROM stood
      LEFT JOIN places ON places.code = 'E' || g
      LEFT JOIN roles worker ON worker.area = 'G' || g AND worker.role = 'grid_worker'
      LEFT JOIN roles firm ON firm.area = '物业' || g AND firm.role = 'property'"""


EVENTS = """
  INSERT INTO ticket_events (ticket_id, at, act, after, part, note, internal, facts)
  SELECT id, created_at, 'assign', 'assigned', 'bot', '', false, '{}' FROM tickets"""
ENDS = """
  INSERT INTO ticket_events (ticket_id, at, act, before, after, part, note, internal, facts)
  SELECT id, closed_at, 'solve', 'reported', 'closed', 'reporter', '', false, '{}' FROM tickets
  WHERE closed_at IS NOT NULL"""
REQUESTS = """
  INSERT INTO ticket_requests (ticket_id, kind, asked_by, asked_at, until, said, state)
  SELECT id, 'extension', owner_id, created_at, finish_by, '等配件', 'asked' FROM tickets
  WHERE state = 'working' AND owner_id IS NOT NULL AND id % 20 = 0"""


def fill(connection: Connection, number: int, now: datetime) -> None:
    """Put so many tickets into a database that has none, and what happened to them."""
    sqlite = connection.dialect.name == "sqlite"
    moment = now.strftime("%Y-%m-%d %H:%M:%S") if sqlite else now
    if not sqlite:
        connection.execute(text(f"DROP INDEX {words.INDEX}"))  # made at the end it costs a tenth
    connection.execute(text(_statement(sqlite=sqlite)), {"number": number, "now": moment})
    for statement in (EVENTS, ENDS, REQUESTS):
        connection.execute(text(statement))
    words.prepare(connection)
    if not sqlite:
        connection.execute(text("SELECT setval('tickets_id_seq', :number)"), {"number": number})
        for table in ("tickets", "ticket_events", "ticket_requests"):
            connection.execute(text(f"ANALYZE {table}"))
