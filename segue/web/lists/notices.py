"""What was somebody told, newest first: the whole of it page by page, or only what is newest?"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from segue.core import notices
from segue.core.models import User
from segue.web.components.notices import Said, told
from segue.web.lists import by_id

FEW = 12


def page(params: Mapping[str, Any], *, reader: User) -> dict[str, Any]:
    """Return what pages/notices.html takes."""
    found, home = by_id.turn(notices.of(reader), params), reverse("notices")
    return {
        "previous_href": f"{home}?{urlencode({'after': found.newer})}" if found.newer else "",
        "next_href": f"{home}?{urlencode({'before': found.older})}" if found.older else "",
    } | _listed(told(found.rows, reader))


def newest(reader: User) -> dict[str, Any]:
    """Return what the panel of the bell takes."""
    return _listed(told(list(notices.of(reader)[:FEW]), reader))


def _listed(rows: list[Said]) -> dict[str, Any]:
    """`last` is the newest that was shown: what comes after it is not read by "mark all as read"."""
    return {"rows": rows, "last": max((row["pk"] for row in rows), default=0)}
