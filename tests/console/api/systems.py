"""Another system, as these tests play it: its key, and its calls over HTTP."""

from contextlib import asynccontextmanager

from sqlalchemy import select

from handlers import api
from storage.audit import AuditRow

V2 = "/api/open311/v2"
REQUESTS = f"{V2}/requests.json"
LAMP, LAMP_CODE = "3栋2单元楼道灯不亮", "repair.corridorlight"
LEAK_CODE, NOISE_CODE = "repair.leak", "noise.live"


async def key_for(scene, *may, community=None, name="市平台"):
    """A key that one of the street's managers made."""
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "console", scene.now, channel="console")
        _, key = await api.make_key(turn, name, may or ("read", "create"), community)
    return key


class System:
    """A system with a key of its own."""

    def __init__(self, browser, key):
        self.browser, self.key = browser, key

    async def get(self, path, **params):
        return await self.browser.get(path, params=params or None, headers=self.head)

    async def file(self, path=REQUESTS, *, mark="", **form):
        given = {"service_code": LAMP_CODE, "address_id": "JGY/3", "description": LAMP, **form}
        headers = self.head | ({"Idempotency-Key": mark} if mark else {})
        sent = {name: value for name, value in given.items() if value is not None}
        return await self.browser.post(path, data=sent, headers=headers)

    async def look(self, number):
        return await self.get(f"{V2}/requests/{number}.json")

    @property
    def head(self):
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


@asynccontextmanager
async def system(desk, *may, **more):
    """A system that was given a key."""
    async with desk.browser() as browser:
        yield System(browser, await key_for(desk.scene, *may, **more))


async def on_record(scene, act):
    async with scene.database.reading() as session:
        rows = await session.scalars(select(AuditRow).where(AuditRow.act == act))
        return list(rows)


def errors(answer):
    """The codes of an answer's errors, each with words."""
    rows = answer.json()
    assert rows
    assert all(row["description"] and set(row) == {"code", "description"} for row in rows)
    return [row["code"] for row in rows]
