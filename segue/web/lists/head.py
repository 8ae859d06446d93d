"""What stands above a list, and above the board of the same items? Views, search, filter, columns; see c-list-head."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core import saved_views
from segue.core.models import User
from segue.web.components import words
from segue.web.lists import columns, conditions, exporting, filters
from segue.web.lists.asked import Asked
from segue.web.lists.views import View

Shown = dict[str, Any]


def describe(to: Asked, *, target: str = "list") -> Shown:
    """Return what c-list-head takes; `target` is the id of what a search brings up to date, beside the head itself."""
    selects = filters.selects(to.chosen, to.stages)
    sorts = columns.choices(to.known, to.sorting)
    chips = [*_of_selects(to, selects), *_of_conditions(to)]
    if target == "list":  # a board has an order of its own
        chips += _of_order(to, sorts)
    return {
        "home": to.home,
        "address": to.address,
        "target": target,
        "said": _said(to),
        "search": {"name": "q", "value": to.chosen.q, "label": words.of(to.item_type).search, "always": True},
        "selects": selects,
        "sorts": sorts,
        "hidden": _hidden([*to.said_of_place, *to.chosen.conditions.said]),
        "tabs": _tabs(to),
        "views": _menu(to),
        "view": _present(to),
        "chips": chips,
        "reset_href": to.cleared if to.chosen else "",
        "count": len(to.chosen.conditions.each),
        "filter_href": _dialog(to, "list-filter"),
        "columns_href": _dialog(to, "list-columns"),
        "save_href": _dialog(to, "view-new"),
        "export_href": _dialog(to, "list-export") if exporting.may(to.reader, to.item_type) else "",
    }


def _said(to: Asked) -> str:
    """Say that something else is shown than was asked for; "" where it is not."""
    if to.is_view_missed:
        said = _("This view is not there any more, or not shared with you any more. You see “%(name)s” instead.")
        return said % {"name": to.view.name}
    if to.chosen.left_out:
        return _("This filter asks for something that is not there any more. That part is left out.")
    return ""


def _dialog(to: Asked, name: str) -> str:
    """Return the address of a dialog, with what is asked now; it leads back to the same page."""
    said = urlencode([*to.said_of_place, *(to.said or [("q", "")]), ("home", to.home)])
    return f"{reverse(name, args=[to.item_type.slug])}?{said}"


def _tabs(to: Asked) -> list[Shown]:
    pinned = to.shelf.pinned
    shown = pinned if to.view in pinned else [*pinned, to.view]
    return [{"label": view.name, "href": to.of_view(view), "current": view == to.view} for view in shown]


def _menu(to: Asked) -> list[Shown]:
    """Describe every view: where it leads, and whether it is a tab."""
    pinned = {view.code for view in to.shelf.pinned}
    rows = [view for view in to.shelf.views.values() if view != to.shelf.views["all"]]
    return [
        {
            "label": view.name,
            "href": to.of_view(view),
            "current": view == to.view,
            "note": _note(view, to.reader),
            "code": view.code,
            "is_pinned": view.code in pinned,
            "is_first": view == to.shelf.first,
            "action": reverse("view-choose", args=[to.item_type.slug, view.code]),
        }
        for view in rows
    ]


def _note(view: View, reader: User) -> str:
    if view.saved is None or view.saved.owner_id == reader.pk:
        return ""
    return _("shared")


def _present(to: Asked) -> Shown:
    """Say what can be done with the view that is open."""
    view, slug = to.view, to.item_type.slug
    found: Shown = {
        "name": view.name,
        "code": view.code,
        "is_changed": to.is_changed,
        "is_first": view == to.shelf.first,
        "href": to.of_view(view),
        "action": reverse("view-choose", args=[slug, view.code]),
        "edit_href": "",
        "update_action": "",
    }
    if view.saved is None or not saved_views.may_change(view.saved, to.reader):
        return found
    found["edit_href"] = f"{reverse('view-edit', args=[slug, view.saved.pk])}?{urlencode({'home': to.home})}"
    if to.is_changed:
        found["update_action"] = reverse("view-update", args=[slug, view.saved.pk])
        found["hidden"] = _hidden([("asked", urlencode(to.said)), ("home", to.home)])
    return found


def _of_conditions(to: Asked) -> list[Shown]:
    """Say each condition, those of a group side by side, and where it is taken away."""
    each = sorted(to.chosen.conditions.each, key=lambda condition: condition.group)
    any_of_group = to.chosen.conditions.match != conditions.ANY
    found: list[Shown] = []
    for before, condition in zip([None, *each], each, strict=False):
        within = before is not None and before.group == condition.group != 0
        is_or = within == any_of_group
        joint = "" if before is None or not is_or else _("or")
        found.append({"text": condition.text(to.context), "href": to.without(condition), "joint": joint})
    return found


def _of_selects(to: Asked, selects: list[Shown]) -> list[Shown]:
    """Say what is chosen beside the search, for the phone, where only this is seen of it."""
    found = []
    for select in selects:
        if getattr(to.chosen, select["name"]):
            text, href = f"{select['label']}: {select['said']}", to.with_less(select["name"])
            found.append({"text": text, "href": href, "joint": "", "is_select": True})
    return found


def _of_order(to: Asked, sorts: Shown) -> list[Shown]:
    """Say by what the list is sorted where no heading can: a view may be sorted by a column that is not shown."""
    if to.sorting.column.name in {each.name for each in to.columns} or to.sorting.is_standard:
        return []
    label = next(each["label"] for each in sorts["options"] if each["selected"])
    return [{"text": f"{sorts['label']}: {label}", "href": to.unsorted, "joint": ""}]


def _hidden(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]
