"""How does the number of an estimate or invoice look, and in which period does its counting start anew?

Templates are free text with placeholders, e.g. `{PREFIX}-{YEAR}-{NUMBER}`. Days are those of the organisation's zone.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import date

PLACEHOLDERS = ("NUMBER", "PREFIX", "YEAR", "MONTH", "DAY", "RANDOM")

# What a template must show so that a number of one period differs from that of the next.
RESETS = {"none": (), "year": ("YEAR",), "month": ("YEAR", "MONTH"), "day": ("YEAR", "MONTH", "DAY")}

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without I, L and O, which are read as 1 and 0
_RANDOM_LENGTH = 6
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class PlaceholderUnknown(ValueError):
    """The template names a placeholder that does not exist."""


class NumberMissing(ValueError):
    """Without {NUMBER} or {RANDOM} all numbers of the template would be the same."""


class PeriodMissing(ValueError):
    """Counting starts anew, but the template does not show the period, so numbers would come twice."""


@dataclass(frozen=True, slots=True)
class Template:
    """How numbers are written: the text, what {PREFIX} stands for, and how {NUMBER} is padded."""

    text: str = "{NUMBER}"
    prefix: str = ""
    min_length: int = 0
    padding: str = "0"


def random_part() -> str:
    """Draw six letters and digits that nobody mistakes for one another."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM_LENGTH))


def render(template: Template, number: int, on: date, *, random: str = "") -> str:
    """Write a number as it stands on a paper issued on that day; {RANDOM} is drawn anew unless it is given."""
    values = {
        "NUMBER": str(number).rjust(template.min_length, template.padding or "0"),
        "PREFIX": template.prefix,
        "YEAR": f"{on.year:04}",
        "MONTH": f"{on.month:02}",
        "DAY": f"{on.day:02}",
        "RANDOM": random or random_part(),
    }
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), template.text)


def period(reset: str, on: date) -> str:
    """Name the period in which a day's numbers are counted: "", "2026", "2026-01" or "2026-01-31"."""
    return on.isoformat()[: {"none": 0, "year": 4, "month": 7, "day": 10}[reset]]


def check(text: str, reset: str) -> None:
    """Raise PlaceholderUnknown, NumberMissing or PeriodMissing when the template cannot give unique numbers."""
    used = set(_PLACEHOLDER.findall(text))
    if unknown := used - set(PLACEHOLDERS):
        raise PlaceholderUnknown(", ".join(sorted(unknown)))
    if not used & {"NUMBER", "RANDOM"}:
        raise NumberMissing(text)
    if "RANDOM" not in used and (missing := set(RESETS[reset]) - used):
        raise PeriodMissing(", ".join(sorted(missing)))
