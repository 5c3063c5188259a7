"""What an officer writes to have something announced, on whatever keyboard."""

import pytest

from domain.announcements import Asked, asked, means_all, names_in


@pytest.mark.parametrize("colon", [":", "\uff1a"])
@pytest.mark.parametrize("gap", ["", " ", "\u3000"])
def test_the_audience_stands_before_the_colon_and_the_words_after_it(colon, gap):
    found = asked(f"通知{gap}金桂园{colon}{gap}明天9:00停水\uff0c请储水")
    assert found == Asked("金桂园", "明天9:00停水\uff0c请储水")


@pytest.mark.parametrize("text", ["通知一下大家明天停水", "通知\uff1a", "金桂园\uff1a停水", ""])
def test_without_audience_and_words_it_is_no_announcement(text):
    assert asked(text) is None


@pytest.mark.parametrize("words", ["三个小区", "所有群", "大家", "全部小区", "all"])
def test_every_group_is_meant_by_these(words):
    assert means_all(words)


@pytest.mark.parametrize("words", ["金桂园", "三号楼", "金桂园三个单元"])
def test_some_groups_are_meant_by_these(words):
    assert not means_all(words)


@pytest.mark.parametrize("mark", [",", "\uff0c", "、", ";", "\uff1b", " ", "和"])
def test_a_list_is_taken_apart_at_any_mark(mark):
    assert names_in(f"金桂园{mark}云海湾") == ["金桂园", "云海湾"]
