"""A font that knows Chinese, for pictures: the operator's, or one that this machine has."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PIL import ImageFont

FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts",
    "/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip
NAMES = (
    "NotoSansCJK-Regular*", "NotoSansCJK*", "NotoSansSC*", "NotoSansHans*", "SourceHanSans*",
    "wqy-microhei*", "wqy-zenhei*", "msyh*", "PingFang*", "Hiragino Sans GB*", "STHeiti*",
    "simhei*", "DroidSansFallback*", "NotoSerifCJK*", "simsun*",
)  # fmt: skip
"""The likeliest first."""
SUFFIXES = (".ttf", ".otf", ".ttc")
MOST_FACES = 12  # of one collection
TRIED = chr(0x547C)  # the first letter of what huying is called
SMALL = 16


class NoFont(Exception):  # noqa: N818 - reads as what it is
    """No font here knows Chinese: nothing that people could read would be drawn."""


@cache
def chinese_font(chosen: str = "") -> tuple[str, int]:
    """A font's file, and the face in it for simplified Chinese.

    Raises:
        NoFont: there is none; it is looked for again the next time.

    """
    for path in [Path(chosen)] if chosen else _installed():
        face = _face(path)
        if face is not None:
            return str(path), face
    raise NoFont


def _installed() -> Iterator[Path]:
    found = [
        path
        for folder in FOLDERS
        for path in sorted(Path(folder).expanduser().rglob("*"))
        if path.suffix.lower() in SUFFIXES
    ]
    for name in NAMES:
        yield from (path for path in found if path.match(name))


def _face(path: Path) -> int | None:
    """The face for simplified Chinese, else the first that knows it; None where none does."""
    known: list[int] = []
    for index in range(MOST_FACES if path.suffix.lower() == ".ttc" else 1):
        try:
            font = ImageFont.truetype(str(path), SMALL, index=index)
        except (OSError, ValueError):
            break
        if not _knows(font):
            continue
        if "SC" in (font.getname()[0] or "").split():
            return index
        known.append(index)
    return known[0] if known else None


def _knows(font: ImageFont.FreeTypeFont) -> bool:
    """Whether it draws the letter, and not the box that stands for letters it does not know."""
    return bytes(font.getmask(TRIED)) != bytes(font.getmask("\uffff")) and bool(font.getbbox(TRIED))
