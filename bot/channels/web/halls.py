"""Which chats somebody has, as whom they speak there, and how a line looks: what all pages share."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.templating import Jinja2Templates

import templates
from bot.channels.web.channel import WebChannel
from bot.channels.web.rooms import PRIVATE, Shown
from bot.channels.web.sessions import Visitor
from storage.chats import ChatRow
from storage.web import WebAccountRow


@dataclass(frozen=True, slots=True)
class Room:
    """A chat in somebody's list."""

    chat: str
    name: str
    private: bool
    account: str | None = None
    """Whose private chat it is."""


class Halls:
    """The chats of each visitor."""

    def __init__(self, channel: WebChannel) -> None:
        self.channel = channel
        self.views = Jinja2Templates(directory=Path(templates.__file__).parent / "chatworld")
        zone = channel.words.zone
        self.views.env.filters["hour"] = lambda at: at.astimezone(zone).strftime("%H:%M")
        self.views.env.filters["day"] = lambda at: channel.words.day(at.astimezone(zone).date())
        self.views.env.tests["kept"] = channel.files.holds
        self.views.env.globals["word"] = self.word

    async def allowed(self, visitor: Visitor, chat: str) -> Room:
        """A chat of this visitor's; anybody else is told that there is none."""
        for room in await self.rooms_of(visitor):
            if room.chat == chat:
                return room
        raise HTTPException(404)

    async def rooms_of(self, visitor: Visitor) -> list[Room]:
        """Groups first, then the private chats with huying."""
        async with self.channel.database.reading() as session:
            groups = await session.scalars(
                select(ChatRow).where(ChatRow.channel == "web").order_by(ChatRow.id)
            )
            mine, everything = visitor.groups(), self.plays(visitor)
            rooms = [
                Room(row.chat, row.name or row.chat, private=False)
                for row in groups
                if everything or row.chat in mine
            ]
        played = {persona.account: persona for persona in self.channel.config.personas}
        for account in visitor.accounts:
            persona = played.get(account.id)
            label = persona.label if persona else self.word("private")
            rooms.append(Room(f"{PRIVATE}{account.id}", label, private=True, account=account.id))
        return rooms

    def plays(self, visitor: Visitor) -> bool:
        """Whether this is the sample's visitor, who plays everybody; a guest of a link does not."""
        played = {persona.account for persona in self.channel.config.personas}
        return any(account.id in played for account in visitor.accounts)

    def voices(self, visitor: Visitor, room: Room) -> list[WebAccountRow]:
        """As whom the visitor may speak here."""
        if room.private:
            return [account for account in visitor.accounts if account.id == room.account]
        played = {persona.account for persona in self.channel.config.personas}
        return [
            account
            for account in visitor.accounts
            if account.id in played or room.chat in account.groups
        ]

    def message(self, line: Shown, me: set[str], quoted: Shown | None) -> str:
        """One message as HTML, for a page that is open."""
        template = self.views.env.get_template("message.html")
        return template.render(
            line=line, me=me, quoted={quoted.id: quoted} if quoted else {}, reactions={}
        )

    def word(self, name: str) -> str:
        """What a page says, in the deployment's language."""
        return self.channel.words(f"web/{name}", self.channel.config.locale)
