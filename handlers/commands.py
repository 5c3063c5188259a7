"""The few commands; buttons and plain words come first, since old people do not type commands."""

import re
from collections.abc import Awaitable, Callable

from domain.areas import STAFF
from domain.refusals import NotAllowed
from handlers import chats, logins, people
from handlers.duty import leave
from handlers.privacy import kept
from handlers.tickets import tasks
from handlers.tickets.views import views
from handlers.turn import Turn
from storage.chats import ChatRow
from storage.people import roles_of
from storage.tickets import queries

Command = Callable[[Turn, ChatRow | None, str], Awaitable[None]]
MOST_SHOWN = 8
WRITTEN = re.compile(r"(?is)/([a-z][a-z0-9_]*)(?:@([a-z0-9_]+))?(?:\s+(.*))?")


async def run(turn: Turn, chat: ChatRow | None) -> bool:
    """Carry out a command; False where the slash begins something else.

    A group may have other bots: their commands are left alone, whatever is written behind them.
    """
    found = WRITTEN.fullmatch(turn.said.text)
    if found is None:
        return False
    name, bot, rest = found.groups(default="")
    command = COMMANDS.get(name.lower())
    if command is not None and _mine_to_answer(turn, bot):
        await command(turn, chat, rest.strip())
    elif not turn.in_group:
        await people.not_understood(turn)
    return True


def _mine_to_answer(turn: Turn, bot: str) -> bool:
    own = turn.world.deployment.bot_name
    return not bot or own is None or bot.lower() == own.lower()


async def _start(turn: Turn, _: ChatRow | None, code: str) -> None:
    if turn.in_group:
        return
    await people.start(turn, code)


async def _help(turn: Turn, _: ChatRow | None, __: str) -> None:
    await people.help_with(turn)


async def _bind(turn: Turn, chat: ChatRow | None, code: str) -> None:
    if not turn.in_group:
        await turn.reply("chats/bind_in_group")
        return
    await chats.bind_here(turn, chat, code)


async def _mode(turn: Turn, chat: ChatRow | None, word: str) -> None:
    if not turn.in_group:
        await turn.reply("chats/mode_in_group")
        return
    await chats.behave_here(turn, chat, word)


async def _mine(turn: Turn, _: ChatRow | None, __: str) -> None:
    """What I have reported: in private; in a group only the way there."""
    if turn.in_group:
        await turn.reply("people/in_private", link=turn.world.deployment.bot_name)
        return
    rows = await queries.of_reporter(turn.session, turn.actor or 0, turn.now, limit=MOST_SHOWN)
    await turn.reply("tickets/mine", tickets=await views(turn, rows))


async def _tasks(turn: Turn, _: ChatRow | None, __: str) -> None:
    """What somebody has in hand, in private."""
    if not turn.in_group:
        await tasks.show(turn)


async def _off(turn: Turn, _: ChatRow | None, words: str) -> None:
    """Off duty, in private: nobody's leave is a group's business."""
    if not turn.in_group:
        await leave.off(turn, words)


async def _on(turn: Turn, _: ChatRow | None, __: str) -> None:
    if not turn.in_group:
        await leave.on(turn)


async def _console(turn: Turn, _: ChatRow | None, __: str) -> None:
    """A one-time link to the console, for staff, in private."""
    roles = {role.role for role in await roles_of(turn.session, turn.actor or 0)}
    if not roles & STAFF:
        raise NotAllowed(act="console")
    if turn.in_group:
        await turn.reply("people/in_private", link=turn.world.deployment.bot_name)
        return
    await turn.reply("people/console_link", url=await logins.ask(turn),
                     minutes=int(logins.LASTS.total_seconds() // 60))  # fmt: skip


async def _me(turn: Turn, _: ChatRow | None, __: str) -> None:
    await kept.show(turn)


COMMANDS: dict[str, Command] = {
    "start": _start,
    "help": _help,
    "bind": _bind,
    "mode": _mode,
    "mine": _mine,
    "me": _me,
    "tasks": _tasks,
    "off": _off,
    "on": _on,
    "console": _console,
}
