"""Small models' word on a line: whether anything is wanted, what, and whether it is danger."""

from dataclasses import dataclass
from functools import lru_cache

from domain.understanding.model import Held, Model, NoModel
from domain.understanding.sieve import Sieve, load_sieve

WANTED, EMERGENCY = "wanted", "emergency"
MODELS = tuple(f"models/{name}.json" for name in ("wanted", "kinds", "rows", "alarms", "sieve"))


@dataclass(frozen=True, slots=True)
class Limits:
    """From which share on something is done about a line; found on lines that no model had learned."""

    register: float
    ask: float
    alarm: float
    doubt: float
    """Below this share no danger is meant, even where the words name one."""


@dataclass(frozen=True, slots=True)
class Judge:
    """The models that ship, or those that a community has trained with its own corrections."""

    wanted: Model
    kinds: Model
    rows: Model
    alarms: Model
    sieve: Sieve
    limits: Limits

    def want(self, held: Held) -> float:
        """How likely it is that the community is wanted to do or to answer something."""
        return self.wanted.shares(held)[WANTED]

    def alarm(self, held: Held) -> float:
        """How likely it is that somebody is in danger now."""
        return self.alarms.shares(held)[EMERGENCY]

    def kind(self, held: Held) -> str:
        """The likeliest kind of a line that wants something."""
        return _likeliest(self.kinds.shares(held))

    def rows_of(self, held: Held) -> dict[str, float]:
        """How likely each row of the catalogue is."""
        return self.rows.shares(held[:1])


def _likeliest(shares: dict[str, float]) -> str:
    return max(shares, key=shares.__getitem__)


@lru_cache(maxsize=2)
def load_judge(wanted: str, kinds: str, rows: str, alarms: str, sieve: str) -> Judge:
    """The judge from its models' files. Raises NoModel."""
    first, second, third, last = map(Model.read, (wanted, kinds, rows, alarms))
    try:
        limits = Limits(
            float(first.card["register"]), float(first.card["ask"]),
            float(last.card["alarm"]), float(last.card["doubt"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise NoModel from None
    return Judge(first, second, third, last, load_sieve(sieve), limits)
