"""How is the form of an item type arranged: for oneself, for some, or for everybody?"""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.core import form_view_changes, form_views, permissions, pipelines
from segue.core.custom_fields import definitions
from segue.core.item_types import ItemType, Text
from segue.core.models import FormView, User
from segue.web import http
from segue.web.components import arranger, toasts
from segue.web.forms import arranging
from segue.web.forms.arranging import Arranging
from segue.web.forms.settings.form_view import NamedForm
from segue.web.lists import filters, listing

SAVE = "save:"  # then for whom: "me", "all" or "named"


class Asked:
    """Which form is to be arranged, and what its page began with."""

    def __init__(self, request: http.Request, slug: str) -> None:
        self.request, self.item_type = request, http.item_type(slug)
        listing.require_read(self.item_type, request.user)
        self.view = _chosen(request, self.item_type)
        self.variants = variants(self.item_type, request.user)
        usual = next((code for code, _label in self.variants), "")
        wanted = self.view.variant if self.view else request.GET.get("variant", usual)
        if wanted not in dict(self.variants):
            raise Http404
        self.variant = wanted
        fields = definitions.seen_by(request.user, definitions.of_type(self.item_type.code))
        begun = self.view or form_views.found(self.item_type, self.variant, request.user)
        self.begun = begun
        posted = arranging.sent(self.item_type, fields, request.POST) if request.method == "POST" else begun
        self.arranging = Arranging(self.item_type, fields, posted)
        named = self.view if self.view and self.view.name else None
        row = named or FormView(item_type=self.item_type.code, variant=self.variant)
        typed = request.POST if request.method == "POST" else None
        self.named = NamedForm(row, typed) if request.user.may_change_settings else None

    @property
    def edits(self) -> str:
        """Whose view the page is about: of "all", a "named" one, or what holds for "me"."""
        if self.view is None:
            return "me"
        return "named" if self.view.name else "all"

    @property
    def act(self) -> str:
        """What a button asks; Enter saves."""
        return self.request.POST.get("act") or f"{SAVE}{self.edits}"

    @property
    def place(self) -> form_view_changes.Place:
        """Which form it is."""
        return self.item_type, self.variant

    @property
    def back(self) -> str:
        """Where one came from, as long as it is an address of ours; else the list of the type."""
        back = self.request.GET.get("back", "")
        is_ours = back and http.is_ours(self.request, back)
        return back if is_ours else reverse("list", args=[self.item_type.slug])

    @property
    def action(self) -> str:
        """Where the page sends itself."""
        return f"{reverse('arrange', args=[self.item_type.slug])}?{self.request.GET.urlencode()}"


@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: http.Request, slug: str) -> HttpResponse:
    """Show the sections and fields of a form, let them be arranged, and keep them for whom one says."""
    asked = Asked(request, slug)
    if request.method == "POST" and asked.act in KEEPERS:
        return _keep(asked)
    said = asked.arranging.act(asked.act) if request.method == "POST" else ""
    if request.htmx:
        return http.part(request, "pages/arranger.html", {"arranger": _arranger(asked, said)})
    return _show(asked, said=said)


def variants(item_type: ItemType, reader: User) -> list[tuple[str, Text]]:
    """List the forms of a type that are arranged apart, for simple and for repeat leads, and for each pipeline: of
    those in which the reader may read something, unless they look after the settings, where all pipelines stand.
    """
    if item_type.pipelines == "many":
        open_to_reader = filters.pipelines_in(filters.stages_of(item_type, reader))
        offered = pipelines.of_type(item_type.code) if reader.may_change_settings else open_to_reader
        return [(str(each.pk), each.label) for each in offered]
    return [*item_type.variants] or [("", "")]


def _keep(asked: Asked) -> HttpResponse:
    try:
        told = KEEPERS[asked.act](asked)
    except ValidationError as refused:  # somebody else saved the same view at the same moment
        return _show(asked, refused=" ".join(refused.messages), status=409)
    if not told:
        return _show(asked, status=422)
    toasts.add(asked.request, told)
    return http.back_to(asked.back)


def _chosen(request: http.Request, item_type: ItemType) -> FormView | None:
    """Return the common or named view that is to be changed; None for the one that holds for oneself."""
    wanted = http.number(request.GET.get("view", ""))
    if wanted is None:
        return None
    permissions.require_settings(request.user)
    view = FormView.objects.filter(pk=wanted, owner=None, item_type=item_type.code).first()
    if view is None:
        raise Http404
    return view


def _for_me(asked: Asked) -> str:
    form_view_changes.save_personal(asked.place, asked.arranging.stored, actor=asked.request.user)
    return _("The form is arranged like this for you.")


def _for_all(asked: Asked) -> str:
    replaces = "replace" in asked.request.POST
    form_view_changes.save_common(asked.place, asked.arranging.stored, actor=asked.request.user, for_all=replaces)
    return _("The form is arranged like this for everyone.")


def _for_some(asked: Asked) -> str:
    permissions.require_settings(asked.request.user)
    assert asked.named is not None
    kept = asked.named.keep(asked.arranging.stored, actor=asked.request.user)
    return _("“%(name)s” was saved.") % {"name": asked.named.row.name} if kept else ""


def _reset(asked: Asked) -> str:
    form_view_changes.reset_personal(asked.place, actor=asked.request.user)
    return _("Your own arrangement was given up.")


KEEPERS = {f"{SAVE}me": _for_me, f"{SAVE}all": _for_all, f"{SAVE}named": _for_some, "reset": _reset}


def _arranger(asked: Asked, said: str) -> dict[str, Any]:
    return arranger.describe(asked.arranging, asked.request.user, action=asked.action, said=said)


def _show(asked: Asked, *, said: str = "", refused: str = "", status: int = 200) -> HttpResponse:
    item_type, request = asked.item_type, asked.request
    here = reverse("arrange", args=[item_type.slug])
    kept = {name: request.GET[name] for name in ("back",) if name in request.GET}
    tabs = [
        {"label": label, "href": f"{here}?{urlencode({'variant': code} | kept)}", "current": code == asked.variant}
        for code, label in asked.variants
    ]
    context = {
        "title": _("Arrange the form"),
        "about": arranger.holding(asked.begun),
        "tabs": tabs if len(tabs) > 1 else [],
        "arranger": _arranger(asked, said),
        "is_typed": request.method == "POST",
        "refused": refused,
        "may_reset": bool(asked.begun and asked.begun.owner_id),
        "named": asked.named,
        "edits": asked.edits,
        "replaces": "replace" in request.POST,
        "cancel": asked.back,
        "trail": [
            {"label": item_type.label_plural, "href": reverse("list", args=[item_type.slug])},
            {"label": _("Arrange the form")},
        ],
    }
    return http.page(request, "pages/arrange.html", context, status=status)
