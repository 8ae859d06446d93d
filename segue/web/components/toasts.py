"""What does the next page say about what was just done? Notices wait in the session until a page shows them."""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest

WAITING, TOLD = "toasts", "toasts_told"
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
    toast = Toast(str(text), link, undo, tone)
    request.session[WAITING] = [*request.session.get(WAITING, ()), asdict(toast)][-MOST:]


def is_told(request: HttpRequest, what: str) -> bool:
    """Say whether a notice of this was added before, and remember that now it is: a double click is told once."""
    told = request.session.get(TOLD, ())
    if what in told:
        return True
    request.session[TOLD] = [*told, what][-MOST:]
    return False


def take(request: HttpRequest) -> list[Toast]:
    """Return the notices that wait, each once; a part that htmx asks for leaves them to the next page."""
    if getattr(request, "htmx", False) or WAITING not in request.session:
        return []
    return [Toast(**waiting) for waiting in request.session.pop(WAITING)]
