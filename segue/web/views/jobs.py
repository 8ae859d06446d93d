"""How far is what somebody began in the background, what came of it, and what can be done about it?"""

from collections.abc import Callable

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from segue.core import files, jobs
from segue.core.models import Job
from segue.web import http
from segue.web.components import jobs as words
from segue.web.components import settings as settings_words
from segue.web.components import toasts
from segue.web.lists import jobs as listed
from segue.web.views.settings.gate import needs_administrator

ACTS: dict[str, Callable[[Job], None]] = {"cancel": jobs.cancel, "resume": jobs.resume, "retry": jobs.retry}


@require_safe
def index(request: http.Request) -> HttpResponse:
    """List one's own jobs."""
    found = jobs.of(request.user).filter(actor=request.user)
    context = listed.page(found, request.GET, home=reverse("jobs"))
    return http.page(request, "pages/jobs.html", context)


@require_safe
@needs_administrator
def every(request: http.Request) -> HttpResponse:
    """List the jobs of all, and those that began by themselves."""
    context = listed.page(jobs.of(request.user), request.GET, home=reverse("settings-jobs"), with_actor=True)
    return http.page(request, "pages/jobs.html", context | {"trail": settings_words.trail(_("Jobs"))})


@require_safe
def show(request: http.Request, pk: int) -> HttpResponse:
    """Show a job; while it is at work the page asks for its bar again, and at the end for itself."""
    job = find(request, pk)
    if request.htmx and request.htmx.target == "job":
        if job.is_at_work:
            return http.part(request, "jobs/progress.html", words.page(job, request.user))
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context = words.page(job, request.user) | listed.results(job, request.GET, reader=request.user)
    return http.page(request, "pages/job.html", context)


@require_POST
def act(request: http.Request, pk: int, act: str) -> HttpResponse:
    """Let a job do nothing more, go on, or try again what failed."""
    job = find(request, pk)
    if act not in ACTS:
        raise Http404
    ACTS[act](job)
    return http.back_to(reverse("job", args=[pk]))


@require_POST
def undo(request: http.Request, pk: int) -> HttpResponse:
    """Take a job back, by a job of its own."""
    job = find(request, pk)
    undoing = getattr(job, "undoing", None) or (jobs.undo(job, actor=request.user) if jobs.may_undo(job) else None)
    if undoing is None:
        toasts.add(request, _("There is nothing to undo."))
    return http.back_to(reverse("job", args=[undoing.pk if undoing else pk]))


@require_safe
def download(request: http.Request, pk: int) -> HttpResponseBase:
    """Send the file a job made to whom it made it for."""
    job = find(request, pk)
    blob = job.blob
    if blob is None or job.actor_id != request.user.pk or not files.path_of(blob.sha256).exists():
        raise Http404
    stored = files.path_of(blob.sha256).open("rb")
    response = FileResponse(stored, as_attachment=True, filename=job.file_name, content_type=blob.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def find(request: http.Request, pk: int) -> Job:
    """Return a job that is one's own, or any where one administers; else answer 404."""
    job = jobs.of(request.user).select_related("blob", "undoing").filter(pk=pk).first()
    if job is None:
        raise Http404
    return job
