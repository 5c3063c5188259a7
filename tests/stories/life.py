"""A town that lives whole days in seconds: the rehearsal's clock, and what each person reads."""

import asyncio
from contextlib import asynccontextmanager, suppress

from bot import commands
from bot.clock import set_clock
from storage import inbox, outbox
from tests.stories.machine import Town, settings
from tests.stories.village import GROUP

TUESDAY = "2026-12-01T10:00+08:00"
WRITES = {"quiet": "20:30-07:30", "rehearsal": True}
"""Nobody is woken by work, and the clock can be set."""


class Life(Town):
    """The village on Telegram, its clock in the tests' hands."""

    def __init__(self, folder, telegram, database_url=""):
        super().__init__(folder, telegram)
        self.own = WRITES | {"database_url": database_url}
        self.read = {}

    @asynccontextmanager
    async def awake(self, *, at=TUESDAY, **more):
        """While huying runs; the first setting of the clock may go anywhere."""
        own = self.own | more
        await commands.clock(settings(self.folder, self.telegram, **own), at)
        async with super().awake(**own):
            self.telegram.clock = lambda: self.house.clock.now().timestamp()
            yield self

    async def until(self, then):
        """What `huying clock THEN` asks of a huying that runs: everything due on the way is lived.

        The scheduler looks every second by itself; here it is nudged.
        """
        await self.settled()
        setting = asyncio.create_task(set_clock(self.house.database, then, rehearsal=True))
        while not setting.done():
            await self.program.scheduler.wake()
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(setting), 0.02)
        await setting
        await self.settled()

    async def _idle(self):
        """Nothing could go now; what is held back until a later hour is left to the clock."""
        return self._resting() and await self._quiet() and self._resting()

    def _resting(self):
        return self.program.pump.idle and self.program.sender.idle

    async def _quiet(self):
        async with self.house.database.reading() as session:
            now = self.house.clock.now()
            if not await inbox.idle(session, now):
                return False
            return await outbox.idle(session, tuple(self.program.channels), now)

    async def opened(self, *people):
        """These people have opened the private chat."""
        for who in people:
            self.telegram.start(who)
        for who in people:
            await self.told(who)
        await self.settled()

    async def say(self, who, text, *, group=False, **more):
        """Somebody writes in private, or in the group; returns when all of it has been answered."""
        said = self.telegram.say(GROUP if group else who, who, text, **more)
        await self.settled()
        return said

    async def voice(self, who, *, group=False, size=4, **more):
        """Somebody speaks instead."""
        number = f"voice{len(self.telegram.files)}"
        self.telegram.files[number] = b"OggS"
        spoken = {"file_id": number, "file_unique_id": number, "duration": 3,
                  "file_size": size, "mime_type": "audio/ogg"}  # fmt: skip
        chat = GROUP if group else who
        message = self.telegram.message(chat, who, voice=spoken, **more)
        self.telegram.update("message", message)
        await self.settled()
        return message["message_id"]

    async def photo(self, who, data, **more):
        sent = self.telegram.photo(who, who, data=data, **more)
        await self.settled()
        return sent

    async def press(self, who, label, *, chat=None, holding=""):
        """Press the newest button with these words; what pops up is returned."""
        chat = chat or who
        message = next(m for m in self.lines(chat, holding)[::-1] if label in labels(m))
        query = self.telegram.press(chat, message["message_id"], who, label)
        await self.settled()
        answer = self.telegram.queries[query]
        return answer[0] if answer else ""

    def news(self, chat):
        """What has come to a chat since one last looked there, in order."""
        texts = [(m["message_id"], words(m)) for m in self.telegram.sent(chat)]
        seen = self.read.get(chat, 0)
        self.read[chat] = max([number for number, _ in texts], default=seen)
        return [text for number, text in texts if number > seen]

    def everything(self, *chats):
        """All that these chats have ever read, as one text."""
        return "\n".join(words(m) for chat in chats for m in self.telegram.sent(chat))

    def newest(self, chat):
        return self.telegram.sent(chat)[-1]


def words(message):
    return message.get("text", message.get("caption", ""))


def labels(message):
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def said(lines, *parts):
    """Exactly one of the lines holds all of these words; it is returned."""
    found = [line for line in lines if all(part in line for part in parts)]
    assert len(found) == 1, f"{parts} in {lines}"
    return found[0]
