"""What was done to the system itself? For administrators, to read and to take along; nothing here can be changed."""

from collections.abc import Iterable, Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from segue.core import audit
from segue.lib import formats, sheets
from segue.web import http
from segue.web.components import audit_entries as words
from segue.web.components import settings as settings_words
from segue.web.components.values import language
from segue.web.lists import audit as listed
from segue.web.views.settings.gate import needs_administrator

CHUNK = 500
EXPORTED = "audit_exported"


@require_safe
@needs_administrator
def index(request: http.Request) -> HttpResponse:
    """Show the entries that are wanted; the address holds filters and page."""
    context = listed.build(request.GET) | {"trail": settings_words.trail(_("Audit log"))}
    return http.page(request, "pages/settings/audit.html", context)


@require_POST
@needs_administrator
def export(request: http.Request) -> StreamingHttpResponse:
    """Send what is wanted as CSV, and say in the log that it was taken."""
    wanted = listed.read(request.POST)
    entries = wanted.entries()
    told = audit.record(EXPORTED, actor=request.user, data={"filter": wanted.said, "entries": entries.count()})
    rows = words.sheet(entries.filter(pk__lt=told.pk).iterator(CHUNK))
    separator = sheets.separator_beside(formats.separators(language()).point)
    answer = StreamingHttpResponse(
        _spoken(sheets.lines(words.head(), rows, separator), language()), content_type="text/csv; charset=utf-8"
    )
    day = timezone.localdate().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="audit-log-{day}.csv"'
    return answer


def _spoken(lines: Iterable[str], chosen: str) -> Iterator[str]:
    """Keep the language of the reader while lines are written, which is after the view has answered."""
    with override(chosen):
        yield from lines
