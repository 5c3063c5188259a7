"""What a worker's line, a title or a matter tells of the five kinds."""

import pytest

from domain.activities import BY_MATTER, ActivityKind, kind_of, kind_of_matter, line

K = ActivityKind


@pytest.mark.parametrize(
    ("text", "kind", "building", "heads"),
    [
        ("今天3栋楼道清扫,5个人", K.ENVIRONMENT, "3", 5),
        ("昨天夜巡 6人", K.PATROL, "", 6),
        ("今天组织了楼道议事 20人", K.TALKS, "", 20),
        ("今天在2栋开了院坝会,12人参加", K.TALKS, "2", 12),
        ("12月1日三栋楼道课,二十人", K.TALKS, "3", 20),
        ("今天探访独居老人,共3人", K.HELP, "", 3),
        ("今天收集意见,3个人", K.PASSING_ON, "", 3),
        ("今天在12号楼打扫,8名", K.ENVIRONMENT, "12", 8),
    ],
)
def test_a_line_of_a_worker(text, kind, building, heads):
    found = line(text)

    assert (found.kind, found.building, found.heads) == (kind, building, heads)


@pytest.mark.parametrize(
    "text",
    ["今天电梯坏了,5个人被困", "今天3栋漏水,5个人", "今天清扫", "明天清扫,5个人", "今天清扫吗?5个人",
     "今天清扫,0人", "今天清扫,9999人", "3栋楼道没人清扫,5个人", "今天5个人吃饭"],
)  # fmt: skip
def test_what_is_wrong_or_not_told_is_no_activity(text):
    assert line(text) is None


@pytest.mark.parametrize(
    ("text", "heads"),
    [("今天5个人清扫了4栋楼道", 5), ("上午走访独居老人,6名志愿者", 6), ("今天2号楼楼道课,15位居民", 15),
     ("今天慰问困难群众5户,3人", 3), ("昨晚夜巡,四人", 4), ("今天普法宣传:远离未成年人沉迷,9人", 9)],
)  # fmt: skip
def test_other_ways_to_tell_of_it(text, heads):
    assert line(text).heads == heads


@pytest.mark.parametrize(
    "text",
    ["今天探访的时候发现3栋老人摔倒,1个人", "今天维修电梯困住3个人", "今天巡查发现3栋违建,3个人",
     "今天夜巡取消了,5个人", "今天扫雪还差5个人", "今天扫雪需要5人", "今天要扫雪,缺5个人",
     "今天值班就我1个人",
     "今天送餐少了2个人", "今天环境整治会议通知5个人", "今天3个人反映卫生太差", "今天5个人来问理发",
     "今天5个人打扫没来", "今天居民会说要装电梯 20人"],
)  # fmt: skip
def test_trouble_wants_and_what_was_called_off_are_no_activity(text):
    assert line(text) is None


def test_where_a_line_says_what_was_done_the_edges_are_gone():
    assert line("今天在3栋打扫,5个人").what == "3栋打扫"


@pytest.mark.parametrize(
    ("title", "kind"),
    [("周六包饺子", K.HELP), ("周末大扫除", K.ENVIRONMENT), ("反诈宣讲", K.TALKS), ("夜间巡逻", K.PATROL),
     ("茶话会", None)],
)  # fmt: skip
def test_the_kind_of_a_title(title, kind):
    assert kind_of(title) is kind


@pytest.mark.parametrize(
    ("category", "kind"),
    [("env.rubbish", K.ENVIRONMENT), ("safe.theft", K.PATROL), ("svc.wish", K.HELP),
     ("gov.suggest", K.PASSING_ON), ("repair.corridorlight", K.PASSING_ON)],
)  # fmt: skip
def test_the_kind_of_a_closed_matter(category, kind):
    assert kind_of_matter(category) is kind


def test_every_matter_of_the_table_is_one_of_the_catalogue():
    from tests.domain.shipped import CATALOGUE  # noqa: PLC0415

    assert set(BY_MATTER) <= {row.slug.partition(".")[0] for row in CATALOGUE}
