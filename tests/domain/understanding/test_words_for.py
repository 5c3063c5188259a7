"""Why a line was read so: the words of it that speak of the matter."""

import pytest

from tests.domain.shipped import LEXICON


@pytest.mark.parametrize(
    ("line", "slug", "words"),
    [
        ("3栋2单元楼道灯坏了三天了", "repair.corridorlight", {"楼道灯"}),
        ("今天天气真好", "repair.corridorlight", set()),
        ("", "repair.corridorlight", set()),
    ],
)
def test_the_words_of_a_matter_are_found_in_a_line(line, slug, words):
    assert words <= set(LEXICON.said_of(line, slug))


def test_a_word_inside_a_longer_one_is_not_told_twice():
    said = LEXICON.said_of("楼道灯坏了", "repair.corridorlight")

    assert not [a for a in said for b in said if a != b and a in b]


def test_of_another_matter_nothing_is_told():
    assert "楼道灯" not in LEXICON.said_of("楼道灯坏了", "fire.fire")
