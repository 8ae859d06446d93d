"""How does somebody who forgot their password get in again? By a link in a mail, which holds for an hour, once."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from segue.core import account_events
from segue.core.models import User
from segue.web import http
from segue.web.accounts import entry, mails, passwords
from segue.web.forms.accounts import ForgottenForm, NewPasswordForm

LINK = "password_link"  # in the session, so that the key of the mail stands in no address any more


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a link to whoever has the address that is typed; a stranger's gets the same answer."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        email = form.cleaned_data["email"].lower()
        if entry.is_too_often(request, "reset_password", key=email):
            form.add_error(None, str(entry.NOTICES["wait"].text))
        else:
            asked = {"from": entry.address_of(request)}
            account_events.record("password_reset_asked", actor=None, email=email, data=asked)
            mails.send_reset_link.enqueue(email, mails.site(request))
            return http.back_to(f"{reverse('password-forgotten')}?sent=1")
    context = {"form": form, "sent": "sent" in request.GET, "old": "old" in request.GET}
    return http.page(request, "pages/forgotten.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_safe
def link(request: HttpRequest, who: str, token: str) -> HttpResponse:
    """Take the key out of the link of a mail and ask for the new password."""
    if _owner(who, token) is None:
        return http.back_to(f"{reverse('password-forgotten')}?old=1")
    request.session[LINK] = [who, token]
    return http.back_to(reverse("password-new"))


@login_not_required
@sensitive_post_parameters("new_password", "repeated")
@never_cache
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Set the password of whoever came by a link; every session of theirs ends, and they sign in anew."""
    user = _owner(*request.session.get(LINK, ("", "")))
    if user is None:
        return http.back_to(f"{reverse('password-forgotten')}?old=1")
    form = NewPasswordForm(user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        passwords.reset(request, user, form.cleaned_data["new_password"])
        return entry.turned_away("password-set")
    return http.page(request, "pages/new_password.html", {"form": form}, status=422 if form.errors else 200)


def _owner(who: str, token: str) -> User | None:
    """Return the person whom a link was sent to, while it holds."""
    try:
        user = User.objects.active().filter(pk=int(force_str(urlsafe_base64_decode(who)))).first()
    except (ValueError, OverflowError):
        return None
    return user if user and default_token_generator.check_token(user, token) else None
