"""A question of the handbook, asked in any dialect; of another matter it answers nothing."""

import pytest

from handlers.handbook import ALIKE, alike


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("水费在哪交", "水费在哪点交啊"),
        ("水费在哪交", "水费在哪块缴呀?"),
        ("水费在哪交?", "请问水费去哪里交"),
        ("物业费在哪里交", "物业费到哪儿缴哦"),
        ("怎么办居住证", "怎么办居住证嘛?"),
        ("垃圾袋去哪里领", "垃圾袋在哪点领哈"),
        ("水电费在哪里交", "水费在哪交"),
        ("水费在哪交", "水电费在哪里交"),
        ("物业费怎么交", "物管费怎么交"),
        ("停车费怎么交", "车位费怎么交"),
    ],
)
def test_the_handbook_is_asked_in_any_words_for_where(written, asked):
    assert alike(written, asked) >= ALIKE


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("水费在哪交", "电费在哪交"),
        ("水费在哪交", "电费在哪点交啊"),
        ("水费在哪交", "物业费在哪交"),
        ("医保在哪交", "社保在哪交"),
        ("物业费怎么交", "停车费怎么交"),
        ("水费在哪交", "水费怎么这么贵"),
    ],
)
def test_what_is_another_matter_is_not_answered_from_it(written, asked):
    assert alike(written, asked) < ALIKE
