"""What huying says in a group may be copied there: none of it is read as somebody's matter."""

import pytest

from domain.understanding import Action
from samples import facts
from tests.domain.understanding.village import GROUP, reader
from tests.house.test_templates import LOCALES, MOMENTS, WORDS

SAID = [
    *(f"tickets/{name}" for name in (
        "filed", "filed_night", "filed_private", "filed_private_night", "again", "cluster_group",
        "done_group", "done_again_group", "standing_group", "joined", "thanks", "called_off", "goes_on",
    )),
    *(f"questions/{name}" for name in ("intent", "known", "besides", "place", "where")),
    "pasted/done_group", "pasted/declined_group", "points/told_in_private", "schedules/sign_up",
    *(f"signups/{name}" for name in ("notice_group", "called_off_group", "which", "left")),
]  # fmt: skip
ADVICE = [moment for moment in MOMENTS if moment.startswith("emergencies/")]
AFTER = {
    "zh-Hans": "已通知负责人和值班员。编号0012",
    "zh-Hant": "已通知負責人和值班員。編號0012",
    "en": "The person in charge and the one on duty have been told. No. 0012",
}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("moment", SAID)
def test_a_copied_line_is_nobodys_matter(moment, locale):
    words = WORDS(moment, locale, **{**facts.FACTS, **facts.OWN.get(moment, {})})

    assert reader().read(words, GROUP).action is Action.IGNORE


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("moment", ["questions/place", "questions/where"])
@pytest.mark.parametrize("kind", ["building", "unit", "zone", None])
def test_a_copied_question_is_nobodys_matter_whatever_does_not_exist(kind, moment, locale):
    absent = {"kind": kind, "name": "8", "where": "金桂园"} if kind else None
    words = WORDS(moment, locale, which=kind is None, absent=absent)

    assert reader().read(words, GROUP).action is Action.IGNORE


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("moment", ADVICE)
def test_a_copied_advice_alarms_nobody(moment, locale):
    said = WORDS("tickets/emergency", locale, ticket_=facts.LIGHT)
    words = WORDS(moment, locale)

    assert said.endswith(AFTER[locale])
    assert reader().read(f"{words}{AFTER[locale]}", GROUP).action is Action.IGNORE
