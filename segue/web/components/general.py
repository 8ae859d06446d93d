"""What stands on the General tab of an item: its sections with what is filled in, and where it came from?"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from segue.core.models import User
from segue.web import http
from segue.web.components import values
from segue.web.components.item_values import BACK_REFERENCES, Shown, Values

IN_THE_HEADER = ("title",)


def sections(its: Values) -> list[dict[str, Any]]:
    """Describe the sections in order; a section without any value is left out."""
    found = [
        _section(its, number, section.label, section.fields) for number, section in enumerate(its.item_type.sections, 1)
    ]
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


def _origin(its: Values) -> dict[str, Any]:
    """The items this one was made from, as far as they may be named; who made and changed it, and when."""
    item = its.item
    names = [name for name in BACK_REFERENCES if getattr(item, f"{name}_id", None)]
    stamps = [_stamp(_("Created"), item.created_at, item.created_by)]
    if item.version > 1:
        stamps.append(_stamp(_("Changed"), item.changed_at, item.changed_by))
    fields = [*(its.show(name) for name in names), *stamps]
    return {"id": "section-origin", "title": _("Origin"), "fields": fields, "texts": []}


def _stamp(label: str, at: datetime, who: User) -> Shown:
    return {"label": label, "value": f"{values.instant(at)} · {who}"}
