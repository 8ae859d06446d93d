"""How many are there? Counted exactly as far as nobody waits for it, and written as people read it: "10,000+"."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from segue.web.components import values

EXACT_TO = 10_000


@dataclass(frozen=True)
class Count:
    """A number, and whether there are more; as text in the reader's notation."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"{values.number(Decimal(self.number))}{'+' if self.more else ''}"


def known(number: int) -> Count:
    """Say a number that is known, as far as others are counted."""
    return Count(min(number, EXACT_TO), number > EXACT_TO)


def of(rows: "QuerySet[Any]", *, most: int = 0) -> Count:
    """Count exactly up to `most`, or as far as the length of a list, so that no page waits for its own length."""
    most = most or EXACT_TO
    found = rows.order_by()[: most + 1].count()
    return Count(min(found, most), found > most)
