"""What a street writes for a setting, read as it is meant or not at all."""

from datetime import time

import pytest

from domain.settings import NotASetting, Setting, hours, quiet, share, tidy

NIGHT = (time(20, 30), time(7, 30))


@pytest.mark.parametrize(
    "text",
    ["20:30-07:30", "20:30-7:30", " 20:30 – 07:30 ", "20:30到07:30", "20:30~07:30", "20.30-7.30"],
)
def test_quiet_hours_may_pass_midnight(text):
    assert quiet(text) == NIGHT
    assert tidy(Setting.QUIET, text) == "20:30-07:30"


@pytest.mark.parametrize("text", ["off", "OFF", "无", "不设"])
def test_there_may_be_none(text):
    assert quiet(text) is None
    assert tidy(Setting.QUIET, text) == "off"


@pytest.mark.parametrize(
    "text", ["", "晚上", "25:00-07:00", "20:30", "20:30-20:30", "20:60-07:00", "20:30-07:30 12:00-13:00",
             "20:30-07:30x", "-", "20:30-07:30" * 500],
)  # fmt: skip
def test_other_words_are_no_quiet_hours(text):
    with pytest.raises(NotASetting):
        quiet(text)


def test_service_has_its_spans_in_the_order_of_the_day():
    assert hours("8:30-12:00,14:00-17:30") == (
        (time(8, 30), time(12)), (time(14), time(17, 30)),
    )  # fmt: skip
    assert tidy(Setting.HOURS, "8:30-12:00、14:00-17:30") == "08:30-12:00 14:00-17:30"


@pytest.mark.parametrize(
    "text", ["off", "12:00-08:30", "14:00-17:30 08:30-12:00", "08:30-12:00 11:00-17:00", "08:30-08:30",
             "1:00-2:00 3:00-4:00 5:00-6:00 7:00-8:00"],
)  # fmt: skip
def test_service_never_ends_before_it_begins(text):
    with pytest.raises(NotASetting):
        hours(text)


def test_a_share_is_of_a_hundred():
    assert (share("0"), share(" 30 % "), share("100")) == (0, 30, 100)
    for text in ("101", "-1", "3.5", "x", "", "٣", "9" * 99):
        with pytest.raises(NotASetting):
            share(text)
