"""Nothing grows until nobody reads it."""

import statistics

from tests.house.source import ROOMS, ROOT, files, functions, length, name_of

MOST_LINES = 60  # of a function, without its docstring
MOST_FILE_LINES = 400
EVERYTHING = (*ROOMS, "samples", "templates", "tests", "benchmarks", "docs")


def test_no_function_is_longer_than_sixty_lines():
    long = [
        f"{name_of(path)}:{function.lineno} {function.name} {length(function)}"
        for path in files(*EVERYTHING)
        for function in functions(path)
        if length(function) > MOST_LINES
    ]

    assert not long


def test_no_file_is_longer_than_four_hundred_lines():
    counted = {path: len(path.read_text("utf-8").splitlines()) for path in files(*EVERYTHING)}

    assert not [f"{name_of(path)} {n}" for path, n in counted.items() if n > MOST_FILE_LINES]


def test_most_functions_are_short():
    lengths = sorted(length(function) for path in files(*ROOMS) for function in functions(path))

    assert statistics.median(lengths) <= 12
    assert lengths[int(len(lengths) * 0.9)] <= 30


def test_every_room_is_a_package():
    assert [
        room
        for room in (*ROOMS, "templates", "samples")
        if not (ROOT / room / "__init__.py").exists()
    ] == []
