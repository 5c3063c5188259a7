"""Files that are made to do harm: told apart with a sentence, quickly, and without filling the memory."""

import io
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from handlers import workbook
from handlers.workbook.archives import MOST_BYTES, Locked, Macros, TooLarge, Unreadable

CONTENT = "[Content_Types].xml"
MAIN = "xl/workbook.xml"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
SECRET = "root:x:0"
MEMORY = 200 * 1024 * 1024


def good(*rows):
    book = Workbook()
    sheet = book.active
    sheet.title = "places"
    for row in rows or [("code", "name", "kind", "parent"), ("N", "新苑", "estate", "XL")]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(name, data, *, based_on=None):
    """The same workbook with one part replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(based_on or good())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            if item.filename != name:
                new.writestr(item.filename, old.read(item))
        new.writestr(name, data)
    return out.getvalue()


def read(data, name="w.xlsx"):
    return workbook.read_file(name, io.BytesIO(data))


def sheet_xml(inside, declared=""):
    return (
        f'<?xml version="1.0"?>{declared}'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{inside}</sheetData></worksheet>"
    )


def cell(text, at="A1"):
    return f'<row r="1"><c r="{at}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def test_an_honest_file_is_read():
    (row,) = read(good()).sheets["places"]

    assert (row["code"], row["name"]) == ("N", "新苑")


def test_an_external_entity_names_no_file_of_this_machine(tmp_path):
    lies = tmp_path / "passwd"
    lies.write_text(SECRET)
    declared = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file://{lies}">]>'

    with pytest.raises(Unreadable):
        read(with_part(SHEET, sheet_xml(cell("&x;"), declared)))


@pytest.mark.parametrize("part", [SHEET, STRINGS, MAIN, CONTENT, "xl/styles.xml"])
def test_a_billion_laughs_are_not_laughed_in_any_part(part):
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    bomb = sheet_xml(cell("&a9;"), f"<!DOCTYPE w [{entities}]>")

    with pytest.raises(Unreadable):
        read(with_part(part, bomb))


def test_neither_are_they_in_another_encoding():
    bomb = sheet_xml(cell("&a;"), '<!DOCTYPE w [<!ENTITY a "ha">]>')
    bomb = bomb.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-16"?>')

    with pytest.raises(Unreadable):
        read(with_part(SHEET, bomb.encode("utf-16")))


def test_a_zip_bomb_is_told_by_its_ratio_before_it_is_unpacked():
    tracemalloc.start()
    bomb = with_part(STRINGS, b"<a>" + b" " * (40 * 1024 * 1024) + b"</a>")
    tracemalloc.reset_peak()

    with pytest.raises(TooLarge):
        read(bomb)

    assert tracemalloc.get_traced_memory()[1] < MEMORY / 10
    tracemalloc.stop()


def test_what_would_unpack_to_more_than_the_limit_is_too_large():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(3):
            info = zipfile.ZipInfo(f"{number}.csv")
            archive.writestr(info, b"x")
    data = bytearray(out.getvalue())
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (MOST_BYTES + 1).to_bytes(4, "little")  # it says so itself

    with pytest.raises(TooLarge):
        read(bytes(data), "w.zip")


def test_one_row_of_millions_of_cells_fills_no_memory():
    tracemalloc.start()
    row = "".join(f"<c r='A{n}'><v>{n * 7919}</v></c>" for n in range(120_000))
    wide = with_part(SHEET, sheet_xml(f'<row r="1">{row}</row>'))
    del row
    tracemalloc.reset_peak()

    with pytest.raises(TooLarge):
        read(wide)

    assert tracemalloc.get_traced_memory()[1] < MEMORY
    tracemalloc.stop()


def test_what_is_nested_without_end_is_refused():
    with pytest.raises(TooLarge):
        read(with_part(SHEET, sheet_xml("<row>" * 5_000 + "</row>" * 5_000)))


def test_a_workbook_with_a_program_in_it_is_refused_with_a_word():
    with pytest.raises(Macros):
        read(with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"), "w.xlsm")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"MZ\x90\x00" + b"\x00" * 500, Unreadable),
        (b"%PDF-1.7 ...", Unreadable),
        (b"", Unreadable),
        (b"PK\x03\x04 no workbook", Unreadable),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, Locked),
        ("<html>工作簿</html>".encode(), Unreadable),
    ],
)
def test_a_renamed_program_or_an_old_or_closed_file_is_told_apart(data, why):
    with pytest.raises(why):
        read(data)


def test_broken_xml_and_a_cut_file_are_unreadable():
    for data in (with_part(SHEET, "<worksheet><sheetData>"), good()[:-300]):
        with pytest.raises(Unreadable):
            read(data)


def test_a_formula_is_named_with_its_row_and_column_and_never_computed():
    cells = read(
        good(("code", "name", "kind"), ("N", '=HYPERLINK("http://x.example","1")', "estate"))
    )

    assert [(p.sheet, p.row, p.column, p.what) for p in cells.problems] == [
        ("places", 2, "name", "formula")
    ]


def test_a_zip_of_csv_is_read_whatever_folder_and_encoding_its_names_have():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("家底/places.csv", "code,name,kind\nN,新苑,estate\n".encode("gb18030"))
        archive.writestr("__MACOSX/._places.csv", b"\x00\x05")
        archive.writestr("家底/readme.txt", b"hello")

    (row,) = read(out.getvalue(), "w.zip").sheets["places"]

    assert row["name"] == "新苑"


def test_a_zip_that_windows_made_in_china_has_its_chinese_sheets():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("__.csv", "编码,名称,类型\nN,新苑,小区\n".encode("gb18030"))
    name = "地点".encode("gb18030")
    fixed = bytearray(out.getvalue().replace(b"__.csv", name + b".csv"))
    for mark, at in ((b"PK\x03\x04", 26), (b"PK\x01\x02", 28)):
        start = fixed.index(mark)
        fixed[start + at : start + at + 2] = len(name + b".csv").to_bytes(2, "little")
    end = fixed.index(b"PK\x05\x06")
    grown = len(name) - 2
    begins = int.from_bytes(fixed[end + 16 : end + 20], "little") + grown
    size = int.from_bytes(fixed[end + 12 : end + 16], "little") + grown
    fixed[end + 12 : end + 16] = size.to_bytes(4, "little")
    fixed[end + 16 : end + 20] = begins.to_bytes(4, "little")

    (row,) = read(bytes(fixed), "w.zip").sheets["places"]

    assert row["name"] == "新苑"


def test_a_zip_in_a_zip_and_a_path_that_climbs_out_do_nothing(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("inner.zip", good())
    with pytest.raises(Unreadable):
        read(out.getvalue(), "w.zip")

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../places.csv", "code,name,kind\nN,新苑,estate\n")
    assert len(read(out.getvalue(), "w.zip").sheets["places"]) == 1
    assert list(tmp_path.iterdir()) == []
