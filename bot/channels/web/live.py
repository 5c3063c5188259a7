"""News to open pages as server-sent events; a page that was away catches up by its last line."""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.channels.web.halls import Halls
from bot.channels.web.rooms import News
from bot.channels.web.sessions import Visitor

BREATH = 15.0  # seconds between two signs of life, so that proxies keep the line open


async def live(halls: Halls, request: Request, visitor: Visitor) -> Response:
    """All news of the visitor's chats; for the chat in `chat` also what came after `after`."""
    rooms = {room.chat: room for room in await halls.rooms_of(visitor)}
    chat, after = request.query_params.get("chat", ""), request.query_params.get("after", "")

    async def events() -> AsyncIterator[str]:
        with halls.channel.rooms.listening() as queue:
            if chat in rooms:
                for news in await _missed(halls, chat, after):
                    yield _event(halls, visitor, news)
            while True:
                try:
                    async with asyncio.timeout(BREATH):
                        news = await queue.get()
                except TimeoutError:
                    yield ": \n\n"
                    continue
                if news.chat in rooms and _concerns(visitor, news):
                    yield _event(halls, visitor, news)

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events(), media_type="text/event-stream", headers=headers)


async def _missed(halls: Halls, chat: str, after: str) -> list[News]:
    async with halls.channel.database.reading() as session:
        lines = await halls.channel.lines(session, chat)
    return [News(chat, "said", line.id, line) for line in lines if line.id > after]


def _concerns(visitor: Visitor, news: News) -> bool:
    return news.account is None or visitor.account(news.account) is not None


def _event(halls: Halls, visitor: Visitor, news: News) -> str:
    facts = {"chat": news.chat, "what": news.what, "id": news.id, "text": news.text}
    if news.line is not None:
        me = {account.id for account in visitor.accounts}
        quoted = halls.channel.rooms.find(news.chat, news.line.reply_to or "")
        facts["html"] = halls.message(news.line, me, quoted)
        facts["text"] = news.line.text[:60]
    return f"data: {json.dumps(facts, ensure_ascii=False)}\n\n"
