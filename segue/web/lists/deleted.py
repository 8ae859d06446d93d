"""What lies in the recycle bin for this reader: their own deletions, for administrators everybody's?"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segue.core import item_types, permissions, preferences, search, search_terms
from segue.core.models import Item, ItemQuerySet, User
from segue.crm import merging
from segue.web.components import counts, list_rows
from segue.web.components.list_cells import Place
from segue.web.lists import paging

DELETED = paging.instant("deleted_at")
MERGED = "merged"  # stands there only where something was
SAID = (MERGED, "deleted_at")  # the phone says which these are
# Name of the cell, its heading, its role.
COLUMNS = (
    ("gone", gettext_lazy("Name"), "title"),
    (MERGED, gettext_lazy("Merged into"), "text"),
    ("type", gettext_lazy("Type"), "text"),
    ("deleted_by", gettext_lazy("Deleted by"), "text"),
    ("deleted_at", gettext_lazy("Deleted"), "date"),
)


def build(params: Mapping[str, Any], *, reader: User) -> dict[str, Any]:
    """Return what pages/bin.html takes."""
    q, code = _read(params)
    rows = asked(params, reader=reader)
    page = paging.turn(rows, DELETED, descending=True, params=params, beside=("deleted_by",))
    shown = (
        COLUMNS
        if merging.survivors(item.pk for item in page.items)
        else [each for each in COLUMNS if each[0] != MERGED]
    )
    cells = [Place(name, role, str(label) if name in SAID else "") for name, label, role in shown]
    return {
        "search": {"name": "q", "value": q, "label": _("Search the recycle bin")},
        "selects": [_types(code)],
        "chosen": bool(q or code),
        "columns": [{"label": label, "role": role} for _name, label, role in shown],
        "rows": list_rows.bin_rows(page.items, cells, reader=reader),
        "count": _count(rows),
        "previous_href": _address(q, code, before=page.previous),
        "next_href": _address(q, code, after=page.next),
        "days": preferences.load().recycle_bin_days,
    }


def asked(params: Mapping[str, Any], *, reader: User) -> ItemQuerySet:
    """Return what the address of the recycle bin asks for, without order."""
    q, code = _read(params)
    rows = own(reader).of_type(code) if code else own(reader)
    return rows.filter(search.condition(q, rows))


def readable(reader: User) -> ItemQuerySet:
    """Return the deleted items that the reader could read before."""
    return Item.objects.in_bin().filter(permissions.rule(reader, "read"))


def own(reader: User) -> ItemQuerySet:
    """Return the deleted items that the reader can bring back."""
    return readable(reader) if reader.is_admin else readable(reader).filter(deleted_by=reader)


def _read(params: Mapping[str, Any]) -> tuple[str, str]:
    return params.get("q", "").strip()[: search_terms.LONGEST], _type(params.get("type", ""))


def _type(code: str) -> str:
    return code if code in {each.code for each in item_types.all_types()} else ""


def _types(chosen: str) -> dict[str, Any]:
    named = [("", _("All types")), *((each.code, each.label_plural) for each in item_types.all_types())]
    options = [{"value": value, "label": label, "selected": value == chosen} for value, label in named]
    return {"name": "type", "label": _("Type"), "options": options}


def _count(rows: ItemQuerySet) -> str:
    count = counts.of(rows)
    return f"{count} " + ngettext("deleted item", "deleted items", count.number)


def _address(q: str, code: str, **mark: str) -> str:
    if not any(mark.values()):
        return ""
    said = {"q": q, "type": code, **mark}
    return f"{reverse('bin')}?{urlencode({name: value for name, value in said.items() if value})}"
