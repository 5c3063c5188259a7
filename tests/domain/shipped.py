"""The catalogue and the words that ship, and a small estate to read lines in."""

from pathlib import Path

from domain.catalogue import load_catalogue
from domain.places import Place, PlaceKind, Places
from domain.understanding import Context, Reader
from domain.understanding.judge import MODELS, load_judge
from domain.understanding.lexicon import load_lexicon

DATA = Path(__file__).parents[2] / "domain" / "data"
CATALOGUE = load_catalogue((DATA / "catalogue.csv").read_text("utf-8"))
LEXICON = load_lexicon(
    (DATA / "matters.toml").read_text("utf-8"), (DATA / "lexicon.toml").read_text("utf-8")
)
PLACES = Places((
    Place("C", "柳荫社区", PlaceKind.COMMUNITY),
    Place("JGY", "金桂园", PlaceKind.ESTATE, "C"),
    *(Place(f"JGY/{n}", f"{n}栋", PlaceKind.BUILDING, "JGY") for n in range(1, 13)),
    Place("JGY/W", "西门", PlaceKind.PUBLIC, "JGY"),
))  # fmt: skip
JUDGE = load_judge(*((DATA / name).read_text("utf-8") for name in MODELS))
READER = Reader(CATALOGUE, LEXICON, JUDGE, PLACES)
GROUP = Context(group_place="JGY")
