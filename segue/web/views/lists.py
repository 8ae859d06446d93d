"""Which leads, deals, contacts, companies, estimates or invoices are there?"""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from segue.web import http
from segue.web.components import last_view
from segue.web.lists import listing, places
from segue.web.many import acts


@require_safe
def show(request: http.Request, slug: str) -> HttpResponse:
    """Show the list of one type; its address holds search, filter, order and page."""
    item_type = http.item_type(slug)
    context = listing.build(item_type, request.GET, reader=request.user, pipeline=last_view.pipeline(request, slug))
    context["position"] = places.said(request.GET, context["rows"], context)
    context["many"] = acts.bar(item_type, request.GET, context, reader=request.user)
    page, head = http.page(request, "pages/list.html", context), context["head"]
    http.say_address(request, page, part=head["target"], address=head["address"])
    return last_view.remember(request, page, slug, "list", last_view.pipeline(request, slug))
