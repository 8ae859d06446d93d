"""Which items stand behind a number of a report, as a list?"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from segue.core import currencies, item_types
from segue.crm import conversion
from segue.crm.reports import listed
from segue.crm.reports.listed import Now
from segue.crm.reports.scope import total
from segue.web.components import figures, list_rows, words
from segue.web.lists import listing, paging
from segue.web.lists.columns import Columns
from segue.web.lists.reported import Reported

LATEST = paging.instant("last_activity_at")


def build(what: str, params: Mapping[str, Any], to: Reported) -> dict[str, Any] | None:
    """Return what pages/figure.html takes; None where there is no such number. Raises Forbidden for somebody who may
    read no item of its type.
    """
    part = params.get("part", "")
    found = listed.items(what, part, to.scope, Now(timezone.now(), timezone.localdate()))
    if found is None:
        return None
    item_type, reader = item_types.get(found.item_type), to.reader
    listing.require_read(item_type, reader)
    wanted = Columns(item_type, reader, {}).usual
    come_to = total(found.rows)
    rows = paging.by_ids(found.rows) if come_to.count <= paging.LITTLE else found.rows
    page = paging.turn(rows, LATEST, descending=True, params=params, beside=listing.BESIDE)
    home = f"{reverse('figure', args=[what])}?{urlencode([*to.said, *([('part', part)] if part else [])])}"
    return {
        "heading": figures.heading(what, part),
        "meta": [{"text": figures.sum_of(come_to, item_type.code, currencies.base())}],
        "words": words.of(item_type),
        "item_type": item_type,
        "columns": [{"label": column.heading, "role": column.role} for column in wanted],
        "rows": list_rows.rows(
            page.items,
            [column.place for column in wanted],
            reader=reader,
            variants=conversion.addable(item_type.code, actor=reader),
        ),
        "previous_href": f"{home}&{urlencode({'before': page.previous})}" if page.previous else "",
        "next_href": f"{home}&{urlencode({'after': page.next})}" if page.next else "",
        "back_href": to.address(reverse("figures")),
    }
