"""Telegram's side: chats, messages and the queue of updates, and people who do things in them."""

import asyncio
import itertools
import threading
import time
from dataclasses import dataclass, field

from tests.botapi.checks import units

START = 1_764_561_600  # 2025-12-01T04:00:00Z; advanced by tests, never by a real clock
ANONYMOUS = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
KEPT = 100_000  # calls and messages that are remembered


@dataclass
class Fault:
    """What goes wrong with the next calls of a method."""

    method: str
    code: int = 0
    description: str = ""
    parameters: dict = field(default_factory=dict)
    times: int = 1
    chat: int | None = None
    done: bool = False
    """The call has its effect all the same."""
    hang: float = 0.0
    """Seconds until the answer comes."""
    drop: bool = False
    """The connection breaks instead of an answer."""


class Telegram:
    """One bot's Telegram. Every public verb may be called from any thread."""

    def __init__(self, token="1:TEST", *, username="huying_bot", reads_all=True, clock=None):
        self.token, self.username, self.reads_all = token, username, reads_all
        self.id = int(token.partition(":")[0])
        self.clock = clock or (lambda: START)
        self.lock = threading.RLock()
        self._watchers = []
        self._update, self._message = itertools.count(1001), itertools.count(1)
        self._other, self._changes = itertools.count(1), itertools.count()
        self.updates, self.calls, self.faults = [], [], []
        self.chats, self.messages, self.queries, self.files = {}, {}, {}, {}
        self.albums, self.admins, self.blocked, self.gone, self.moved = {}, set(), set(), set(), {}
        self.commands, self.webhook, self.no_reactions = {}, {"url": ""}, set()
        self.hook_trouble = {}  # what getWebhookInfo tells besides
        self.polls = 0
        self.closing = False
        self.group_limit = 0  # messages a minute and group; 0 for no limit
        self._stamps = {}
        self.ahead = 0  # seconds by which its answers' time is ahead of the real one

    # -- watching

    def touch(self):
        """Something changed: whoever waits looks again."""
        with self.lock:
            for loop, event in self._watchers:
                loop.call_soon_threadsafe(event.set)

    async def wait_for(self, predicate, timeout=5.0):  # noqa: ASYNC109 - said at the call
        """What the predicate finds, as soon as it finds something.

        TimeoutError where it never does.
        """
        event = asyncio.Event()
        watcher = (asyncio.get_running_loop(), event)
        with self.lock:
            self._watchers.append(watcher)
        try:
            async with asyncio.timeout(timeout):
                while True:
                    event.clear()
                    with self.lock:
                        if found := predicate():
                            return found
                    await event.wait()
        finally:
            with self.lock:
                self._watchers.remove(watcher)

    # -- people and places

    def user(self, who, **more):
        return {"id": who, "is_bot": False, "first_name": f"Person {who}", **more}

    def chat(self, number):
        """A chat; negative numbers are groups."""
        if number not in self.chats:
            kind = "private" if number > 0 else "supergroup" if number < -(10**11) else "group"
            named = {"first_name": "P"} if kind == "private" else {"title": f"Group {number}"}
            self.chats[number] = {"id": number, "type": kind, **named}
        return self.chats[number]

    def update(self, kind, body):
        """Put an update into the queue; tells its number."""
        with self.lock:
            number = next(self._update)
            self.updates.append({"update_id": number, kind: body})
            self.touch()
        return number

    def restart_numbers(self, at):
        """After a week of silence numbers begin anew, anywhere."""
        self._update = itertools.count(at)

    def message(self, chat, who, **content):
        """A message as Telegram would build it, remembered but not announced."""
        with self.lock:
            message = {
                "message_id": next(self._message), "date": int(content.pop("at", self.clock())),
                "chat": self.chat(chat), "from": who if isinstance(who, dict) else self.user(who),
            }  # fmt: skip
            if reply := content.pop("reply_to", None):
                message["reply_to_message"] = self.messages.get((chat, reply)) or {
                    "message_id": reply, "date": 0, "chat": self.chat(chat)}  # fmt: skip
            message |= content
            self.messages[chat, message["message_id"]] = message
        return message

    def say(self, chat, who, text, **more):
        """Somebody writes; mentions of the bot and commands carry their entities."""
        content = {"text": text, **more}
        content.setdefault("entities", self._entities(text))
        message = self.message(chat, who, **content)
        self.update("message", message)
        return message["message_id"]

    def _entities(self, text):
        found = []
        at = text.find(f"@{self.username}")
        if text.startswith("/"):
            found.append({"type": "bot_command", "offset": 0, "length": units(text.split()[0])})
        elif at >= 0:
            length = units(self.username) + 1
            found.append({"type": "mention", "offset": units(text[:at]), "length": length})
        return found

    def start(self, who, payload=""):
        """Somebody opens the private chat, perhaps through a link."""
        self.blocked.discard(who)
        return self.say(who, who, f"/start {payload}".strip())

    def photo(self, chat, who, *, caption="", data=b"", album=None, **more):
        """Somebody sends a picture."""
        file = f"file{next(self._other)}"
        self.files[file] = data
        sizes = [
            {"file_id": f"{file}s", "file_unique_id": f"u{file}s", "width": 90, "height": 60},
            {"file_id": file, "file_unique_id": f"u{file}", "width": 900, "height": 600,
             "file_size": len(data)},
        ]  # fmt: skip
        content = {"photo": sizes, **({"caption": caption} if caption else {}), **more}
        if album:
            content["media_group_id"] = album
        message = self.message(chat, who, **content)
        self.update("message", message)
        return message["message_id"]

    def album(self, chat, who, number, *, caption=""):
        """Several pictures at once: an update each."""
        name = f"album{next(self._other)}"
        return [
            self.photo(chat, who, album=name, caption=caption if not at else "")
            for at in range(number)
        ]

    def edit(self, chat, message, text=None, **more):
        """Somebody changes a message; without a text it is one of Telegram's ghost edits."""
        changed = {**self.messages[chat, message], "edit_date": int(self.clock()), **more}
        if text is not None:
            changed["text"] = text
        self.messages[chat, message] = changed
        return self.update("edited_message", changed)

    def press(self, chat, message, who, label_or_data):
        """Somebody presses a button, by its label or its data; tells the query's id."""
        shown = self.messages[chat, message]
        rows = shown.get("reply_markup", {}).get("inline_keyboard", [])
        button = next(
            b for row in rows for b in row if label_or_data in (b["text"], b.get("callback_data"))
        )
        return self.press_data(chat, shown, who, button["callback_data"])

    def press_data(self, chat, shown, who, data):
        query = f"query{next(self._other)}"
        self.queries[query] = None
        self.update("callback_query", {
            "id": query, "from": self.user(who), "message": shown, "chat_instance": str(chat),
            "data": data})  # fmt: skip
        return query

    def member(self, chat, status, *, by=7, **more):
        """The bot's own place in a chat changes."""
        who = {"id": self.id, "is_bot": True, "first_name": "huying", "username": self.username}
        was = "left" if status != "left" else "member"
        (self.admins.add if status == "administrator" else self.admins.discard)(chat)
        date = int(self.clock()) + next(self._changes)  # nobody comes and goes within a second
        return self.update("my_chat_member", {
            "chat": self.chat(chat), "from": self.user(by), "date": date,
            "old_chat_member": {"user": who, "status": was},
            "new_chat_member": {"user": who, "status": status, **more}})  # fmt: skip

    def join(self, chat, *, by=7, admin=False):
        self.gone.discard(chat)
        return self.member(chat, "administrator" if admin else "member", by=by)

    def kick(self, chat, *, by=7):
        self.gone.add(chat)
        return self.member(chat, "kicked", by=by)

    def block(self, who):
        self.blocked.add(who)
        return self.member(who, "kicked", by=who)

    def unblock(self, who):
        self.blocked.discard(who)
        return self.member(who, "member", by=who)

    def migrate(self, old, new, *, told=("old", "new")):
        """A group becomes a supergroup; Telegram says so in both, in any order, or not at all."""
        self.moved[old] = new
        for where in told:
            if where == "old":
                self.update("message", self.message(old, ANONYMOUS, migrate_to_chat_id=new))
            else:
                self.update("message", self.message(new, ANONYMOUS, migrate_from_chat_id=old))

    # -- looking

    def sent(self, chat=None):
        """What the bot has said and not taken back, in order."""
        with self.lock:
            return [
                m for m in self.messages.values()
                if m["from"]["id"] == self.id and chat in (None, m["chat"]["id"])
            ]  # fmt: skip

    def called(self, method):
        """The parameters of each call of a method, in order."""
        with self.lock:
            return [call for name, call in self.calls if name == method]

    def fail(self, method, **fault):
        """The next call of a method goes wrong."""
        with self.lock:
            self.faults.append(Fault(method, **fault))

    def fault_for(self, method, chat):
        with self.lock:
            for fault in self.faults:
                if fault.method in (method, "*") and fault.chat in (None, chat):
                    fault.times -= 1
                    if fault.times <= 0:
                        self.faults.remove(fault)
                    return fault
        return None

    def too_fast(self, chat):
        """Seconds to wait, where a group has had its messages of this minute."""
        if not self.group_limit or chat > 0:
            return 0
        now = time.monotonic()
        stamps = [at for at in self._stamps.get(chat, []) if at > now - 60]
        self._stamps[chat] = stamps
        if len(stamps) >= self.group_limit:
            return int(stamps[0] + 60 - now) + 1
        stamps.append(now)
        return 0
