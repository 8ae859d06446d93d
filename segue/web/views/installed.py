"""What does a browser need to install Segue like an app, and to say something while the network is away?"""

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from segue.web import http

GROUND = "#f6f6f3"  # base-200 of the light theme


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the app: its name, its pictures, where it starts."""
    start = reverse("start")
    described = {
        "id": start,
        "name": "Segue",
        "short_name": "Segue",
        "description": _("From lead to invoice without copying by hand."),
        "lang": get_language(),
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [_icon("192"), _icon("512"), _icon("maskable-512", purpose="maskable")],
    }
    return JsonResponse(described, content_type="application/manifest+json")


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Answer with the service worker; its last line names the build, so that a new one renews what it keeps."""
    build = settings.VITE_DIR / "manifest.json"
    built = sha256(build.read_bytes()).hexdigest() if build.exists() else ""
    text = settings.SERVICE_WORKER.read_text(encoding="utf-8")
    return HttpResponse(f"{text}// {built}\n", content_type="text/javascript; charset=utf-8")


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show what stands in for every page while the network is away: it says nothing of anybody."""
    return http.page(request, "pages/offline.html", {})


def _icon(name: str, purpose: str = "any") -> dict[str, str]:
    size = name.rpartition("-")[2]
    address = static(f"icons/{name}.png")
    return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
