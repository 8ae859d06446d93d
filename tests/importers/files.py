"""Imports for tests: a file with a mapping, tried or done at once."""

from typing import Any

from django.core.files.base import ContentFile

from segue.core import files, item_types, jobs
from segue.core.models import Job, User
from segue.importers import heads, reading, run
from segue.importers.drafts import targets
from segue.importers.models import Import
from segue.importers.options import Options
from segue.lib import spreadsheets


def sent(actor: User, item_type: str, text: str, **options: Any) -> Import:
    """A file that was sent, with the mapping that is guessed; `mapping` names columns instead."""
    mapping = options.pop("mapping", None)
    blob = files.store(ContentFile(text.encode(), name="people.csv"))
    about = Import(actor=actor, item_type=item_type, blob=blob, file_name="people.csv")
    about.notation = vars(spreadsheets.told(files.path_of(blob.sha256))) | {"has_head": True}
    about.options = Options(**options).stored()
    columns = [*targets(item_types.get(item_type), actor).values()]
    about.mapping = mapping or heads.guess(reading.head(about), columns)
    about.save()
    return about


def done(about: Import, *, kind: str = "import") -> Job:
    """Run an import as a worker would, to its end."""
    job = run.start(about, kind)
    job.refresh_from_db()
    while job.is_at_work:
        jobs.run(job.pk)
        job.refresh_from_db()
    return job


def imported(actor: User, item_type: str, text: str, **options: Any) -> Job:
    """Bring in a file at once."""
    return done(sent(actor, item_type, text, **options))


def said(job: Job) -> list[tuple[int | None, str, str]]:
    """What became of each record: line, state, reason."""
    return [*job.results.order_by("line").values_list("line", "state", "reason")]
