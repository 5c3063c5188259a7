"""Lines that the rules alone read right, and the models that have the last word do not, yet."""

import pytest

MISREAD = frozenset(
    {
        "昨天电梯困人了",
        "2栋电梯三天两头困人",
        "要是能给我爸理个发就好了",
        "家里黑灯瞎火的",
        "5栋电梯老出问题，有安全隐患",
        "抽了好多血头晕",
        "猫从窗户掉下去了",
        "楼上掉下来一个花盆",
        "上次墙皮掉下来差点砸到人",
        "3栋差点着火",
        "俺爹腿脚不中了 走不动",
        "奶奶该喝药了",
        "女儿发信息说再见了爸妈联系不上",
        "电梯困人的事物业给个说法",
        "3栋二单元一楼那个大爷把煤气罐放楼道里",
    }
)


def pytest_collection_modifyitems(items):
    """Each of them fails, or leaves the list: what a new model reads right must be taken out of it."""
    for item in items:
        given = item.callspec.params.values() if hasattr(item, "callspec") else ()
        if any(isinstance(value, str) and value in MISREAD for value in given):
            item.add_marker(pytest.mark.xfail(reason="misread by the models", strict=True))
