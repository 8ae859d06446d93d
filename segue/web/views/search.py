"""What is found among all items?"""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from segue.core import permissions
from segue.web import http
from segue.web.lists import everything


@require_safe
def show(request: http.Request) -> HttpResponse:
    """Show what the words in `q` find, by type; of one type all of it, page by page."""
    permissions.require_access(request.user)
    return http.page(request, "pages/search.html", everything.build(request.GET, reader=request.user))
