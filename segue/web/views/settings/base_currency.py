"""Which currency is the base, in which everything is compared?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.core import currency_changes
from segue.core.models import Currency
from segue.crm import base_currency
from segue.web import http
from segue.web.components import settings as words
from segue.web.components import toasts
from segue.web.views.settings.gate import needs_settings


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def change(request: http.Request, code: str) -> HttpResponse:
    """Show the rates as they would be, and make the change."""
    currency = Currency.objects.filter(pk=code, is_base=False).first()
    if currency is None:
        raise Http404
    try:
        if request.method != "POST":
            return http.page(request, "pages/settings/base_currency.html", _question(currency))
        base_currency.change(currency, actor=request.user)
    except ValidationError as refused:
        toasts.add(request, refused.messages[0], tone="error")
    else:
        toasts.add(request, _("%(code)s is the base currency now. Amounts are being computed anew.") % {"code": code})
    return http.back_to(reverse("settings-rows", args=["currencies"]))


def _question(currency: Currency) -> dict[str, Any]:
    rates = currency_changes.rates_with_base(currency)
    fields = [
        {"label": each.code, "value": words.worth(rate, each.code, currency.code), "amount": True}
        for each, rate in rates.items()
        if each.pk != currency.pk
    ]
    list_href = reverse("settings-rows", args=["currencies"])
    trail = [
        {"label": _("Settings"), "href": reverse("settings")},
        {"label": _("Currencies"), "href": list_href},
        {"label": currency.code, "href": ""},
    ]
    action = reverse("settings-base", args=[currency.pk])
    return {"currency": currency, "fields": fields, "trail": trail, "cancel": list_href, "action": action}
