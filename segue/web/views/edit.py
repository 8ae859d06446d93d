"""How is an item made, and how edited? One form for both, whatever the type."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.core import item_types, permissions
from segue.core.models import Item
from segue.web import http
from segue.web.components import duplicates as shown
from segue.web.components import edit_page, here, toasts
from segue.web.components.spots import Spots
from segue.web.forms import arranged, conflicts, layout, saving
from segue.web.forms.columns import Draft
from segue.web.forms.duplicates import Suspects
from segue.web.forms.in_place import FieldsForm
from segue.web.forms.item_form import ItemForm
from segue.web.forms.saving import Outcome


@require_http_methods(["GET", "POST"])
def new(request: http.Request, slug: str) -> HttpResponse:
    """Fill in a new item, and store it."""
    return _answer(request, Draft.of_new(http.item_type(slug).code, request.user))


@require_http_methods(["GET", "POST"])
def edit(request: http.Request, slug: str, pk: int) -> HttpResponse:
    """Change an item."""
    return _answer(request, Draft(http.visible(request, slug, pk, to="edit"), request.user))


def _answer(request: http.Request, draft: Draft) -> HttpResponse:
    if request.method != "POST":
        return show(request, Outcome(ItemForm(draft)))
    form = sent(request, draft)
    if asked := request.POST.get("arrange"):
        return show(request, Outcome(arranged.anew(form, asked)))
    outcome = saving.save(form, actor=request.user, suspects=Suspects(form))
    if outcome.item is None:
        return show(request, outcome)
    told = _("“%(name)s” was created.") if draft.is_new else _("“%(name)s” was saved.")
    toasts.add(request, told % {"name": item_types.name(outcome.item)})
    return leave(request, outcome.item)


def leave(request: http.Request, item: Item) -> HttpResponse:
    """Open what was saved; who gave it to others and may not read it any more goes to the list."""
    if permissions.may(request.user, "read", item):
        return http.leave_to(request, http.address(item))
    return http.leave_to(request, reverse("list", args=[item_types.of(item).slug]))


def sent(request: http.Request, draft: Draft) -> ItemForm:
    """Return the form as it was sent, with the files that came along; the whole one, if only some of it was sent."""
    spot = "" if draft.is_new else request.POST.get("spot", "")
    names = Spots(draft.item, request.user, may_edit=True).names(spot) if spot else ()
    form = FieldsForm(draft, request.POST, spot, names) if names else ItemForm(draft, request.POST)
    form.upload(request.FILES)
    return form


def show(request: http.Request, outcome: Outcome) -> HttpResponse:
    """Answer with the form."""
    form = outcome.form
    sections, around = layout.sections(form), edit_page.describe(form.draft.item, is_new=form.draft.is_new)
    if request.user.may_change_settings:
        edit_page.offer_fields(sections, form.draft.item_type, back=around["action"])
    arranged.offer(sections, form, back=around["action"])
    both = conflicts.shown(form)
    context = around | {
        "form": form,
        "sections": sections,
        "conflicts": both,
        "own_conflicts": all(each.get("own") for each in both),
        "refused": outcome.status == saving.REFUSED,
        "is_typed": form.data is not None,
        "duplicates": duplicates(outcome),
        "here": None if form.draft.is_new else here.beginning(request, form.draft.item, version=form.version),
    }
    return http.page(request, "pages/edit.html", context, status=outcome.status)


def duplicates(outcome: Outcome) -> dict[str, Any] | None:
    """Describe who may be the item of a form, None where nothing of it is compared.

    Whoever tried to save was shown them, so the next save passes while they are the same.
    """
    suspects = outcome.suspects or Suspects(outcome.form)
    if not suspects.inputs:
        return None
    passes = bool(suspects.found) and (outcome.status != HTTPStatus.OK or suspects.are_answered)
    fields = outcome.form.draft.custom_fields
    described = shown.describe(suspects.found, fields, inputs=suspects.inputs, apart=suspects.apart)
    return described | {"seen": suspects.token if passes else "", "asks": outcome.suspects is not None}
