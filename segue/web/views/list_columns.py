"""Which columns does a list show, and in which order? Chosen for oneself, for everybody, or with a view."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.core import saved_views
from segue.web import http
from segue.web.components import toasts
from segue.web.lists import columns
from segue.web.lists.asked import Asked
from segue.web.views import list_filter

STEPS = {"up": -1, "down": 1}


@require_http_methods(["GET", "POST"])
def edit(request: http.Request, slug: str) -> HttpResponse:
    """Show the columns (GET), move one, or keep what is chosen (POST)."""
    to = list_filter.asked(request, slug)
    order, shown = _order(to), [each.name for each in to.columns]
    if request.method == "POST":
        order, shown = _sent(to, request.POST.getlist("column")), request.POST.getlist("shown")
        act = request.POST.get("act") or _usual_act(to)
        if act == "reset" or act.startswith("save:"):
            return _keep(request, to, act, [name for name in order if name in shown])
        order = _moved(order, act)
    return http.dialog(request, "lists/columns.html", _describe(request, to, order, shown))


def _keep(request: http.Request, to: Asked, act: str, chosen: Sequence[str]) -> HttpResponse:
    item_type = to.item_type.code
    if act == "reset":
        saved_views.choose(item_type, {"columns": [], "size": None}, actor=request.user)
    elif act == "save:all":
        saved_views.choose_for_all(item_type, {"columns": chosen}, actor=request.user)
    elif act == "save:view" and to.view.saved is not None:
        saved_views.save(to.view.saved, {"columns": chosen}, actor=request.user)
    else:
        saved_views.choose(item_type, {"columns": chosen}, actor=request.user)
    toasts.add(request, _("The columns were saved."))
    return http.leave_to(request, to.address)


def _order(to: Asked) -> list[str]:
    """The columns that are shown, in their order, then the others, by name."""
    shown = [each.name for each in to.columns]
    others = [(str(row.label).casefold(), name) for name, row in to.all_columns.rows.items() if name not in shown]
    return [*shown, *(name for _label, name in sorted(others))]


def _sent(to: Asked, names: Sequence[str]) -> list[str]:
    known = [name for name in dict.fromkeys(names) if name in to.all_columns.rows]
    return [*known, *(name for name in _order(to) if name not in known)]


def _moved(order: list[str], act: str) -> list[str]:
    step, _sign, name = act.partition(":")
    if step in STEPS and name in order:
        at = order.index(name)
        order.insert(max(at + STEPS[step], 0), order.pop(at))
    return order


def _may_keep(to: Asked) -> bool:
    return to.view.saved is not None and saved_views.may_change(to.view.saved, to.reader)


def _usual_act(to: Asked) -> str:
    return "save:view" if to.view.columns and _may_keep(to) else "save:me"


def _describe(request: http.Request, to: Asked, order: Sequence[str], shown: Sequence[str]) -> dict[str, Any]:
    rows = to.all_columns.rows
    each = [
        {
            "name": name,
            "label": columns.HEADINGS.get(name, rows[name].label),
            "shown": name in shown or name == "title",
            "fixed": name == "title",
            "is_first": place == 0,
            "is_last": place == len(order) - 1,
        }
        for place, name in enumerate(order)
    ]
    action = f"{reverse('list-columns', args=[to.item_type.slug])}?{request.GET.urlencode()}"
    return {
        "dialog": {"title": _("Columns"), "action": action, "cancel_href": to.address, "hidden": []},
        "columns": each,
        "in_view": bool(to.view.columns),
        "view": to.view,
        "may_keep": _may_keep(to),
        "for_all": request.user.may_change_settings,
        "may_reset": to.is_arranged and not to.view.columns,
        "act": _usual_act(to),
    }
