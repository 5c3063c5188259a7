"""What acts are worth: the rules that a community starts with."""

from collections.abc import Iterable

from domain.points import Rule
from handlers.turn import Turn
from storage.points.rules import has_rules
from storage.points.tables import RuleRow


async def lay_rules(turn: Turn, rules: Iterable[Rule]) -> None:
    """The default rules are there from the first start; a workbook changes or adds to them."""
    if await has_rules(turn.session):
        return
    turn.session.add_all(
        RuleRow(
            code=rule.code, name=rule.name, points=rule.points, valid_from=rule.valid_from,
            valid_until=rule.valid_until, evidence=rule.evidence, active=rule.active,
            cap=";".join(str(cap.points) for cap in rule.caps),
            period=";".join(cap.period.value for cap in rule.caps),
        )
        for rule in rules
    )  # fmt: skip
    await turn.session.flush()
