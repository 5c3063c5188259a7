"""Making the models that tell sorts apart: rows of the catalogue, dangers, kinds."""

from collections import Counter
from collections.abc import Callable, Sequence

from domain.understanding.model import Model
from domain.understanding.training import Taste, fitted, train
from training.corpus import EMERGENCY, Line
from training.framing import each_once
from training.machines import machines
from training.seen import whole

LINES = Taste(most=60_000, power=0.35, penalty=0.5)
FEW, OTHER = 20, "other"
"""A sort of which there are fewer lines is none by itself."""
CALM = "not"
Label = Callable[[Line], str]


def row(line: Line) -> str:
    """The row of the catalogue of a line that wants something."""
    return line.row


def peril(line: Line) -> str:
    """The row of a danger that is there now."""
    return line.row if line.kind == EMERGENCY else CALM


def labelled(said: Sequence[Line], label: Label) -> list[tuple[str, str]]:
    """Each line with its label; of a sort that has few, with none of its own."""
    texts = [(line.text, label(line)) for line in said]
    times = Counter(name for _, name in texts)
    return [(text, name if times[name] >= FEW else OTHER) for text, name in texts]


def with_rows(said: Sequence[Line]) -> list[tuple[str, str]]:
    """Each sentence that wants something, with its row."""
    return labelled([line for line in each_once(said) if line.wanted], row)


def alarmed(said: Sequence[Line]) -> Model:
    """Of which danger a line cries, told from all other lines."""
    model = fitted(labelled(said, peril), whole, LINES, by=machines, none=CALM)
    model.card = {"texts": len(said), "labels": len(model.labels)}
    return model


def rowed(said: Sequence[Line]) -> Model:
    """Of which row of the catalogue a line is that wants something, not yet measured."""
    return fitted(with_rows(said), whole, LINES, by=machines)


def of_rows(said: Sequence[Line]) -> Model:
    """Of which row of the catalogue a line is that wants something."""
    return train(with_rows(said), reads=whole, taste=LINES, by=machines)


def of_kinds(said: Sequence[Line]) -> Model:
    """Complaint, hazard, emergency, wish, question, points or sign-up."""
    texts = [(line.text, line.kind) for line in each_once(said) if line.wanted]
    return train(texts, reads=whole, taste=LINES, by=machines)
