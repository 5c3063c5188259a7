"""What an operator sets, and the key that is made for them."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import time

import pytest
from pydantic import ValidationError

from bot.settings import Settings


@pytest.fixture
def setting(monkeypatch, tmp_path):
    """Settings from nothing but the given variables."""
    for name in [name for name in os.environ if name.startswith("HUYING_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def make(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(f"HUYING_{name.upper()}", value)
        return Settings()

    return make


def test_without_any_setting_everything_has_its_place(setting):
    made = setting()

    assert made.database == "sqlite+aiosqlite:///data/huying.db"
    assert made.address == "http://127.0.0.1:8080"
    assert made.zone.key == "Asia/Shanghai"
    assert made.quiet_hours == (time(20, 30), time(7, 30))
    assert made.telegram_token is None
    assert not made.rehearsal


def test_a_file_beside_the_program_sets_what_the_environment_does_not(setting, tmp_path):
    (tmp_path / ".env").write_text("HUYING_PORT=9000\nHUYING_LOCALE=en\nSOMEBODY_ELSES=1\n")

    made = setting(locale="zh-Hant")

    assert (made.port, made.locale) == (9000, "zh-Hant")


def test_a_name_left_empty_is_not_set(setting):
    made = setting(telegram_token="", secret_key="", database_url="")

    assert made.telegram_token is None
    assert made.secret_key is None
    assert made.database.startswith("sqlite")


@pytest.mark.parametrize(
    ("name", "value"),
    [("timezone", "Asia/Nowhere"), ("quiet", "late"), ("port", "99999"), ("log", "loud"),
     ("locale", "fr"), ("llm_url", "ftp://x"), ("llm_url", "llm.example"), ("llm_url", "http://"),
     ("llm_seconds", "0"), ("llm_seconds", "60"), ("transcribe", "hear"), ("transcribe", "{file}"),
     ("transcribe", "hear '{file}"), ("transcribe_seconds", "0"), ("transcribe_seconds", "301"),
     ("webhooks_inside", "example.org"), ("webhooks_inside", "10.0.0.1/8")],
)  # fmt: skip
def test_a_wrong_value_is_refused_at_the_start(setting, name, value):
    with pytest.raises((ValidationError, ValueError)):
        setting(**{name: value})


def test_no_model_elsewhere_is_asked_unless_an_address_is_set(setting):
    assert (setting().llm_url, setting().llm_key, setting().llm_seconds) == ("", None, 4)
    assert setting(llm_url="http://127.0.0.1:11434/v1/").llm_url == "http://127.0.0.1:11434/v1"
    assert setting(llm_key="").llm_key is None


def test_no_engine_listens_unless_a_command_is_set(setting):
    assert (setting().transcribe, setting().transcribe_seconds) == ("", 30)
    assert setting(transcribe="hear -f {file}").transcribe == "hear -f {file}"
    with pytest.raises(ValidationError, match=r"where the file's name goes: \{file\}"):
        setting(transcribe="hear -f file")


def test_nothing_is_sent_into_the_house_unless_a_network_is_named(setting):
    assert setting().inside == ()
    assert [str(one) for one in setting(webhooks_inside="127.0.0.1, fd00::/8").inside] == [
        "127.0.0.1/32", "fd00::/8",
    ]  # fmt: skip


def test_quiet_hours_can_be_moved_or_switched_off(setting):
    assert setting(quiet="22:00 - 06:15").quiet_hours == (time(22), time(6, 15))
    assert setting(quiet="off").quiet_hours is None


def test_secrets_do_not_show_when_settings_are_printed(setting):
    made = setting(telegram_token="1:SECRET", secret_key="KEY", telegram_webhook_secret="HOOK",
                   llm_key="sk-MODEL")  # fmt: skip

    assert not {word for word in ("SECRET", "KEY", "HOOK", "MODEL") if word in repr(made)}


def test_the_key_is_made_once_and_readable_by_its_owner_alone(setting, tmp_path):
    made = setting(data=str(tmp_path / "new" / "data"))

    key = made.key()

    assert len(key) >= 48
    assert setting(data=str(tmp_path / "new" / "data")).key() == key
    (path,) = (tmp_path / "new" / "data").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_commands_that_start_together_agree_on_one_key(setting, tmp_path):
    made = setting(data=str(tmp_path / "data"))

    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: made.key(), range(64)))

    assert len(keys) == 1


def test_a_key_of_the_operator_is_taken_as_it_is(setting, tmp_path):
    assert setting(data=str(tmp_path / "d"), secret_key="mine").key() == b"mine"
    assert not (tmp_path / "d").exists()
