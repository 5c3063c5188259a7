"""Photos are kept without what they tell about their owner, and nothing outside can be read."""

import io
import stat
from functools import partial

import pytest
from PIL import Image

from bot.files import LONGEST_SIDE, Files, NotAPicture, clean_photo, drawn, mime_of
from console.certificate import sent

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def picture(size=(40, 20), form="JPEG", *, mode="RGB", colour="red", **exif):
    """A picture as a phone sends it."""
    tags = Image.Exif()
    tags[MAKE] = "SecretPhone"
    tags[GPS] = {1: "N", 2: (31.0, 12.0, 0.0)}
    for tag, value in exif.items():
        tags[int(tag[1:], 16)] = value
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, form, **({"exif": tags} if form != "GIF" else {}))
    return made.getvalue()


def opened(data):
    return Image.open(io.BytesIO(data))


def test_where_and_with_what_a_photo_was_taken_is_gone():
    data = picture()
    assert b"SecretPhone" in data

    clean = clean_photo(data)

    assert b"SecretPhone" not in clean
    assert dict(opened(clean).getexif()) == {}


def test_a_photo_held_sideways_is_put_upright():
    assert opened(clean_photo(picture((40, 20), t0112=6))).size == (20, 40)


@pytest.mark.parametrize(
    ("form", "mode", "colour"),
    [("PNG", "RGBA", "red"), ("WEBP", "RGB", "red"), ("GIF", "P", 1), ("JPEG", "CMYK", "red"),
     ("PNG", "I;16", 1)],
)  # fmt: skip
def test_every_usual_form_becomes_a_jpeg(form, mode, colour):
    clean = opened(clean_photo(picture(form=form, mode=mode, colour=colour)))

    assert (clean.format, clean.mode) == ("JPEG", "RGB")


def test_a_large_photo_is_made_small_enough_to_look_at():
    clean = opened(clean_photo(picture((6000, 3000))))

    assert clean.size == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"GIF89a", picture()[:200]])
def test_what_cannot_be_read_is_no_picture(data):
    with pytest.raises(NotAPicture):
        clean_photo(data)


def test_a_picture_that_would_fill_the_memory_is_not_unpacked():
    with pytest.raises(NotAPicture):
        clean_photo(picture((9000, 9000), form="PNG", mode="1", colour=0))


def test_what_is_kept_can_be_read_again_by_its_unguessable_name_and_its_owner(tmp_path):
    files = Files(tmp_path)

    first, second = files.keep(b"voice", "audio/ogg"), files.keep(b"voice", "audio/ogg")

    assert first != second
    assert files.read(first) == b"voice"
    assert stat.S_IMODE((tmp_path / first).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "path", ["secret.key", "media/../secret.key", "../secret.key", "/etc/passwd", "media/none"]
)
def test_nothing_but_what_was_kept_can_be_read(tmp_path, path):
    (tmp_path / "media").mkdir()
    (tmp_path / "secret.key").write_text("key")

    with pytest.raises(FileNotFoundError):
        Files(tmp_path).read(path)


def test_a_certificate_is_drawn_whenever_somebody_looks_and_stored_nowhere(tmp_path):
    files = Files(tmp_path, lambda words: words.encode())

    paper = files.paper("志愿服务证明\n张建国")

    assert files.read(paper.path).decode() == "志愿服务证明\n张建国"
    assert files.holds(paper.path)
    assert mime_of(paper.path) == "image/png"
    assert list(tmp_path.rglob("*")) == []


def test_where_no_font_knows_chinese_no_empty_boxes_are_sent(tmp_path):
    for files in (Files(tmp_path), Files(tmp_path, partial(sent, font=str(tmp_path / "none.ttf")))):
        assert files.paper("志愿服务证明\n张建国") is None
        with pytest.raises(FileNotFoundError):
            files.read("paper:志愿服务证明")


def test_a_code_to_scan_is_drawn_whenever_somebody_looks_and_stored_nowhere(tmp_path):
    files = Files(tmp_path)
    picture = drawn("https://huying.example/console/signups/1/door/2-abc")

    data = files.read(picture.path)

    with Image.open(io.BytesIO(data)) as opened:
        assert opened.format == "PNG"
        assert opened.width == opened.height > 200
    assert mime_of(picture.path) == "image/png"
    assert list(tmp_path.rglob("*")) == []
