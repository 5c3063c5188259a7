"""Logs tell what happened, and neither the token nor anybody's words."""

import json
import logging

import pytest
import structlog
from pydantic import SecretStr

from bot.faults import Failed, place_of
from bot.logs import configure

TOKEN = SecretStr("1:SECRETTOKEN")


@pytest.fixture
def logs(capsys):
    """What has gone to the screen since it was last asked for."""
    return lambda: capsys.readouterr().err


def test_an_event_is_one_json_object_a_line(logs):
    configure("json", secrets=[TOKEN, None])

    structlog.get_logger().info("ticket.filed", ticket=7, kind="wish")

    (line,) = logs().splitlines()
    told = json.loads(line)
    assert (told["event"], told["ticket"], told["level"]) == ("ticket.filed", 7, "info")


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_token_is_never_in_a_log(logs, form):
    configure(form, secrets=[TOKEN, None])

    structlog.get_logger().info("call.failed", url=f"/bot{TOKEN.get_secret_value()}/getMe")
    logging.getLogger("httpx").warning("POST /bot%s/getMe", TOKEN.get_secret_value())
    logging.getLogger("httpx").info("POST /bot%s/getMe", TOKEN.get_secret_value())

    told = logs()
    assert "SECRETTOKEN" not in told
    assert len(told.splitlines()) == 2


@pytest.mark.parametrize("form", ["text", "json"])
def test_of_several_secrets_none_is_in_a_log(logs, form):
    configure(form, secrets=[TOKEN, None, SecretStr("sk-model")])

    structlog.get_logger().info("call.failed", key="Bearer sk-model", path=TOKEN.get_secret_value())
    logging.getLogger("httpx").warning("Bearer sk-model %s", TOKEN.get_secret_value())

    told = logs()
    assert "sk-model" not in told
    assert "SECRETTOKEN" not in told
    assert told.count("***") == 4


def test_a_scheduler_that_waits_for_itself_is_no_news(logs):
    configure("text")

    logging.getLogger("apscheduler.scheduler").warning("maximum number of running instances")

    assert logs() == ""


def test_a_fault_is_told_by_its_type_and_place_without_its_words():
    def burst():
        raise ValueError("王阿姨 13800001234")

    with pytest.raises(ValueError, match="王阿姨") as caught:
        burst()

    assert place_of(caught.value).startswith("ValueError test_logs.burst:")
    assert place_of(Failed(1, caught.value)) == "Failed"


def test_a_fault_inside_a_library_is_told_by_our_own_last_line():
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads("{")

    assert "test_logs." in place_of(caught.value)
