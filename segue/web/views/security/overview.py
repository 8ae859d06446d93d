"""How is my account protected, and where am I signed in?"""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from segue.core import preferences
from segue.web import http
from segue.web.accounts import factors, sessions
from segue.web.components import values


@never_cache
@require_safe
def overview(request: http.Request) -> HttpResponse:
    """Show password, second factor, passkeys, recovery codes and sessions, each with what can be done."""
    had = factors.of(request.user)
    context = {
        "app_since": values.day_of(had.app.created_at) if had.app else "",
        "passkeys": [_passkey(each) for each in had.passkeys],
        "is_on": had.is_on,
        "codes_left": had.codes_left,
        "places": [_place(each) for each in sessions.of(request, request.user)],
        "has_password": request.user.has_usable_password(),
        "missing": not had.is_on and preferences.load().second_factor_required,
    }
    return http.page(request, "pages/security/overview.html", context)


def _passkey(authenticator: Any) -> dict[str, Any]:
    used = authenticator.last_used_at
    return {
        "pk": authenticator.pk,
        "name": authenticator.wrap().name,
        "since": values.day_of(authenticator.created_at),
        "used": values.instant(used) if used else "",
    }


def _place(place: sessions.Place) -> dict[str, Any]:
    return {
        "pk": place.pk,
        "device": place.device,
        "address": place.address,
        "seen": values.instant(place.seen),
        "since": values.instant(place.since),
        "is_this": place.is_this,
    }
