"""What huying reads residents by: catalogue, words, models; a deployment's own before those that ship."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import domain
from domain.catalogue import Catalogue, load_catalogue
from domain.places import Places
from domain.understanding import Reader
from domain.understanding.judge import MODELS, Judge, load_judge
from domain.understanding.lexicon import Lexicon, load_lexicon

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # half a second, for what is no single sign
DATA = Path(domain.__file__).parent / "data"
LEXICON = ("matters.toml", "lexicon.toml")


def data_file(name: str, own: Path | None) -> str:
    """A data file of the house; one of the same name in the deployment's folder replaces it."""
    found = own_file(name, own)
    return _shipped(name) if found is None else found


def own_file(name: str, own: Path | None) -> str | None:
    """A data file of the deployment's own folder, where there is one."""
    if own is None or not (own / name).is_file():
        return None
    return (own / name).read_text(encoding="utf-8")


@cache
def _shipped(name: str) -> str:
    """Read once a process: the models are megabytes, and what is made of a text is kept by it."""
    return (DATA / name).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that a reader needs but the places."""

    catalogue: Catalogue
    lexicon: Lexicon
    judge: Judge

    def reader(self, places: Places) -> Reader:
        return Reader(self.catalogue, self.lexicon, self.judge, places)


def known(own: Path | None) -> Knowledge:
    """What a deployment reads by, whose folder may hold files of its own."""
    return Knowledge(
        load_catalogue(data_file("catalogue.csv", own)),
        load_lexicon(*(data_file(name, own) for name in LEXICON)),
        load_judge(*(data_file(name, own) for name in MODELS)),
    )
