"""Voices in the web chat: its page records none, but one that came there is heard all the same."""

import pytest
from sqlalchemy import select

from bot.hearing import listen_of
from bot.settings import Settings
from domain.messages import Address, ChatKind, Happening, Incoming, Media, MediaKind, Speaker
from storage.web import WebMessageRow
from tests.bot.channels.courtyard import Courtyard, press, shown
from tests.bot.engines import LAMP, Workshop
from tests.handlers.scene import MORNING, build


@pytest.fixture
async def yard(database, tmp_path):
    yard = Courtyard(await build(database), tmp_path)
    settings = Settings(_env_file=None, transcribe=Workshop(tmp_path).says())
    yard.program.pump.listen = listen_of(
        settings, yard.scene.community.voice, yard.program.channels, yard.files
    )
    async with yard.awake():
        yield yard


async def test_what_was_heard_is_on_the_page_with_its_button_and_in_no_table(yard):
    ref = yard.files.keep(b"OggS", "audio/ogg")
    async with yard.staff("boss") as browser:
        await yard.program.channels["web"].receive(
            Incoming(
                key="voice", what=Happening.MESSAGE, at=MORNING, where=Address("web", "p.boss"),
                chat_kind=ChatKind.PRIVATE, speaker=Speaker("boss"), message="v1",
                media=(Media(MediaKind.VOICE, ref, mime="audio/ogg"),),
            )
        )  # fmt: skip
        page = await shown(browser, f"您说的是:“{LAMP}”", "p.boss")
        await shown(browser, "编号0001", "p.boss")
        assert not any(LAMP in row.text for row in await yard.rows(select(WebMessageRow)))

        await press(browser, page, "听错了", "p.boss")

        page = await shown(browser, "语音收到了", "p.boss")
    assert f"您说的是:“{LAMP}”" not in page
    assert (await yard.tickets())[0].state == "withdrawn"
