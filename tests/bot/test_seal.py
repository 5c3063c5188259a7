"""A number left in private: whoever has the database alone cannot read it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.seal import Seal

NUMBER = "13800001234"


@given(st.text(max_size=40))
def test_what_is_sealed_comes_back_as_it_was(text):
    seal = Seal(b"the key")
    assert seal.open(seal.close(text)) == text


def test_the_same_number_never_looks_the_same_and_never_shows():
    seal = Seal(b"the key")
    first, second = seal.close(NUMBER), seal.close(NUMBER)

    assert first != second
    assert NUMBER not in first


def test_with_another_key_or_a_bent_seal_there_is_nothing_to_read():
    sealed = Seal(b"the key").close(NUMBER)

    assert Seal(b"another key").open(sealed) is None
    assert Seal(b"the key").open(sealed[:-8] + "AAAAAAA=") is None
    assert Seal(b"the key").open("no seal at all") is None
