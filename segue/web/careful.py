"""What does every answer ask of a browser, and how much may a request bring? For whoever asks, on every page alike."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

from segue.core import files, preferences
from segue.web.views import errors

Answer = Callable[[HttpRequest], HttpResponseBase]

# Pages use none of these, so what gets into one cannot either.
UNUSED = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")
PERMISSIONS = ", ".join(f"{name}=()" for name in UNUSED)
MOST_FILES = 10  # of the largest size, in one request; of smaller ones more


def careful(get_response: Answer) -> Answer:
    """Let no browser keep a page, so that "back" shows nothing after signing out, and no page use what none needs."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return answer


def bounded(get_response: Answer) -> Answer:
    """Refuse what is too much before it is read: files are put on the disk as they come, whoever sends them."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        size = _size(request)
        if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE and size > _most(request):
            return errors.bad_request(request, RequestDataTooBig())
        return get_response(request)

    return answer


def _size(request: HttpRequest) -> int:
    """Return how much is said to come; what comes beyond it, or without a word, is never read."""
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if said.isascii() and said.isdigit() else 0


def _most(request: HttpRequest) -> int:
    """Return how much this person may send at once: strangers have no use for files."""
    text = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if not request.user.is_authenticated:
        return text
    return text + MOST_FILES * preferences.load().upload_megabytes * files.MEGABYTE
