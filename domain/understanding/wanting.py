"""What somebody wants, where no row of the catalogue says so: of huying, or of the community."""

import re

_ACCUSES = re.compile(r"投诉|举报|揭发|告状|我要?(?:想)?(?:反映|告)")
_WANTS = re.compile(
    r"(?:^|[\s,。]|我|俺|老人|奶奶|爷爷|婆婆|孩子|娃儿?|[妈爸]|老伴|个)(?:就|也|很|好|真|只|还)*(?:想|盼着?)(?:要|请|找|学|吃|理|洗|剪|借|买|换|装|修|看看|去|办|晒|出去)"
    r"|(?:哪个|谁|有人|请人|麻烦)(?:能|可以|来)*帮(?:我|俺|忙|下)|帮我(?:看|弄|拿|搬|买|教|修|装|换|取|送)"
)
SIGNS_UP = re.compile("[报参退]|接龙|算我|取消")
"""Without any of these `以后不去了` and `我也去` may be about anything."""
WISHED_FOR = re.compile(
    "[设装建放摆添增弄搞开办加][^,。!?]{0,3}[个台点处些].{1,20}积分.{0,6}(?:那种|这种|的)"
)
"""`添一台…,能积分换东西那种`: the points are how a new thing is to be."""
ABOUT_US = re.compile(
    r"(社区|居委|物业|街道|网格|小区|活动室|服务站|服务中心|志愿|讲座|办证|居住证|暂住证|老年卡|老年证"
    r"|社保|医保|低保|养老金|补贴|公租房|公交卡|疫苗|体检|缴费|交费|物业费|垃圾分类|大件垃圾|积分|报名|党员|[Vv]站|驿站|停[水电气暖]|来水|[水电气]费)"
)
OURS = re.compile(
    r"(我们这|咱们?(?:这|院|楼|小)|院子|大院|楼[道下上顶里]|[栋幢]|单元|门口|路[边口上]|广场|花园|绿化|停车|大门"
    r"|业主|居民|邻居|老人们?|老年人|孩子们|小朋友们"
    r"|我[妈爸]|爸妈|奶奶|爷爷|外公|外婆|老伴|大爷|大妈|老爷子|老太太|儿子|女儿|孙子|孙女)"
)
"""What a question or a wish is for the community by: its own affairs, its places and its people."""


def accuses(text: str) -> bool:
    """Whether somebody complains of people: `投诉王格 他收黑钱`."""
    return _ACCUSES.search(text) is not None


def wants(text: str) -> bool:
    """Whether somebody wishes for something, or for a hand: `我想理个发`, `哪个帮我看一哈`."""
    return _WANTS.search(text) is not None
