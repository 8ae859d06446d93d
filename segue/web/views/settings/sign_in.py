"""How are sign-ins protected in the whole organisation? For administrators only."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.core.models import User
from segue.web import http
from segue.web.accounts import factors
from segue.web.components import toasts
from segue.web.forms.settings.sign_in import SignInSettingsForm
from segue.web.views.settings.gate import needs_administrator, posted


@require_http_methods(["GET", "HEAD", "POST"])
@needs_administrator
def sign_in(request: http.Request) -> HttpResponse:
    """Show and save what everybody must have; say who does not have it yet."""
    form = SignInSettingsForm(posted(request))
    if request.method == "POST" and form.store(actor=request.user):
        toasts.add(request, _("The settings were saved."))
        return http.back_to(reverse("settings-sign-in"))
    trail = [{"label": _("Settings"), "href": reverse("settings")}, {"label": _("Sign-in"), "href": ""}]
    context = {"form": form, "trail": trail, "without": factors.without(User.objects.active())}
    return http.page(request, "pages/settings/sign_in.html", context, status=422 if form.errors else 200)
