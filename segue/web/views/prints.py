"""How is an estimate or invoice printed? A plain view that stores nothing."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from segue.web import http
from segue.web.components import papers
from segue.web.http import Request, visible


@require_safe
def show(request: Request, slug: str, pk: int) -> HttpResponse:
    """Show the paper of an estimate or invoice; other items have none."""
    if http.item_type(slug).code not in papers.PRINTED:
        raise Http404
    item = visible(request, slug, pk)
    return http.page(request, "pages/print.html", {"paper": papers.paper(item, request.user)})
