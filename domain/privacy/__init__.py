"""What is nobody else's business: numbers, homes, children, what people ask of us, and until when."""

from domain.privacy.asked import (
    Asked,
    asked,
    confirms,
    is_child,
    stays,
)
from domain.privacy.homes import guarded, hide_home, shows_people
from domain.privacy.keeping import KEPT, Class, over
from domain.privacy.numbers import first_phone, is_just_a_number, left_a_number, mask, plain
from domain.understanding.nameless import wants_to_be_nameless

__all__ = [
    "KEPT",
    "Asked",
    "Class",
    "asked",
    "confirms",
    "first_phone",
    "guarded",
    "hide_home",
    "is_child",
    "is_just_a_number",
    "left_a_number",
    "mask",
    "over",
    "plain",
    "shows_people",
    "stays",
    "wants_to_be_nameless",
]
