"""Which acts are there, in the order of the bar?"""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core import item_types
from segue.core.item_types import ItemType
from segue.core.models import User
from segue.crm import conversion
from segue.web.lists import exporting, suspects
from segue.web.many.act import Act
from segue.web.many.changes import AddObservers, ChangeOwner, ChangeStage
from segue.web.many.conversions import CreateBasedOn
from segue.web.many.field import ChangeField
from segue.web.many.others import AddToDo, Delete, Restore

ACTS: tuple[type[Act], ...] = (
    CreateBasedOn,
    ChangeOwner,
    ChangeStage,
    ChangeField,
    AddObservers,
    AddToDo,
    Delete,
    Restore,
)
BY_CODE = {act.code: act for act in ACTS}


def named(text: str) -> tuple[type[Act], str] | None:
    """Return the act that an address or a job names, and its variant: "create-deal-contact"."""
    code, _dash, option = text.partition("-")
    act = BY_CODE.get(code)
    return (act, option) if act and bool(option) == (act is CreateBasedOn) else None


def make(text: str, item_type: ItemType | None, typed: QueryDict, actor: User) -> Act | None:
    """Return an act with what was chosen for it; None for what there is not, of this type."""
    found = named(text)
    if found is None:
        return None
    act, option = found
    if (item_type is None) != (act is Restore):
        return None
    if act is CreateBasedOn and (item_type is None or conversion.variant_of(item_type.code, option) is None):
        return None
    if act is ChangeStage and not (item_type and item_type.has_stages):
        return None
    if act is AddObservers and not (item_type and item_type.has("observers")):
        return None
    return act(item_type, typed, actor, option=option)


def offered(item_type: ItemType | None, actor: User) -> list[dict[str, Any]]:
    """Describe what the bar of a list offers: buttons, and the variants under one of them."""
    found: list[dict[str, Any]] = []
    for act in ACTS:
        if not act.is_for(item_type, actor):
            continue
        entry: dict[str, Any] = {"code": act.code, "label": act.label, "icon": act.icon, "tone": act.tone}
        if act is CreateBasedOn and item_type is not None:
            entry["variants"] = [
                {"code": f"create-{each.code}", "label": each.label, "icon": item_types.get(each.targets[0]).icon}
                for each in conversion.addable(item_type.code, actor=actor)
            ]
        found.append(entry)
    return found


def bar(item_type: ItemType | None, params: QueryDict, context: dict[str, Any], *, reader: User) -> dict[str, Any]:
    """Describe the bar of a list, as c-many-bar takes it, and the boxes of its rows."""
    found = offered(item_type, reader)
    if not found or not context["rows"]:
        return {}
    query = context["stated"] if "stated" in context else params.urlencode()
    action = reverse("many", args=[item_type.slug]) if item_type else reverse("bin-many")
    return {
        "action": action,
        "query": query,
        "acts": found,
        "export": reverse("list-export", args=[item_type.slug])
        if item_type and exporting.may(reader, item_type)
        else "",
        "merge": reverse("merge", args=[item_type.slug]) if item_type and suspects.may_merge(item_type, reader) else "",
        "all": _("All that are found: %(count)s") % {"count": context["count"]},
        "ticks": {"page": ",".join(str(row["pk"]) for row in context["rows"])},
    }
