"""A WeChat group as somebody pastes it, and the page's form as a browser sends it."""

from html.parser import HTMLParser

from sqlalchemy import select

from storage.pasted import CallerRow

PASTE, FILE = "/console/paste", "/console/paste/file"
TALK = """3-2-501王姐 2026/11/30 09:01:11
大家早上好

3-2-501王姐 2026/11/30 09:02:20
楼道灯坏了三天了

李哥 2026/11/30 09:03:10
我家也是

老张 2026/11/30 09:10:12
6栋楼下水管漏水了

小刘 2026/11/30 09:12:30
今天天气真好
"""


class Form(HTMLParser):
    """The fields of a page's first form to one address, as a browser would send them."""

    def __init__(self, text, action):
        super().__init__()
        self.fields, self._inside, self._select = {}, False, None
        self.action = action
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            mine = given.get("action") == self.action and given.get("method") == "post"
            self._inside = mine and not self.fields
        elif self._inside and tag == "input" and given.get("name"):
            self._input(given)
        elif self._inside and tag == "select":
            self._select = given["name"]
        elif tag == "option" and self._select and "selected" in given:
            self.fields[self._select] = given["value"]

    def _input(self, given):
        if given.get("type") == "checkbox":
            if "checked" in given and "disabled" not in given:
                self.fields.setdefault(given["name"], []).append(given["value"])
        else:
            self.fields[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = None


async def look(browser, chat=TALK, group="JGY"):
    """Paste, and look at what is proposed."""
    begin = Form((await browser.get(PASTE)).text, PASTE).fields
    return await browser.post(PASTE, data={**begin, "group": group, "chat": chat})


async def press(browser, page, **more):
    """Press the button that files what is ticked; `more` is what was put right."""
    return await browser.post(FILE, data={**Form(page.text, FILE).fields, **more})


async def file(browser, chat=TALK, group="JGY", **more):
    """Paste, look, and file; the page with the answers."""
    answer = await press(browser, await look(browser, chat, group), **more)
    assert answer.status_code == 303, answer.text
    return await browser.get(answer.headers["location"])


async def callers(scene):
    """Whom of WeChat groups the answers are for."""
    async with scene.database.reading() as session:
        rows = await session.scalars(select(CallerRow).order_by(CallerRow.ticket_id, CallerRow.at))
        return list(rows)
