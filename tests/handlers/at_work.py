"""A ticket in somebody's hands whose reporter has been spoken to: what a delay begins with."""

LAMP = "3栋2单元楼道的灯坏了"
TREE = "1栋门口的树枝挡光,请修剪一下"
PARKING = "4栋楼下车位太紧张,天天乱停"


async def at_work(scene, words=LAMP, *, who="wang", group=True):
    """Said, taken, and the resident knows that somebody has looked at it."""
    await scene.open_private("li")
    said = await scene.say("li", words, group=group)
    await scene.press(who, "我来办")
    await tell(scene, who, "去看过了,要换零件")
    assert (await scene.ticket()).state == "working"
    return said


async def tell(scene, who, words):
    """A worker says something under the newest message about a ticket."""
    rows = [row for row in await scene.rows(chat=f"p.{who}") if row.ticket_id and row.message]
    await scene.say(who, words, group=False, reply_to=rows[-1].message)


async def answers(scene):
    """What pressed buttons said."""
    return [row.text for row in await scene.rows(op="answer") if row.text]


async def labels(scene, who):
    """The buttons under the newest message to somebody."""
    return [b["label"] for row in (await scene.rows(chat=f"p.{who}"))[-1].choices for b in row]


async def token(scene, who, label):
    """The newest button with these words that somebody was offered, to be pressed by another."""
    for row in reversed(await scene.rows(chat=f"p.{who}")):
        for choice in (choice for line in row.choices for choice in line):
            if choice["label"] == label:
                return choice["token"]
    raise AssertionError(f"{who} was never offered {label}")
