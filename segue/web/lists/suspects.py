"""Which pairs of items may be the same, of those that a reader may see both of and did not set apart?"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.urls import reverse

from segue.core import item_types
from segue.core.custom_fields import definitions
from segue.core.item_types import ItemType
from segue.core.models import Item, User
from segue.core.models.job import FAILED
from segue.crm import duplicates
from segue.crm.duplicates import COLUMNS, scan
from segue.crm.models import ContactPoint, NotDuplicate, Suspect
from segue.web import http
from segue.web.components import names, values
from segue.web.components.words import of as words_of

SIZE, MOST_PAGE_DIGITS, MOST_POINTS = 20, 4, 4


def build(item_type: ItemType, params: Mapping[str, Any], *, reader: User) -> dict[str, Any]:
    """Return what pages/duplicates.html takes."""
    text = params.get("page", "")
    page = max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= MOST_PAGE_DIGITS else 1
    fields = definitions.seen_by(reader, definitions.of_type(item_type.code))
    rows = list(shown(item_type, reader)[(page - 1) * SIZE : page * SIZE + 1])
    more, rows = len(rows) > SIZE, rows[:SIZE]
    points = _points([pk for row in rows for pk in (row.item_id, row.other_id)])
    last, home = scan.last_of(item_type.code), reverse("duplicates", args=[item_type.slug])
    here = f"{home}?{urlencode({'page': page})}" if page > 1 else home
    merge = f"{reverse('merge', args=[item_type.slug])}?{urlencode({'back': here})}"
    merges = merge if may_merge(item_type, reader) else ""
    return {
        "item_type": item_type,
        "words": words_of(item_type),
        "tabs": [
            {"label": each.label_plural, "href": reverse("duplicates", args=[each.slug]), "current": each == item_type}
            for each in map(item_types.get, COLUMNS)
            if reader.is_admin or reader.access.may_somewhere(each.code, "read")
        ],
        "pairs": [pair for row in rows if (pair := _pair(row, fields, points, merges))],
        "at_work": bool(last and last.is_at_work),
        "failed": bool(last and last.state == FAILED),
        "last": values.instant(last.ended_at) if last and last.ended_at else "",
        "scan_href": reverse("duplicates-scan", args=[item_type.slug]),
        "apart_href": reverse("duplicates-apart", args=[item_type.slug]),
        "previous_href": f"{home}?{urlencode({'page': page - 1})}" if page > 1 else "",
        "next_href": f"{home}?{urlencode({'page': page + 1})}" if more else "",
    }


def shown(item_type: ItemType, reader: User) -> Any:
    """Return the pairs, the surest first; a pair of which one may not see both tells of neither."""
    seen = Item.objects.visible_to(reader, item_type.code).order_by().values("pk")
    apart = NotDuplicate.objects.filter(user=reader, item=OuterRef("item"), other=OuterRef("other"))
    rows = Suspect.objects.filter(~Exists(apart), item_type=item_type.code, item__in=seen, other__in=seen)
    return rows.select_related("item__owner", "other__owner").order_by("strength", "pk")


def may_merge(item_type: ItemType, reader: User) -> bool:
    """Say whether somebody may merge any items of a type: one of them is changed, the others go."""
    return reader.is_admin or all(reader.access.may_somewhere(item_type.code, each) for each in ("edit", "delete"))


def _pair(
    row: Suspect, fields: definitions.Fields, points: Mapping[int, list[str]], merges: str
) -> dict[str, Any] | None:
    """Describe a pair; None where only a field that one may not see speaks for it. `merges`: where, if one may."""
    reasons = [duplicates.reason(each, fields) for each in row.criteria if each in duplicates.REASONS or each in fields]
    if not reasons:
        return None
    items = (row.item, row.other)
    ids = urlencode([("id", item.pk) for item in items])
    return {
        "label": " · ".join(item_types.name(item) for item in items),
        "reasons": ", ".join(reasons),
        "items": [
            {
                "name": item_types.name(item),
                "href": http.address(item),
                "note": f"{names.kind(item)} · {item.owner.name} · {values.instant(item.created_at)}",
                "points": points.get(item.pk, []),
            }
            for item in items
        ],
        "ids": [item.pk for item in items],
        "merge_href": f"{merges}&{ids}" if merges else "",
    }


def _points(ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for item, value in ContactPoint.objects.filter(item__in=ids).order_by("sort", "pk").values_list("item_id", "value"):
        if len(found.setdefault(item, [])) < MOST_POINTS:
            found[item].append(value)
    return found
