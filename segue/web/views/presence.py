"""What does an open page hear from time to time: who else is there, and whether it still shows what is?"""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from segue.core import presence
from segue.web import http
from segue.web.components import here
from segue.web.http import Request, visible

CHANGED = "X-Segue-Changed"


@require_POST
def ask(request: Request, slug: str, pk: int) -> HttpResponse:
    """Note that somebody has an item open, and answer with the others and with the present state.

    `state` is what the page shows; in a header the answer says whether that is so no longer. A form (`form`) hears of
    what was saved only: nothing else is in its way.
    """
    item = visible(request, slug, pk)
    shown, now = here.State.read(request.POST.get("state", "")), here.State.of(item)
    context = here.block(item, presence.note(item, request.user))
    if request.POST.get("form"):
        context["saved"] = here.saved_since(item, shown)
    answer = http.part(request, "pages/here.html", context)
    if shown != now:
        answer[CHANGED] = str(now)
    return answer
