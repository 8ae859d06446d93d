"""How do I change my password?"""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from segue.web import http
from segue.web.accounts import passwords
from segue.web.components import toasts
from segue.web.forms.accounts import ChangePasswordForm
from segue.web.views.security.gate import trail


@sensitive_post_parameters("current", "new_password", "repeated")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: http.Request) -> HttpResponse:
    """Show and save; the present password is part of the form, so it is not asked for before.

    Whoever has none gets a link by mail: an open session alone is not enough to give an account a password.
    """
    if not request.user.has_usable_password():
        return http.back_to(reverse("password-forgotten"))
    form = ChangePasswordForm(request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        passwords.change(request, request.user, form.cleaned_data["new_password"])
        toasts.add(request, _("Your password was changed. You were signed out everywhere else."))
        return http.back_to(reverse("security"))
    context = {"form": form, "trail": trail(_("Password"))}
    return http.page(request, "pages/security/password.html", context, status=422 if form.errors else 200)
