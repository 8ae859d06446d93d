"""What does the next page say about what was just done? Notices wait until a page shows them."""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest

from segue.web.components import waiting

TOLD = "told"
MOST = 5


@dataclass(frozen=True)
class Toast:
    """One notice: link is {label, href}; undo is {action, hidden: [{name, value}]}; tone is success or error."""

    text: str
    link: dict[str, str] | None = None
    undo: dict[str, Any] | None = None
    tone: str = "success"


def add(
    request: HttpRequest,
    text: str,
    *,
    link: dict[str, str] | None = None,
    undo: dict[str, Any] | None = None,
    tone: str = "success",
) -> None:
    """Show a notice on the next page; call it after the transaction has committed."""
    _append(request, waiting.NOTICES, asdict(Toast(str(text), link, undo, tone)))


def is_told(request: HttpRequest, what: str) -> bool:
    """Say whether a notice of this was added before, and remember that now it is: a double click is told once."""
    if what in waiting.on(request).get(TOLD, ()):
        return True
    _append(request, TOLD, what)
    return False


def take(request: HttpRequest) -> list[Toast]:
    """Return the notices that wait, each once; a part that htmx asks for leaves them to the next page."""
    if getattr(request, "htmx", False):
        return []
    return [Toast(**notice) for notice in waiting.on(request).pop(waiting.NOTICES, ())]


def _append(request: HttpRequest, name: str, what: Any) -> None:
    held = waiting.on(request)
    held[name] = [*held.get(name, ()), what][-MOST:]
