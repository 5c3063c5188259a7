"""An engine is given a file and prints words, in time, or a human listens; with real programs."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot.files import Files
from bot.hearing import (
    AT_ONCE,
    LARGEST,
    LONGEST,
    MOST_PRINTED,
    SILENCE,
    Listening,
    engine_of,
    examined,
    listen_of,
)
from bot.settings import Settings
from domain.messages import (
    Address,
    ChatKind,
    Happening,
    Incoming,
    Media,
    MediaKind,
    Speaker,
)
from tests.bot.engines import LAMP, Workshop
from tests.bot.stage import until

SOUND = b"OggS and the rest"
VOICE = Media(MediaKind.VOICE, "v1", mime="audio/ogg", seconds=3)
NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


class Wire:
    """A channel from which voices are fetched."""

    def __init__(self):
        self.data = SOUND
        self.fault = None
        self.fetched = []

    async def fetch(self, media):
        self.fetched.append(media.ref)
        if self.fault is not None:
            raise self.fault
        return self.data


@pytest.fixture
def shop(tmp_path):
    folder = tmp_path / "shop"
    folder.mkdir()
    return Workshop(folder)


@pytest.fixture
def wire():
    return Wire()


@pytest.fixture
def listening(tmp_path, wire):
    """A listener with this command."""

    async def worth_it(said, _):
        return next(iter(said.media), None)

    def make(command, seconds=20.0):
        settings = Settings(_env_file=None, transcribe=command, transcribe_seconds=seconds)
        return Listening(engine_of(settings), worth_it, {"web": wire}, Files(tmp_path))

    return make


def spoken(voice=VOICE, text=""):
    return Incoming(
        key="k", what=Happening.MESSAGE, at=NOW, where=Address("web", "p.li"), text=text,
        chat_kind=ChatKind.PRIVATE, speaker=Speaker("li"), message="m1", media=(voice,) if voice else (),
    )  # fmt: skip


async def nobody():
    return []


async def heard(listener, voice=VOICE, behind=nobody):
    return (await listener(spoken(voice), NOW, behind)).heard


async def missed(listener, voice=VOICE):
    """Why nothing was heard, as the log tells it."""
    with capture_logs() as told:
        assert await heard(listener, voice) == ""
    (entry,) = told
    assert entry["event"] == "hearing.missed"
    return entry["why"]


def kept(tmp_path):
    return [path for path in (tmp_path / "media").rglob("*") if path.is_file()]


async def test_what_the_program_prints_is_what_was_heard(shop, listening):
    assert await heard(listening(shop.says())) == LAMP


async def test_it_reads_the_voice_itself_and_the_file_goes_after_that(shop, listening, tmp_path):
    command = shop.engine("""
        assert open(file, "rb").read() == b"OggS and the rest"
        assert file.endswith(".ogg") and os.path.isabs(file)
        assert oct(os.stat(file).st_mode & 0o777) == "0o600"
        print("read")
    """)

    assert await heard(listening(command)) == "read"
    assert kept(tmp_path) == []


async def test_no_shell_reads_the_command(shop, listening, tmp_path):
    mark = tmp_path / "mark"
    command = shop.engine("print(*sys.argv[2:])")

    words = await heard(listening(f"{command} '; touch {mark}' `touch {mark}` > {mark}"))

    assert words.count("touch") == 2
    assert not mark.exists()


async def test_it_gets_no_input_and_none_of_huyings_settings(shop, listening, monkeypatch):
    monkeypatch.setenv("HUYING_TELEGRAM_TOKEN", "1:SECRET")
    monkeypatch.setenv("SOMEBODY_ELSES", "kept")
    command = shop.engine("""
        mine = [name for name in os.environ if name.startswith("HUYING_")]
        print("read", len(sys.stdin.read()), len(mine), os.environ["SOMEBODY_ELSES"])
    """)

    assert await heard(listening(command)) == "read 0 0 kept"


async def test_where_the_file_goes_is_up_to_the_command(shop, listening):
    command = shop.engine("print(file.startswith('--of='))").replace("{file}", "--of={file}")

    assert await heard(listening(command)) == "True"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("sys.exit(3)", "exit 3"),
        (f"print({LAMP!r}); sys.exit(1)", "exit 1"),
        (f"print({LAMP!r}, flush=True); os.kill(os.getpid(), 9)", "exit -9"),
        ("pass", "no words"),
        ("print('[BLANK_AUDIO]')", "no words"),
        (f"sys.stdout.write('w' * {2 * MOST_PRINTED}); time.sleep(300)", "too much"),
    ],
)
async def test_words_of_a_program_that_failed_do_not_count(shop, listening, tmp_path, body, why):
    assert await missed(listening(shop.engine(body))) == why
    assert kept(tmp_path) == []


async def test_a_program_that_is_not_there_hears_nothing(listening, tmp_path):
    assert await missed(listening("/no/such/engine {file}")) == "FileNotFoundError"
    assert kept(tmp_path) == []


async def test_what_is_no_program_hears_nothing(listening, tmp_path):
    (tmp_path / "text").write_text("not a program")

    assert await missed(listening(f"{tmp_path}/text {{file}}")) == "PermissionError"


async def test_bytes_that_are_no_words_break_nothing(shop, listening):
    command = shop.engine(r"sys.stdout.buffer.write(b'\xff\xfe lamp \x00\n')")

    assert "lamp" in await heard(listening(command))


async def test_who_is_too_slow_is_ended_with_all_it_has_started(shop, listening, tmp_path):
    assert await missed(listening(shop.hangs(), seconds=1.0)) == "too late"

    await shop.over()
    assert kept(tmp_path) == []


async def test_so_is_whoever_leaves_something_behind_that_holds_the_line(shop, listening):
    command = shop.engine("""
        other = subprocess.Popen(["sleep", "300"])
        open(here + "/pids", "w").write(str(other.pid))
        print("half a word", flush=True)
    """)

    assert await missed(listening(command, seconds=1.0)) == "too late"
    await shop.over()


@pytest.mark.parametrize(
    ("voice", "why"),
    [
        (Media(MediaKind.VOICE, "v", seconds=LONGEST + 1), "too long"),
        (Media(MediaKind.VOICE, "v", size=LARGEST + 1), "too large"),
    ],
)
async def test_what_is_too_much_to_hear_is_not_even_fetched(shop, listening, wire, voice, why):
    assert await missed(listening(shop.says()), voice) == why
    assert (wire.fetched, shop.given) == ([], [])


@pytest.mark.parametrize(
    ("data", "why"), [(b"", "no sound"), (b"x" * (LARGEST + 1), "too large")], ids=["none", "much"]
)
async def test_nor_is_it_heard_where_the_platform_said_nothing_of_it(
    shop, listening, wire, data, why
):
    wire.data = data

    assert await missed(listening(shop.says())) == why
    assert shop.given == []


@pytest.mark.parametrize("fault", [LookupError("gone"), ConnectionError("TimedOut"), OSError()])
async def test_a_voice_that_cannot_be_had_is_not_heard(shop, listening, wire, fault):
    wire.fault = fault

    assert await missed(listening(shop.says())) == type(fault).__name__


async def test_what_is_no_voice_costs_nothing(shop, listening, wire):
    listener = listening(shop.says())

    assert await heard(listener, voice=None) == ""
    assert (wire.fetched, shop.given) == ([], [])


async def test_words_behind_it_end_the_listening_at_once(shop, listening):
    waiting = []

    async def behind():
        return waiting

    task = asyncio.create_task(heard(listening(shop.hangs()), behind=behind))
    await shop.started()
    waiting.append(spoken(None, text="着火了"))

    assert await task == ""
    await shop.over()


async def test_where_words_wait_already_it_is_not_begun(shop, listening, wire):
    async def behind():
        return [spoken(None, text="着火了")]

    assert await heard(listening(shop.says()), behind=behind) == ""
    assert wire.fetched == []


async def test_another_voice_behind_it_can_wait(shop, listening):
    async def behind():
        return [spoken()]

    assert await heard(listening(shop.says()), behind=behind) == LAMP


async def test_when_huying_ends_so_does_the_program(shop, listening, tmp_path):
    task = asyncio.create_task(heard(listening(shop.hangs())))
    await shop.started()

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    await shop.over()
    assert kept(tmp_path) == []


async def test_only_so_many_listen_at_once_and_waiting_counts(shop, listening):
    listener = listening(shop.hangs(), seconds=1.5)
    first = [asyncio.create_task(heard(listener)) for _ in range(AT_ONCE)]
    await shop.started()

    with capture_logs() as told:
        assert await heard(listener) == ""
    assert [entry["why"] for entry in told if entry["event"] == "hearing.missed"][-1] == "too late"
    assert await asyncio.gather(*first) == ["", ""]


async def test_the_log_tells_that_it_was_heard_and_nothing_of_what_was_said(shop, listening):
    with capture_logs() as told:
        await heard(listening(shop.says()))

    assert [entry["event"] for entry in told] == ["hearing.done"]
    assert LAMP not in json.dumps(told, ensure_ascii=False)


def test_without_a_command_nobody_listens(tmp_path):
    settings = Settings(_env_file=None)

    assert engine_of(settings) is None
    assert listen_of(settings, nobody, {}, Files(tmp_path)) is None


async def test_the_doctor_says_nothing_of_what_is_off():
    assert await examined(Settings(_env_file=None)) == []


async def test_the_doctor_lets_it_hear_a_moment_of_silence(shop):
    command = shop.engine("""
        open(here + "/given", "w").write(file)
        sys.exit(open(file, "rb").read()[:4] != b"OggS")
    """)

    (well,) = await examined(Settings(_env_file=None, transcribe=command))

    assert (well.level, well.code, well.facts) == ("ok", "hearing", {"name": "engine1", "why": ""})
    assert shop.given[0].endswith(".ogg")
    assert SILENCE.count(b"OggS") == 3


@pytest.mark.parametrize(
    ("command", "why"),
    [("/no/such/engine --key SECRET {file}", "FileNotFoundError"), ("false {file}", "exit 1"),
     ("tail -f {file}", "too late")],
)  # fmt: skip
async def test_the_doctor_tells_what_is_wrong_and_only_the_programs_name(command, why):
    settings = Settings(_env_file=None, transcribe=command, transcribe_seconds=1)

    (ill,) = await examined(settings)

    assert (ill.level, ill.facts["why"]) == ("warning", why)
    assert "SECRET" not in str(ill)
    assert "/" not in ill.facts["name"]


async def test_several_voices_of_one_listener_do_not_mix(shop, listening, wire):
    listener = listening(shop.engine("print(open(file).read())"))

    async def one(words):
        wire.data = words.encode()
        return await heard(listener)

    first = asyncio.create_task(one("first"))

    async def fetched():
        return len(wire.fetched) == 1

    await until(fetched)
    assert (await one("second"), await first) == ("second", "first")
