"""What people say in a residents' group all day: invented talk, and complaints by counting."""

import random
import time
from collections.abc import Iterator
from itertools import count

from benchmarks.community import BUILDINGS, ESTATES, GROUPS, chat_of, estate_of

OPENINGS = ("", "哈哈", "早上好,", "好的,", "收到,", "@李姐 ", "[强]", "谢谢,", "嗯,", "晚上好")
TALK = (
    "今天菜场的青菜真便宜", "谁家的快递放错到我家门口了,自己来拿一下", "孩子明天几点放学",
    "生日快乐", "这个视频太好笑了", "晚上一起跳广场舞", "我妈腌的咸菜好了,要的来拿",
    "天气预报说周末有雨", "恭喜恭喜", "有没有人拼单买牛奶", "昨天的电视剧看了吗",
    "路上堵车,晚点到", "楼下那只橘猫又胖了", "明天吃饺子", "大家中秋快乐", "小朋友画得真好",
    "我在超市,鸡蛋打折", "刚跑完步,空气不错", "下午三点打牌来不来", "老张退休了,恭喜",
    "这个药店的口罩有货", "一会儿去接孙子", "转发给需要的朋友", "好久不见,改天聚聚",
)  # fmt: skip
ENDINGS = ("", "。", "!", "~", "哈哈哈", "[呲牙]", "👍", "😄😄", ",有空的来", ",不见不散")
MATTERS = (
    "楼道灯坏了",
    "电梯停了不动",
    "单元门锁坏了关不上",
    "一楼下水道堵了往外冒水",
    "消防通道被车堵住了",
)
PEOPLE = 40  # in a group


def small_talk(number: int, *, seed: int = 1) -> Iterator[dict[str, object]]:
    """So many lines of chat, from all groups in turn."""
    chance = random.Random(seed)
    for n in range(number):
        text = chance.choice(OPENINGS) + chance.choice(TALK) + chance.choice(ENDINGS)
        yield said(n % GROUPS, chance.randrange(PEOPLE), text)


def complaints() -> Iterator[tuple[int, dict[str, object]]]:
    """One complaint after the other, each in another estate and about another building."""
    for n in count():
        estate, building = n % ESTATES, 1 + n // ESTATES % BUILDINGS
        matter = MATTERS[n // (ESTATES * BUILDINGS) % len(MATTERS)]
        yield estate, said(estate, n % PEOPLE, f"{building}栋2单元{matter},麻烦来看看")


_MESSAGE = count(1)


def said(group: int, person: int, text: str) -> dict[str, object]:
    """A message of a supergroup as Telegram writes it."""
    account = 1_000_000 + group * PEOPLE + person
    sender = {"id": account, "is_bot": False, "first_name": f"邻居{person}"}
    title = f"{estate_of(group)}号园居民群{group}"
    return {
        "message": {
            "message_id": next(_MESSAGE),
            "from": sender | {"language_code": "zh-hans"},
            "chat": {"id": chat_of(group), "type": "supergroup", "title": title},
            "date": int(time.time()),
            "text": text,
        }
    }
