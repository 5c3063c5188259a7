"""Photos and the like, as files below the data folder, without where and when they were taken."""

import io
import secrets
import time
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from pathlib import Path

import segno
from PIL import Image, ImageOps, UnidentifiedImageError

from domain.messages import Attachment, MediaKind

LARGEST_PIXELS = 50_000_000  # a decompression bomb is larger
LONGEST_SIDE = 2048
OWN_FILE_MODE = 0o600
UNDECIDED = timedelta(minutes=10)
"""So long a file may belong to nothing: lines are remembered for two, the rest is for a slow database."""
SCAN = "scan:"
"""How the name of a picture begins that is drawn whenever somebody looks: a code to scan."""
PAPER = "paper:"
"""The same for words that are drawn as a picture: a certificate."""
SUFFIX = {"image/jpeg": ".jpg", "video/mp4": ".mp4", "audio/ogg": ".ogg"}


def mime_of(path: str) -> str:
    """What a stored file is, by its name."""
    if path.startswith((SCAN, PAPER)):
        return "image/png"
    return next((mime for mime, end in SUFFIX.items() if path.endswith(end)), "image/jpeg")


def drawn(link: str) -> Attachment:
    """A code to scan, as something to send along."""
    return Attachment(f"{SCAN}{link}", MediaKind.PHOTO, "image/png")


def _code(link: str) -> bytes:
    made = io.BytesIO()
    # Level M: a scratched screen does not matter.
    segno.make(link, error="m", micro=False).save(made, kind="png", scale=10, border=4)
    return made.getvalue()


class NotAPicture(ValueError):  # noqa: N818 - reads as what it is
    """The bytes are no picture that can be shown."""


class Files:
    """Stores and reads what came along with messages."""

    def __init__(self, folder: Path, draw: Callable[[str], bytes | None] | None = None) -> None:
        self.folder = folder
        self._draw = draw or (lambda _: None)

    def paper(self, words: str) -> Attachment | None:
        """Words as a picture to send along; None where this machine cannot draw them."""
        if self._draw(words) is None:
            return None
        return Attachment(f"{PAPER}{words}", MediaKind.PHOTO, "image/png")

    def keep_photo(self, data: bytes) -> str:
        """Store a picture anew: without metadata, upright, not larger than needed."""
        return self.keep(clean_photo(data), "image/jpeg")

    def keep(self, data: bytes, mime: str) -> str:
        """Store bytes under a name that nobody can guess."""
        name = secrets.token_hex(16)
        path = Path("media") / name[:2] / f"{name}{SUFFIX.get(mime, '.bin')}"
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        target.chmod(OWN_FILE_MODE)  # somebody's home may be on it
        return str(path)

    def read(self, path: str) -> bytes:
        """A stored file, never one outside the folder; or what is drawn, which is stored nowhere."""
        if path.startswith(SCAN):
            return _code(path.removeprefix(SCAN))
        if path.startswith(PAPER):
            made = self._draw(path.removeprefix(PAPER))
            if made is None:
                raise FileNotFoundError
            return made
        return self._inside(path).read_bytes()

    def whole(self, path: str) -> Path:
        """Where a stored file lies, for a program of this machine."""
        return self._inside(path)

    def holds(self, path: str) -> bool:
        """Whether this is a file of ours, and still there."""
        if path.startswith((SCAN, PAPER)):
            return True
        try:
            return self._inside(path).is_file()
        except (OSError, ValueError):
            return False

    def _inside(self, path: str) -> Path:
        target = (self.folder / path).resolve()
        if not target.is_relative_to((self.folder / "media").resolve()):
            raise FileNotFoundError(path)
        return target

    def older(self, than: timedelta) -> list[str]:
        """What was stored before that long, by the time of this machine's files."""
        return list(self._older(time.time() - than.total_seconds()))

    def _older(self, then: float) -> Iterator[str]:
        for found in (self.folder / "media").glob("*/*"):
            try:
                old = found.stat().st_mtime <= then
            except FileNotFoundError:
                continue  # another process was faster
            if old:
                yield str(found.relative_to(self.folder))

    def let_go(self, paths: Collection[str]) -> None:
        """Delete files for good."""
        for path in paths:
            self._inside(path).unlink(missing_ok=True)


def clean_photo(data: bytes) -> bytes:
    """A picture as JPEG without its metadata (P09); NotAPicture if unreadable or far too large."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > LARGEST_PIXELS:
                raise NotAPicture
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is read small at once
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise NotAPicture from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    made = io.BytesIO()
    upright.save(made, "JPEG", quality=85)
    return made.getvalue()
