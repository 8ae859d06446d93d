"""What does one see first: what waits today, and how business is going?"""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from segue.core import permissions, settings_changes
from segue.crm.demo import sample
from segue.web import http
from segue.web.components import counts, first_steps, my_day, shell
from segue.web.components.figures import Figures
from segue.web.lists import counted
from segue.web.lists.reported import Reported
from segue.web.views.settings.gate import needs_administrator

MOST_ACTIVITIES = 50


def start(request: http.Request) -> HttpResponse:
    """Show what waits for the reader today, and a place for the figures, which come by a second request.

    The administrator of an empty system is greeted with the first steps. Who may read no items goes to what they may
    change; somebody without any role is told so.
    """
    if not shell.readable(request.user):
        return _without_items(request)
    steps = first_steps.greet(request.user)
    context: dict[str, Any] = my_day.parts(request.user) | {"steps": steps}
    if steps:
        context["sample_is_possible"] = sample.is_possible()
    else:
        context |= _reported(request, reverse("start"))
    return http.page(request, "pages/home.html", context)


@require_POST
@needs_administrator
def dismiss(request: http.Request) -> HttpResponse:
    """Greet nobody with the first steps any more."""
    settings_changes.save_preferences({"first_steps": False}, actor=request.user)
    return http.back_to(reverse("start"))


@require_safe
def figures(request: http.Request) -> HttpResponse:
    """Show the figures: a part of the first page, or a page where nothing fetches parts."""
    permissions.require_access(request.user)
    to = Reported(request.GET, request.user)
    context = {"figures": Figures(to.scope, to.start, to.said).all()}
    if request.htmx and request.htmx.target == "figures-frame":
        return http.part(request, "pages/figures_part.html", context)
    return http.page(request, "pages/figures.html", context | _reported(request, reverse("figures")))


@require_safe
def figure(request: http.Request, figure: str) -> HttpResponse:
    """List exactly the items that a number counts."""
    permissions.require_access(request.user)
    if figure == "activities":
        return _activities(request)
    context = counted.build(figure, request.GET, Reported(request.GET, request.user))
    if context is None:
        raise Http404
    return http.page(request, "pages/figure.html", context)


def _activities(request: http.Request) -> HttpResponse:
    pages = Paginator(my_day.due_activities(request.user), MOST_ACTIVITIES)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "entries": my_day.entries(list(page.object_list), request.user),
        "hidden": my_day.HIDDEN,
        "meta": [{"text": my_day.due_words(counts.known(pages.count))}],
        "previous_href": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_href": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return http.page(request, "pages/due_activities.html", context)


def _reported(request: http.Request, home: str) -> dict[str, Any]:
    """Describe how the figures are narrowed, and where they are fetched."""
    to = Reported(request.GET, request.user)
    return {
        "bar": to.bar(home),
        "unclear": to.unclear,
        "offers": to.offers(home) if to.unclear else [],
        "figures_href": to.address(reverse("figures")),
    }


def _without_items(request: http.Request) -> HttpResponse:
    if request.user.may_edit_catalogue:
        return http.back_to(reverse("settings" if request.user.may_change_settings else "products"))
    return http.page(request, "pages/empty_start.html", {"empty": False})
