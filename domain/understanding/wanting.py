"""What somebody says to huying in private that no row of the catalogue names."""

import re

_ACCUSES = re.compile(r"投诉|举报|揭发|告状|我要?(?:想)?(?:反映|告)")
_WANTS = re.compile(
    r"(?:^|[\s,。]|我|俺|老人|奶奶|爷爷|婆婆|孩子|娃儿?|[妈爸]|老伴|个)(?:就|也|很|好|真|只|还)*(?:想|盼着?)(?:要|请|找|学|吃|理|洗|剪|借|买|换|装|修|看看|去|办|晒|出去)"
    r"|(?:哪个|谁|有人|请人|麻烦)(?:能|可以|来)*帮(?:我|俺|忙|下)|帮我(?:看|弄|拿|搬|买|教|修|装|换|取|送)"
)


def accuses(text: str) -> bool:
    """Whether somebody complains of people: `投诉王格 他收黑钱`."""
    return _ACCUSES.search(text) is not None


def wants(text: str) -> bool:
    """Whether somebody wishes for something, or for a hand: `我想理个发`, `哪个帮我看一哈`."""
    return _WANTS.search(text) is not None
