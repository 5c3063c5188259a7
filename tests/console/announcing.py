"""The form of an announcement as an officer fills it in, looks at it, and sends it."""

from io import BytesIO

from PIL import Image

from tests.console.desk import field, post

ALL, NEW = "/console/announcements", "/console/announcements/new"
STOP = "明天上午检修水管,九点到十一点停水"


def png():
    data = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(data, "PNG")
    return {"photos": ("pipe.png", data.getvalue(), "image/png")}


FILLED = {"words": STOP, "codes": ["XL"], "areas": [], "to": "groups", "when": "now", "at": "",
          "receipt": "", "follows": "", "no_photo": ""}  # fmt: skip
"""The form as somebody leaves it who ticks one box."""


async def look(browser, **given):
    return await post(browser, await browser.get(NEW), ALL, **FILLED | {"step": "look"} | given)


async def press_send(browser, shown, **given):
    return await post(browser, shown, ALL, **FILLED | {"step": "send"} | given)


async def send(browser, **given):
    shown = await look(browser, **given)
    assert shown.status_code == 200, shown.text
    return await press_send(browser, shown, **given)


async def with_photo(browser, words=STOP, photo=None):
    page = await browser.get(NEW)
    hidden = {name: field(page, name, form=ALL) for name in ("form_token", "once", "seen")}
    given = FILLED | hidden | {"words": words, "step": "look"}
    return await browser.post(ALL, data=given, files=photo or png())
