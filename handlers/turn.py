"""One event and all that it causes: the session, the moment, who speaks, and what huying answers.

A handler never calls a channel, reads the clock or builds text: it says a moment (a template's
name) and facts, and the row in the outbox leaves with the same commit as everything else.
"""

import math
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from domain.messages import Address, ChatKind, Incoming, Op, Priority
from handlers.world import World
from storage import outbox, questions
from storage.audit import AuditRow
from storage.outbox import SendState
from storage.people import PersonRow, address_of, addresses_of
from storage.questions import ChoiceRow, QuestionRow
from storage.timers import set_timer

TOGETHER = timedelta(minutes=10)
"""Reminders for one person within this time are one message."""
TOGETHER_BEFORE = timedelta(minutes=1)
ANSWER_COUNTS = timedelta(hours=24)  # domain rules a.2: an answer still counts for 24 h


class Render(Protocol):
    """Turns a moment and its facts into a reader's words."""

    def __call__(self, moment: str, locale: str, **facts: Any) -> str: ...


@dataclass(frozen=True, slots=True)
class Offer:
    """One choice to press: what it does, and the moment that gives it its words."""

    verb: str
    facts: dict[str, Any] = field(default_factory=dict)
    label: str | None = None
    """Words that are not a template's, such as a place's name."""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """What the choices of a message are: a question that plain words may answer, or just buttons."""

    kind: str
    person: int | None = None
    ticket: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    by_words: bool = False
    lasts: timedelta = ANSWER_COUNTS


NOBODY: dict[str, Any] = {
    "channel": "none", "chat": "", "thread": None,
    "state": SendState.PERSON.value, "why": "never_opened",
}  # fmt: skip
"""Where a message goes that a human has to pass on."""
BUTTONS = Asking("buttons", lasts=timedelta(days=365))


