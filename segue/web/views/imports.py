"""How does a file of items come in? In steps: the file, which column is what, a trial, and the import itself."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.core import files, permissions, preferences
from segue.core.item_types import ItemType
from segue.core.models import Job
from segue.core.models.job import FAILED
from segue.importers import heads, reading, run
from segue.importers.drafts import targets
from segue.importers.models import Import
from segue.importers.models import Mapping as Kept
from segue.importers.options import Options
from segue.lib import formats, sheets, spreadsheets
from segue.lib.spreadsheets import Unreadable
from segue.web import http
from segue.web.components import jobs as job_words
from segue.web.components import toasts, words
from segue.web.forms import ids
from segue.web.forms.importing import ImportForm

REFUSED = 422
SHOWN = 50  # failed rows of a trial


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: http.Request, slug: str) -> HttpResponse:
    """Ask for a file, and take it."""
    item_type = _allowed(request, slug)
    error = ""
    if request.method == "POST":
        try:
            about = _taken(request, item_type)
            return http.back_to(reverse("import-mapping", args=[slug, about.pk]))
        except ValidationError as refused:
            error = " ".join(refused.messages)
    context = _frame(item_type) | {"error": error, "megabytes": preferences.load().upload_megabytes}
    context["earlier"] = _earlier(request, item_type)
    return http.page(request, "pages/import/file.html", context, status=REFUSED if error else 200)


@require_safe
def template(request: http.Request, slug: str) -> StreamingHttpResponse:
    """Send a file with nothing but the head that an import knows."""
    item_type = _allowed(request, slug)
    head = [column.headings[0] for column in targets(item_type, request.user).values() if column.leaves]
    separator = sheets.separator_beside(formats.separators((get_language() or "en")[:2]).point)
    answer = StreamingHttpResponse(sheets.lines(head, [], separator), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{item_type.slug}.csv"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: http.Request, slug: str, pk: int) -> HttpResponse:
    """Choose what each column is; keep that, or try it out."""
    item_type = _allowed(request, slug)
    about = _mine(request, item_type, pk)
    if (job := about.begun) is not None:
        return http.back_to(reverse("job", args=[job.pk]))
    if request.method != "POST":
        return _show(request, ImportForm(about))
    form, act = ImportForm(about, request.POST), request.POST.get("act", "update")
    _read(request, form, act)
    is_tried = act == "trial" and form.check()
    if act == "keep":
        _keep(request, form)
    run.choose(about, is_tried=is_tried)
    if form.errors:
        return _show(request, form, status=REFUSED)
    return http.back_to(reverse("import-trial" if is_tried else "import-mapping", args=[slug, about.pk]))


@require_safe
def trial(request: http.Request, slug: str, pk: int) -> HttpResponse:
    """Show how the trial goes, and what came of it."""
    item_type = _allowed(request, slug)
    about = _mine(request, item_type, pk)
    if about.trial is None:
        return http.back_to(reverse("import-mapping", args=[slug, about.pk]))
    job = about.trial
    failed = job.results.filter(state=FAILED).order_by("line")[:SHOWN]
    context = job_words.page(job, request.user) | _frame(item_type, about)
    context |= {
        "failed": [{"label": _("Line %(line)s") % {"line": each.line}, "reason": each.reason} for each in failed],
        "more_failed": max(0, job.failed - SHOWN),
        "mapping_href": reverse("import-mapping", args=[slug, about.pk]),
        "start_href": reverse("import-start", args=[slug, about.pk]),
        "may_start": run.may_begin(about),
        "begun_href": reverse("job", args=[begun.pk]) if (begun := about.begun) else "",
        "summary": _summary(job),
    }
    return http.page(request, "pages/import/trial.html", context)


@require_POST
def start(request: http.Request, slug: str, pk: int) -> HttpResponse:
    """Bring the file in, once; the page of the job shows the rest."""
    item_type = _allowed(request, slug)
    about = _mine(request, item_type, pk)
    job = run.begin(about)
    if job is None:
        toasts.add(request, _("Try it out first: how the file is read was changed since."), tone="warning")
        return http.back_to(reverse("import-mapping", args=[slug, about.pk]))
    return http.back_to(reverse("job", args=[job.pk]))


def _allowed(request: http.Request, slug: str) -> ItemType:
    item_type = http.item_type(slug)
    permissions.require_import(request.user, item_type.code)
    return item_type


def _mine(request: http.Request, item_type: ItemType, pk: int) -> Import:
    """Return an import of this person; those of others are 404, for administrators too."""
    found = Import.objects.select_related("blob", "trial", "job__undoing", "actor")
    about = found.filter(pk=pk, actor=request.user, item_type=item_type.code).first()
    if about is None:
        raise Http404
    about.actor = request.user
    return about


def _taken(request: http.Request, item_type: ItemType) -> Import:
    """Keep the file, tell how it is read, and guess its columns; raises ValidationError."""
    sent = request.FILES.get("file")
    if sent is None:
        raise ValidationError(_("Choose a file."))
    blob = files.store(sent)
    try:
        notation = spreadsheets.told(files.path_of(blob.sha256))
    except Unreadable as fault:
        raise ValidationError(reading.unreadable(fault)) from fault
    about = Import(actor=request.user, item_type=item_type.code, blob=blob, file_name=Path(sent.name or "").name[:255])
    about.notation = vars(notation) | {"has_head": True}
    language = (get_language() or "en")[:2]
    about.options = Options(style=language).stored()
    form = ImportForm(about)
    form.read_anew()
    about.save()
    return about


def _read(request: http.Request, form: ImportForm, act: str) -> None:
    """Read the columns anew, by guessing or as somebody kept it."""
    if act == "update":
        form.read_anew()
    elif act == "use":
        own = Kept.objects.filter(user=request.user, item_type=form.item_type.code)
        for each in own.filter(pk=ids.parse(request.POST.get("kept")) or 0):
            form.use(each)


def _keep(request: http.Request, form: ImportForm) -> None:
    if name := form.about.keep_as:
        heads.keep(form.about, name, form.head)
        form.about.keep_as = ""
        toasts.add(request, _("Kept as “%(name)s”. It is offered for files with the same head.") % {"name": name})
    else:
        form.errors["keep_as"] = _("Enter a name.")


def _show(request: http.Request, form: ImportForm, *, status: int = 200) -> HttpResponse:
    context = _frame(form.item_type, form.about) | form.describe()
    context |= {"keep_error": form.errors.get("keep_as", ""), "template_href": _template(form.item_type)}
    context["file_error"] = form.errors.get("file", "")
    return http.page(request, "pages/import/mapping.html", context, status=status)


def _frame(item_type: ItemType, about: Import | None = None) -> dict[str, Any]:
    title = _("Import %(many)s") % {"many": words.of(item_type).many}
    own = reverse("import", args=[item_type.slug])
    trail = [{"label": item_type.label_plural, "href": reverse("list", args=[item_type.slug])}]
    trail.append({"label": title, "href": own if about else ""})
    if about:
        trail.append({"label": about.file_name, "href": ""})
    meta = [{"text": about.file_name, "icon": "file"}] if about else []
    return {"title": title, "trail": trail, "meta": meta, "about": about, "template_href": _template(item_type)}


def _template(item_type: ItemType) -> str:
    return reverse("import-template", args=[item_type.slug])


def _earlier(request: http.Request, item_type: ItemType) -> list[dict[str, Any]]:
    """List the files one brought in last, each with where it stands."""
    found = Import.objects.filter(actor=request.user, item_type=item_type.code).select_related("job__undoing")[:5]
    return [
        {
            "label": each.file_name,
            "text": _stands(each),
            "href": reverse("job", args=[begun.pk]) if (begun := each.begun)
            else reverse("import-mapping", args=[item_type.slug, each.pk]),
        }
        for each in found
    ]  # fmt: skip


def _stands(about: Import) -> str:
    """Say where a file stands; one that was taken back can come in again."""
    if about.begun is None:
        return _("Taken back") if about.job else _("Not imported yet")
    told = job_words.describe(about.begun)
    return str(told["counts"] or told["state"])


def _summary(job: Job) -> str:
    """Say what would become of the rows."""
    if job.is_at_work:
        return ""
    if not job.handled:
        return _("There are no rows below the names of the columns.")
    new, changed = (job.results.filter(state="done", data__what=what).count() for what in ("created", "changed"))
    told = ((new, _("%(count)s new")), (changed, _("%(count)s updated")), (job.skipped, _("%(count)s left out")),
            (job.failed, _("%(count)s failed")))  # fmt: skip
    return " · ".join(text % {"count": count} for count, text in told if count)
