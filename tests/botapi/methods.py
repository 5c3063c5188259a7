"""What each method of the Bot API does, checked as Telegram checks, refused in its words."""
# ruff: noqa: N802, FBT002, ASYNC109 - the names and parameters are the Bot API's own

import asyncio
import itertools
import time

from tests.botapi import checks
from tests.botapi.checks import Refused, bad

CAPTION, TEXT, TOAST, DELETABLE = 1024, 4096, 200, 48 * 3600


class Methods:
    """The methods, on one Telegram."""

    def __init__(self, telegram):
        self.telegram = telegram
        self._asked = itertools.count(1)
        self._asking = 0

    async def call(self, method, given, files):
        """One call. Raises Refused."""
        own = {name: name for name in files if name in checks.reference()["methods"][method]}
        values = checks.parameters(method, given | own)
        with self.telegram.lock:
            if method != "getUpdates":
                self.telegram.calls.append((method, values))
        try:
            if method == "getUpdates":
                return await self.get_updates(**values)
            with self.telegram.lock:
                self._files = files
                return getattr(self, f"do_{method}")(**values)
        finally:
            self.telegram.touch()

    # -- receiving

    async def get_updates(self, offset=0, limit=100, timeout=0, allowed_updates=None):
        if self.telegram.webhook["url"]:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active; use"
                               " deleteWebhook to delete the webhook first")  # fmt: skip
        mine = self._asking = next(self._asked)
        with self.telegram.lock:
            self.telegram.polls += 1
            kept = self.telegram.updates
            if offset > 0:
                kept[:] = [u for u in kept if not _below(u, offset)]
        self.telegram.touch()

        def waiting():
            if self.telegram.closing:
                raise Refused(502, "Bad Gateway")
            if self._asking != mine:
                raise Refused(409, "Conflict: terminated by other getUpdates request; make sure"
                                   " that only one bot instance is running")  # fmt: skip
            if self.telegram.webhook["url"]:
                raise Refused(409, "Conflict: terminated by setWebhook request")
            wanted = [u for u in kept if _wanted(u, allowed_updates)]
            return wanted[: int(limit)]

        try:
            return await self.telegram.wait_for(waiting, max(timeout, 0.001))
        except TimeoutError:
            return []

    def do_setWebhook(self, url, secret_token="", allowed_updates=(), **_):
        self.telegram.webhook = {"url": url, "secret": secret_token}
        return True

    def do_deleteWebhook(self, drop_pending_updates=False):
        self.telegram.webhook = {"url": ""}
        if drop_pending_updates:
            self.telegram.updates.clear()
        return True

    def do_getWebhookInfo(self):
        return {"url": self.telegram.webhook["url"], "has_custom_certificate": False,
                "pending_update_count": len(self.telegram.updates),
                **self.telegram.hook_trouble}  # fmt: skip

    # -- knowing

    def _me(self):
        return {"id": self.telegram.id, "is_bot": True, "first_name": "huying",
                "username": self.telegram.username}  # fmt: skip

    def do_getMe(self):
        return {**self._me(), "can_join_groups": True, "supports_inline_queries": False,
                "can_read_all_group_messages": self.telegram.reads_all}  # fmt: skip

    def do_getChat(self, chat_id):
        return {**self._chat(chat_id), "accent_color_id": 0, "max_reaction_count": 1,
                "accepted_gift_types": {}}  # fmt: skip

    def do_getChatMember(self, chat_id, user_id):
        admin = chat_id in self.telegram.admins
        return {"user": self._me(), "status": "administrator" if admin else "member"}

    def do_getFile(self, file_id):
        if file_id not in self.telegram.files:
            raise bad("wrong file_id or the file is temporarily unavailable")
        size = len(self.telegram.files[file_id])
        return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": size,
                "file_path": f"photos/{file_id}.jpg"}  # fmt: skip

    def do_setMyCommands(self, commands, scope=None, language_code=""):
        kind = (scope or {}).get("type", "default")
        self.telegram.commands[kind, language_code] = {
            c["command"]: c["description"] for c in commands
        }
        return True

    # -- saying

    def _chat(self, chat_id):
        """The chat, if the bot may write there."""
        if chat_id in self.telegram.moved:
            raise Refused(400, "Bad Request: group chat was upgraded to a supergroup chat",
                          migrate_to_chat_id=self.telegram.moved[chat_id])  # fmt: skip
        if chat_id in self.telegram.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat_id in self.telegram.gone:
            raise Refused(403, "Forbidden: bot was kicked from the group chat")
        if chat_id not in self.telegram.chats:
            raise bad("chat not found")
        return self.telegram.chats[chat_id]

    def _write(self, chat_id, content, given):
        chat = self._chat(chat_id)
        if seconds := self.telegram.too_fast(chat_id):
            raise Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        checks.keyboard(given.get("reply_markup"))
        reply = self._reply(chat_id, given.get("reply_parameters"))
        thread = given.get("message_thread_id")
        if thread == 1 or (thread and thread in self.telegram.gone):
            raise bad("message thread not found")
        more = {
            "reply_markup": given.get("reply_markup"), "message_thread_id": thread,
            "is_topic_message": True if thread else None,
        }  # fmt: skip
        content |= {name: value for name, value in more.items() if value}
        return self.telegram.message(chat["id"], self._me(), reply_to=reply, **content)

    def _reply(self, chat_id, wanted):
        if not wanted:
            return None
        if (chat_id, wanted["message_id"]) in self.telegram.messages:
            return wanted["message_id"]
        if wanted.get("allow_sending_without_reply"):
            return None
        raise bad("message to be replied not found")

    def do_sendMessage(self, chat_id, text, **given):
        checks.text(text, TEXT)
        return self._write(chat_id, {"text": text}, given)

    def do_sendPhoto(self, chat_id, photo, caption="", **given):
        return self._media(chat_id, "photo", photo, caption, given)

    def do_sendVideo(self, chat_id, video, caption="", **given):
        return self._media(chat_id, "video", video, caption, given)

    def do_sendVoice(self, chat_id, voice, caption="", **given):
        return self._media(chat_id, "voice", voice, caption, given)

    def _media(self, chat_id, kind, name, caption, given):
        if checks.units(caption) > CAPTION:
            raise bad("message caption is too long")
        file = f"sent{len(self.telegram.files)}"
        self.telegram.files[file] = self._files.get(name.removeprefix("attach://"), b"")
        size = {"file_id": file, "file_unique_id": f"u{file}", "width": 9, "height": 9}
        body = [size] if kind == "photo" else {**size, "duration": 1}
        content = {kind: body} | ({"caption": caption} if caption else {})
        return self._write(chat_id, content, given)

    def do_sendMediaGroup(self, chat_id, media, **given):
        if not 2 <= len(media) <= 10:
            raise bad("group send failed: wrong number of messages")
        album = {"media_group_id": f"g{len(self.telegram.messages)}"}
        made = []
        for item in media:
            sent = self._media(chat_id, item["type"], item["media"], item.get("caption", ""), given)
            sent |= album
            made.append(sent)
        return made

    # -- changing

    def _own(self, chat_id, message_id, missing):
        self._chat(chat_id)
        found = self.telegram.messages.get((chat_id, message_id))
        if found is None:
            raise bad(missing)
        return found

    def do_editMessageText(self, text, chat_id, message_id, reply_markup=None, **_):
        checks.text(text, TEXT)
        checks.keyboard(reply_markup)
        message = self._own(chat_id, message_id, "message to edit not found")
        if "text" not in message:
            raise bad("there is no text in the message to edit")
        return self._change(message, {"text": text}, reply_markup)

    def do_editMessageCaption(self, chat_id, message_id, caption="", reply_markup=None, **_):
        message = self._own(chat_id, message_id, "message to edit not found")
        return self._change(message, {"caption": caption}, reply_markup)

    def do_editMessageReplyMarkup(self, chat_id, message_id, reply_markup=None, **_):
        message = self._own(chat_id, message_id, "message to edit not found")
        return self._change(message, {}, reply_markup)

    def _change(self, message, content, markup):
        if message["from"]["id"] != self.telegram.id:
            raise bad("message can't be edited")
        changed = {k: v for k, v in message.items() if k != "reply_markup"} | content
        if markup and markup.get("inline_keyboard"):
            changed["reply_markup"] = markup
        if changed == message:
            raise bad(
                "message is not modified: specified new message content and reply markup are"
                " exactly the same as a current content and reply markup of the message"
            )
        self.telegram.messages[message["chat"]["id"], message["message_id"]] = changed
        return changed | {"edit_date": int(self.telegram.clock())}

    def do_deleteMessage(self, chat_id, message_id):
        found = self._own(chat_id, message_id, "message to delete not found")
        if found["date"] < self.telegram.clock() - DELETABLE:
            raise bad("message can't be deleted for everyone")
        del self.telegram.messages[chat_id, message_id]
        return True

    def do_setMessageReaction(self, chat_id, message_id, reaction=(), **_):
        found = self._own(chat_id, message_id, "message to react not found")
        if chat_id in self.telegram.no_reactions:
            raise bad("REACTION_INVALID")
        checks.reaction(reaction)
        found["_reaction"] = [sign["emoji"] for sign in reaction]
        return True

    def do_answerCallbackQuery(self, callback_query_id, text="", **_):
        if callback_query_id not in self.telegram.queries:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if checks.units(text) > TOAST:
            raise bad("MESSAGE_TOO_LONG")
        self.telegram.queries[callback_query_id] = (text, time.monotonic())
        return True


def _wanted(update, allowed):
    return not allowed or not isinstance(update, dict) or bool(set(update) & set(allowed))


def _below(update, offset):
    """Whether an update is confirmed; one without a number never is."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return isinstance(number, int) and number < offset


async def hang(seconds):
    """An answer that takes its time."""
    await asyncio.sleep(seconds)
