"""What stands on the General tab of an item: its sections with what is filled in, and where it came from?"""

from typing import Any

from django.utils.translation import gettext as _

from segue.web import http
from segue.web.components import values
from segue.web.components.item_values import BACK_REFERENCES, Shown, Values

IN_THE_HEADER = ("title",)


def sections(its: Values) -> list[dict[str, Any]]:
    """Describe the sections in order; a section without any value is left out."""
    found = [
        _section(its, number, section.label, section.fields) for number, section in enumerate(its.item_type.sections, 1)
    ]
    found[-1]["fields"] += _stamps(its)
    return [section for section in [*found, _origin(its)] if section["fields"] or section["texts"]]


def _section(its: Values, number: int, label: object, names: tuple[str, ...]) -> dict[str, Any]:
    apart = (*IN_THE_HEADER, *BACK_REFERENCES)
    shown = [field for name in names if name not in apart for field in its.fields(name)]
    return {
        "id": f"section-{number}",
        "title": label,
        "fields": [field for field in shown if field.get("value") or field.get("lines")],
        "texts": [field for field in shown if field.get("html")],
        "edit_href": http.address(its.item, "edit"),
    }


def _stamps(its: Values) -> list[Shown]:
    """Who made and changed it, and when."""
    item = its.item
    made, changed = (item.created_at, item.created_by), (item.changed_at, item.changed_by)
    lines = [(_("Created"), made)] + ([(_("Changed"), changed)] if item.version > 1 else [])
    return [{"label": label, "value": f"{values.instant(at)} · {who}"} for label, (at, who) in lines]


def _origin(its: Values) -> dict[str, Any]:
    """The items this one was made from, as far as they may be named."""
    names = [name for name in BACK_REFERENCES if getattr(its.item, f"{name}_id", None)]
    return {"id": "section-origin", "title": _("From"), "fields": [its.show(name) for name in names], "texts": []}
