"""What stands on the General tab of an item: its sections with what is filled in, and where it came from?"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from segue.core.item_types import Section
from segue.core.models import User
from segue.web.components import values
from segue.web.components.item_values import BACK_REFERENCES, Shown, Values

IN_THE_HEADER = ("title",)
BLANK = "–"


def sections(its: Values, *, edit_href: str) -> list[dict[str, Any]]:
    """Describe the sections in order, with a pencil when there is an `edit_href`; one without any value is left out."""
    found = [_section(its, section) | {"edit_href": edit_href} for section in its.item_type.sections]
    filled = [section for section in [*found, _origin(its)] if section["fields"] or section["texts"]]
    return [{"id": f"section-{number}"} | section for number, section in enumerate(filled, 1)]


def _section(its: Values, section: Section) -> dict[str, Any]:
    apart = (*IN_THE_HEADER, *BACK_REFERENCES)
    shown = [field for name in section.fields if name not in apart for field in its.fields(name)]
    shown += _custom(its, section)
    return {
        "title": section.label,
        "fields": [field for field in shown if has_text(field)],
        "texts": [field for field in shown if field.get("html")],
    }


def _custom(its: Values, section: Section) -> list[Shown]:
    """The fields of the company's own in a section; blank ones only where they are to be shown even so."""
    of_section = [pair for pair in its.custom if its.item_type.section(pair[0].section) == section]
    blank = {"value": BLANK}
    return [shown if has_text(shown) else shown | blank for field, shown in of_section
            if has_text(shown) or field.show_always]  # fmt: skip


def has_text(shown: Shown) -> bool:
    """Say whether anything is to be read."""
    return bool(shown.get("value") or shown.get("lines"))


def _origin(its: Values) -> dict[str, Any]:
    """The items this one was made from, as far as they may be named; who made and changed it, and when."""
    item = its.item
    names = [name for name in BACK_REFERENCES if getattr(item, f"{name}_id", None)]
    stamps = [_stamp(_("Created"), item.created_at, item.created_by)]
    if item.version > 1:
        stamps.append(_stamp(_("Changed"), item.changed_at, item.changed_by))
    fields = [*(its.show(name) for name in names), *stamps]
    return {"title": _("Origin"), "fields": fields, "texts": []}


def _stamp(label: str, at: datetime, who: User) -> Shown:
    return {"label": label, "value": f"{values.instant(at)} · {who}"}
