"""What holds for the whole organisation?"""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.web import http
from segue.web.components import toasts
from segue.web.forms.settings.general import GeneralForm
from segue.web.views.settings.gate import needs_settings, posted


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def general(request: http.Request) -> HttpResponse:
    """Show and save the settings of the organisation."""
    form = GeneralForm(posted(request))
    if request.method == "POST" and form.store(actor=request.user):
        toasts.add(request, _("The settings were saved."))
        return http.back_to(reverse("settings-general"))
    trail = [{"label": _("Settings"), "href": reverse("settings")}, {"label": _("General"), "href": ""}]
    context = {"form": form, "trail": trail}
    return http.page(request, "pages/settings/general.html", context, status=422 if form.errors else 200)
