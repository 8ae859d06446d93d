"""Which rows stand on this page, newest first? For tables whose ids grow with time, so that they are the order too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

SIZE, MOST_ID_DIGITS = 50, 18
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of a page, and the ids of which its neighbours ask: `after` the one, `before` the other; 0 for none."""

    rows: list[Row]
    newer: int
    older: int


def turn(rows: QuerySet[Row], params: Mapping[str, Any]) -> Page[Row]:
    """Return the page that `before` or `after` in the address asks for; the first where they lead nowhere."""
    rows, before, after = rows.order_by("-pk"), read(params.get("before")), read(params.get("after"))
    if after:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: SIZE + 1])
        more = len(found) > SIZE
        found = found[:SIZE][::-1]
        if len(found) == SIZE:
            return Page(found, found[0].pk if more else 0, found[-1].pk)
        before = None  # the first page shows the same, filled up
    found = list(rows.filter(pk__lt=before)[: SIZE + 1]) if before else []
    if not found:
        before, found = None, list(rows[: SIZE + 1])
    older = found[SIZE - 1].pk if len(found) > SIZE else 0
    return Page(found[:SIZE], found[0].pk if before and found else 0, older)


def read(text: Any) -> int | None:
    """Read an id from an address; None for what is none."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_ID_DIGITS else None
