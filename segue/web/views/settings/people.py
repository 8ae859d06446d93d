"""Who works here? Holders of the settings right look, administrators invite and change."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.core import administrators, handover, invitations, mentions, people, provider_accounts
from segue.core.models import User
from segue.web import http
from segue.web.accounts import mails
from segue.web.components import people as words
from segue.web.components import settings as settings_words
from segue.web.components import toasts, values
from segue.web.forms.settings.person import InvitationForm, PersonForm
from segue.web.lists import people as listed
from segue.web.views.settings.gate import needs_administrator, needs_settings, posted


@require_safe
@needs_settings
def index(request: http.Request) -> HttpResponse:
    """Show everybody who is wanted; the address holds search, filters and page."""
    context = listed.build(request.GET) | {
        "trail": settings_words.trail(_("People")),
        "may_invite": request.user.is_admin,
    }
    return http.page(request, "pages/settings/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_administrator
def invite(request: http.Request) -> HttpResponse:
    """Add somebody, who gets a mail with a link."""
    form = InvitationForm(User(), posted(request), actor=request.user, root=root(request))
    if request.method == "POST" and form.store(actor=request.user):
        toasts.add(request, _("“%(name)s” is invited.") % {"name": form.row.name})
        return http.back_to(reverse("settings-person", args=[form.row.pk]))
    context = {"form": form, "title": _("Invite a person"), "trail": words.trail(_("Invite a person"))}
    return http.page(request, "pages/settings/invite.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def person(request: http.Request, pk: int) -> HttpResponse:
    """Show somebody; administrators get a form."""
    found = find(pk)
    if request.method == "POST":
        administrators.require(request.user)
    if not request.user.is_admin:
        return http.page(request, "pages/settings/person_read.html", _about(found, request))
    before, form = found.email, PersonForm(found, posted(request), actor=request.user)
    if request.method == "POST" and form.store(actor=request.user):
        mails.tell_of_address(request, form.row, before)
        toasts.add(request, _("“%(name)s” was saved.") % {"name": form.row.name})
        return http.back_to(_after(form.row, request))
    context = _about(found, request) | _beside(found, request) | {"form": form}
    return http.page(request, "pages/settings/person.html", context, status=422 if form.errors else 200)


@require_POST
@needs_administrator
def send_again(request: http.Request, pk: int) -> HttpResponse:
    """Invite somebody anew who has not come yet; the former link leads nowhere then."""
    found = invitations.send(find(pk), actor=request.user, root=root(request))
    toasts.add(request, _("“%(name)s” was invited again.") % {"name": found.name})
    return http.back_to(reverse("settings-person", args=[pk]))


@require_POST
@needs_administrator
def activate(request: http.Request, pk: int) -> HttpResponse:
    """Let somebody in again."""
    found = people.activate(find(pk), actor=request.user)
    toasts.add(request, _("“%(name)s” is active again.") % {"name": found.name})
    return http.back_to(reverse("settings-person", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@needs_administrator
def forget_single_sign_on(request: http.Request, pk: int) -> HttpResponse:
    """Ask, then let the next sign-in with somebody's address bind them to an account of single sign-on anew."""
    found = find(pk)
    there = reverse("settings-person", args=[pk])
    if request.method == "POST":
        provider_accounts.forget(found, actor=request.user)
        toasts.add(request, _("Single sign-on of “%(name)s” was forgotten.") % {"name": found.name})
        return http.back_to(there)
    title = _("Forget single sign-on of %(name)s?") % {"name": found.name}
    context = {"title": title, "cancel": there, "trail": words.trail(_("Forget single sign-on"), found)}
    return http.page(request, "pages/settings/forget_single_sign_on.html", context)


def find(pk: int) -> User:
    """Return a person, or answer 404."""
    found = User.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def root(request: http.Request) -> str:
    """Return the address of this Segue: as the installation names it, else as it was called."""
    return str(settings.PUBLIC_URL) or request.build_absolute_uri("/")


def _after(saved: User, request: http.Request) -> str:
    """Return where to go: whoever gave up administering may perhaps not even look."""
    may_look = saved.pk != request.user.pk or saved.may_change_settings
    return reverse("settings-people") if may_look else reverse("start")


def _about(found: User, request: http.Request) -> dict[str, Any]:
    """What every reader of the page gets."""
    return {
        "person": found,
        "title": found.name,
        "meta": words.meta(found),
        "fields": words.read(found),
        "actions": words.actions(found, reader=request.user, is_bound=provider_accounts.is_bound(found)),
        "trail": words.trail(found.name),
    }


def _beside(found: User, request: http.Request) -> dict[str, Any]:
    """What stands beside the form: the invitation, what the person owns, what names them, what was handed over."""
    return {
        "invitation": _invitation(found, request),
        "owned": words.owned(found, handover.count(found)),
        "named": words.named(mentions.of(found)),
        "handovers": words.handovers(found.handovers.select_related("to", "actor")[:10]),
        "why_stays": people.why_stays(found, actor=request.user),
    }


def _invitation(found: User, request: http.Request) -> dict[str, Any] | None:
    """How the invitation of somebody stands who has not come yet; with the link, where no mail brings it."""
    if not found.is_invited:
        return None
    note = invitations.note(found)
    unsent = invitations.goes_nowhere() or bool(note and note.error)
    return {
        "sent_at": values.instant(found.invited_at),
        "ends_at": values.instant(invitations.ends_at(found)) if found.invited_at else "",
        "problem": note.error if note else "",
        "link": invitations.link(found, root(request)) if unsent and found.invited_at else "",
    }
