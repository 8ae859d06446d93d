"""Which rows of its list does a page show? Each page tells its neighbours by their addresses: nothing counts pages."""

from collections.abc import Mapping, Sized
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from segue.web.components import values
from segue.web.lists import paging

MOST_DIGITS = 9
UNKNOWN = 0


def first_row(params: Mapping[str, Any]) -> int:
    """Return the number of the first row of the page that an address asks for; UNKNOWN where it does not say so."""
    if paging.is_first(params):
        return 1
    text = params.get("row", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else UNKNOWN


def beside(row: int, size: int, mark: Mapping[str, str]) -> dict[str, str]:
    """Return how the address of the next page ("after"), or of the one before, says where it begins."""
    if row == UNKNOWN:
        return {}
    return {"row": str(row + size if mark.get("after") else max(1, row - size))}


def said(params: Mapping[str, Any], rows: Sized, context: Mapping[str, Any]) -> str:
    """Say how many there are, and which of them a page shows that is not alone."""
    count = str(context["count"])
    row = first_row(params) if context["previous_href"] else 1  # also where a mark leads nowhere any more
    if row == UNKNOWN or not (context["previous_href"] or context["next_href"]):
        return count
    first, last = (values.number(Decimal(number)) for number in (row, row + len(rows) - 1))
    return _("%(count)s, rows %(first)s–%(last)s") % {"count": count, "first": first, "last": last}