@dataclass(slots=True)
class Turn:
    """Everything one event needs, and nothing that outlives it."""

    session: AsyncSession
    now: datetime
    world: World
    render: Render
    event: str
    """Names what caused this turn, unique for ever: `inbox/12`, `timer/5`, `console/…`."""
    channel: str
    incoming: Incoming | None = None
    person: PersonRow | None = None
    written_by: int | None = None
    """Who wrote these words down for the person, who had spoken them."""

    @property
    def locale(self) -> str:
        return self.world.deployment.locale

    @property
    def said(self) -> Incoming:
        """The fact that caused this turn; only asked for where there is one."""
        assert self.incoming is not None
        return self.incoming

    @property
    def actor(self) -> int | None:
        """Whose act this is; None is huying itself or the command line."""
        return self.person.id if self.person else None

    @property
    def in_group(self) -> bool:
        return self.incoming is not None and self.incoming.chat_kind is ChatKind.GROUP

    @property
    def overtaken(self) -> bool:
        """Said in a group while huying was away, and the group has moved on.

        What was wished for is registered and what is unclear is asked; late answers help nobody.
        """
        said = self.incoming
        return self.in_group and said is not None and said.late and not said.text.startswith("/")

    def words(self, moment: str, **facts: Any) -> str:
        """A template's words, in the deployment's language."""
        return self.render(moment, self.locale, **facts)

    async def say(
        self,
        moment: str,
        to: Address,
        *,
        subject: object = "",
        group: bool = False,
        priority: Priority = Priority.ANSWER,
        offers: Sequence[Sequence[Offer]] = (),
        asking: Asking = BUTTONS,
        ticket: int | None = None,
        person: int | None = None,
        reply_to: str | None = None,
        attachments: Sequence[dict[str, Any]] = (),
        hold: bool = False,
        gather: bool = False,
        not_before: datetime | None = None,
        stale: timedelta | None = None,
        announcement: int | None = None,
        sealed: str | None = None,
        **facts: Any,
    ) -> str | None:
        """Put one message into the outbox; the same reason twice is one message.

        `hold` keeps it back through the quiet hours, `gather` for some minutes, so that what comes
        to the same person meanwhile is one message; `stale` drops what would leave too late.
        `sealed` is what takes the place of `HIDDEN` in the words as they leave: a number, heard words.
        Returns the outbox key, or None where the message was there already.
        """
        key = f"{self.event}/{moment}/{to}/{subject}"
        due = max(not_before or self.now, self.waking() if hold else self.now)
        if gather:
            due = max(due, self._soon_together())
        asks = bool(offers) or asking.by_words
        if asks and await outbox.became(self.session, key) is not None:
            return None  # asked before; else, and in a race, the UNIQUE key settles it
        rows = await self._offer(key, to, offers, asking, ticket)
        made = await self._put(
            key=key, channel=to.channel, chat=to.chat, thread=to.thread, group=group,
            op=Op.SEND.value, priority=int(priority), text=self.words(moment, **facts),
            reply_to=reply_to, choices=rows, attachments=list(attachments), moment=moment,
            ticket_id=ticket, person_id=person, announcement_id=announcement,
            not_before=due, stale_at=self.now + stale if stale else None, sealed=sealed,
        )  # fmt: skip
        if made and due > self.now and ticket is not None and person is not None and not group:
            await self._look_together(person, due)
        return key if made else None

    def _soon_together(self) -> datetime:
        """The end of these ten minutes, or of the quiet hours that they run into."""
        steps = math.ceil((self.now + TOGETHER_BEFORE).timestamp() / TOGETHER.total_seconds())
        end = datetime.fromtimestamp(steps * TOGETHER.total_seconds(), UTC)
        return self.world.calendar.next_waking(end, self.world.deployment.quiet)

    async def _look_together(self, person: int, due: datetime) -> None:
        """Just before what was held leaves, it is looked at together: one timer for all of it."""
        look = due - TOGETHER_BEFORE
        if look > self.now:
            at = due.isoformat()
            await set_timer(
                self.session, f"digest/{person}/{at}", "digest", look, person=person, at=at
            )

    async def listen(self, key: str, to: Address, asking: Asking) -> None:
        """Wait for plain words after a message that is there already, such as one that was edited."""
        await self._offer(key, to, (), asking, asking.ticket)

    async def _put(self, **values: Any) -> bool:
        return await outbox.put(self.session, created_at=self.now, **values)

    async def _offer(
        self,
        key: str,
        to: Address,
        offers: Sequence[Sequence[Offer]],
        asking: Asking,
        ticket: int | None,
    ) -> list[Any]:
        if not offers and not asking.by_words:
            return []
        question = QuestionRow(**self.asked(key, to, asking, ticket))
        self.session.add(question)
        await self.session.flush()
        rows = [[self._choice(question, offer) for offer in row] for row in offers]
        for position, choice in enumerate(c for row in rows for c in row):
            choice["row"].position = position
        return [[_shown(choice) for choice in row] for row in rows]

    def asked(
        self, key: str, to: Address, asking: Asking, ticket: int | None = None
    ) -> dict[str, Any]:
        """A question's columns, for whoever asks many the same."""
        return {
            "kind": asking.kind, "channel": to.channel, "chat": to.chat, "person_id": asking.person,
            "ticket_id": asking.ticket or ticket, "facts": asking.facts, "asked_at": self.now,
            "by_words": asking.by_words, "expires_at": self.now + asking.lasts, "outbox_key": key,
        }  # fmt: skip

    def _label(self, offer: Offer) -> str:
        name = offer.verb.rpartition(".")[2]
        return offer.label or self.words(f"choices/{name}", **offer.facts)

    def _choice(self, question: QuestionRow, offer: Offer) -> dict[str, Any]:
        label = self._label(offer)
        row = ChoiceRow(
            token=secrets.token_urlsafe(12), question_id=question.id, position=0,
            verb=offer.verb, label=label, facts=offer.facts,
        )  # fmt: skip
        self.session.add(row)
        return {"row": row, "url": offer.url}

    async def reply(self, moment: str, *, subject: object = "", **rest: Any) -> str | None:
        """Answer where the message was said, bound to that message in a group."""
        said = self.said
        if self.overtaken and not rest.get("offers") and "asking" not in rest:
            return None
        rest.setdefault("reply_to", said.message if self.in_group else None)
        rest.setdefault("person", self.actor)
        return await self.say(moment, said.where, subject=subject, group=self.in_group, **rest)

    async def tell(
        self, person: int, moment: str, *, or_by_hand: bool = False, **rest: Any
    ) -> str | None:
        """Tell one person in private, if they ever opened the private chat.

        With `or_by_hand` a message that cannot be pushed becomes a task for a human, its text ready
        to copy; without it, it is not sent (the person hears it when they ask).
        """
        to = await address_of(self.session, person)
        rest.setdefault("subject", f"p{person}")
        if to is not None:
            return await self.say(moment, to, person=person, **rest)
        if or_by_hand:
            await self.by_hand(person, moment, rest)
        return None

    async def by_hand(self, person: int | None, moment: str, rest: dict[str, Any]) -> None:
        known = ("subject", "priority", "offers", "asking", "attachments", "hold", "gather",
                 "not_before", "stale", "reply_to", "group", "ticket", "announcement")  # fmt: skip
        facts = {name: value for name, value in rest.items() if name not in known}
        await self._put(
            key=f"{self.event}/{moment}/none/{rest['subject']}", **NOBODY,
            op=Op.SEND.value, priority=int(rest.get("priority", Priority.TASK)),
            text=self.words(moment, **facts), moment=moment, ticket_id=rest.get("ticket"),
            person_id=person, announcement_id=rest.get("announcement"), not_before=self.now,
            group=False, choices=[], attachments=[],
        )  # fmt: skip

    async def invite(
        self, people: Collection[int], moment: str, *, start: str, offer: Offer, asking: Asking,
        announcement: int | None = None, **facts: Any,
    ) -> None:  # fmt: skip
        """Offer many people the same thing in private, at once and never in quiet hours.

        Who never opened the private chat is not asked; `start` begins the key of each message.
        """
        reached = await addresses_of(self.session, people)
        label = self._label(offer)
        asked = {f"{start}{to}": (person, to) for person, to in reached.items()}
        tokens = await questions.ask_all(
            self.session,
            [self.asked(key, to, replace(asking, person=p)) for key, (p, to) in asked.items()],
            verb=offer.verb, label=label, facts=offer.facts,
        )  # fmt: skip
        alike = {
            "op": Op.SEND.value, "priority": int(Priority.BROADCAST), "moment": moment,
            "text": self.words(moment, **facts), "ticket_id": asking.ticket, "group": False,
            "announcement_id": announcement, "created_at": self.now, "thread": None,
            "state": SendState.WAITING.value, "why": "", "not_before": self.waking(),
        }  # fmt: skip
        rows = [
            alike | lane_of(to) | {
                "key": key, "person_id": person,
                "choices": [[{"token": tokens[key], "label": label, "url": None}]],
            }
            for key, (person, to) in asked.items()
        ]  # fmt: skip
        await outbox.put_all(self.session, rows)

    async def do(
        self, op: Op, to: Address, *, target: str | None = None, target_key: str | None = None,
        subject: object = "", moment: str = "", emoji: str = "", choices: list[Any] | None = None,
        text: str = "", group: bool = False, ticket: int | None = None,
    ) -> None:  # fmt: skip
        """React to, edit or delete a message, or settle a pressed button."""
        await self._put(
            key=f"{self.event}/{op.value}/{to}/{target or target_key}/{subject}",
            channel=to.channel, chat=to.chat, thread=to.thread, op=op.value, text=text,
            priority=int(Priority.ANSWER), target=target, target_key=target_key, emoji=emoji,
            moment=moment or op.value, not_before=self.now, choices=choices or [], attachments=[],
            group=group, ticket_id=ticket,
        )  # fmt: skip

    async def close_question(self, question: QuestionRow) -> bool:
        """Mark a question answered; False where somebody (or the same press, sent twice) was faster."""
        return await questions.close(self.session, question.id, self.now)

    async def take_buttons_away(self, question: QuestionRow) -> None:
        """Leave the words of a message and remove its buttons, so that nobody presses them late."""
        await self.rewrite(question.outbox_key)

    async def rewrite(
        self,
        key: str,
        *,
        text: str | None = None,
        moment: str = "edit",
        subject: object = "",
        offers: Sequence[Sequence[Offer]] = (),
        asking: Asking = BUTTONS,
    ) -> None:
        """Change what an earlier message says; its buttons go, or others come. No new line is added."""
        row = await outbox.became(self.session, key)
        if row is None:
            return
        where = Address(row.channel, row.chat, row.thread)
        await self.do(
            Op.EDIT, where, target_key=row.key, text=row.text if text is None else text,
            moment=moment, subject=subject, group=row.group, ticket=row.ticket_id,
            choices=await self._offer(key, where, offers, asking, row.ticket_id),
        )  # fmt: skip

    async def take_back(self, key: str) -> None:
        """Delete an earlier message."""
        row = await outbox.became(self.session, key)
        if row is not None:
            where = Address(row.channel, row.chat, row.thread)
            await self.do(Op.DELETE, where, target_key=row.key, group=row.group)

    def waking(self) -> datetime:
        """Now, or the end of the quiet hours."""
        return self.world.calendar.next_waking(self.now, self.world.deployment.quiet)

    def note(self, act: str, subject: str, **facts: Any) -> None:
        """Put an act on record: ids, never words."""
        self.session.add(
            AuditRow(
                at=self.now,
                actor_id=self.actor,
                act=act,
                subject=subject,
                channel=self.channel,
                facts=facts,
            )
        )


def lane_of(to: Address) -> dict[str, str | None]:
    """Where a message goes, as its row keeps it."""
    return {"channel": to.channel, "chat": to.chat, "thread": to.thread}


def _shown(choice: dict[str, Any]) -> dict[str, Any]:
    row: ChoiceRow = choice["row"]
    return {"token": row.token, "label": row.label, "url": choice["url"]}
