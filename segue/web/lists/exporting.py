"""How is what a list finds written into a file, in the background? First the ids in their order, then rows, then all.

Rows are gathered beside the files of items, in a file of the job's own; its length is noted with each batch, so a job
that is taken up again cuts off what nobody noted. Only its maker gets the file, and it is forgotten after a while.
"""

import json
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from segue.core import audit, files, item_types, jobs, permissions
from segue.core.item_types import ItemType
from segue.core.models import Item, ItemQuerySet, Job, User
from segue.core.models.job import AT_WORK
from segue.crm.models import Contact
from segue.crm.sheet import Sheet
from segue.lib import formats, sheets
from segue.web.lists.asked import Asked
from segue.web.lists.walking import keys_of

CODE, EXPORTED = "export", "list_exported"
CSV, XLSX = FORMATS = ("csv", "xlsx")
VISIBLE, EVERY = "visible", "all"
AT_ONCE = 500
HOLD = 20_000  # rows written into the file between two notes that the job is still at it


def may(actor: User, item_type: ItemType) -> bool:
    """Say whether somebody may export any items of a type."""
    return actor.is_admin or actor.access.may_somewhere(item_type.code, "export")


def start(to: Asked, *, form: str, columns: str, key: str, only: Collection[int] = ()) -> Job:
    """Start the job that writes what a list finds, or those of it that were ticked. Raises Forbidden."""
    actor, item_type = to.reader, to.item_type
    if not may(actor, item_type):
        raise permissions.Forbidden(permissions.Missing("export", item_type.code))
    shown = _shown(to) if columns == VISIBLE else list(to.all_columns.leaving)
    total = rows(to, only).order_by().count()
    point = formats.separators(actor.language).point if form == CSV else "."
    data: dict[str, Any] = {
        "type": item_type.code,
        "query": to.stated,
        "columns": shown,
        "format": form,
        "point": point,
    }
    if only:
        data["ids"] = sorted(only)
    with transaction.atomic():
        job = jobs.start(CODE, data, actor=actor, total=total, key=key)
        if job.data == data and not job.position:
            noted = {"count": total, "format": form, "columns": len(shown), "query": to.stated}
            audit.record(EXPORTED, actor=actor, subject=item_type.code, data=noted)
    return job


def rows(to: Asked, only: Collection[int] = ()) -> ItemQuerySet:
    """Return what the reader may export of what a list finds, or of those of it that were ticked; no contact that is to
    be left out of exports.
    """
    found = to.rows.filter(permissions.rule(to.reader, "export"))
    if only:
        found = found.filter(pk__in=only)
    if to.item_type.code == "contact":
        found = found.exclude(pk__in=Contact.objects.filter(in_export=False).values("pk"))
    return found


def step(job: Job) -> bool:
    """Do the next part: find the items, write some of them, or make the file."""
    assert job.actor is not None
    position, gathered = dict(job.position), _gathered(job)
    columns = [each.name for each in _sheet(_asked(job), job).columns]
    if position.get("columns") != columns:  # the first time, and where one is gone since: rows would not fit the head
        found = _find(job)
        _ids(job).parent.mkdir(parents=True, exist_ok=True)
        _ids(job).write_text(json.dumps(found))
        gathered.write_bytes(b"")
        begun = {"columns": columns, "found": len(found), "at": 0, "bytes": 0}
        with transaction.atomic():
            jobs.note(job, position=begun, total=len(found))
            Job.objects.filter(pk=job.pk).update(done=0)
        return True
    if position["at"] < position["found"]:
        written, done = _gather(job, gathered, position)
        after = {**position, "at": position["at"] + AT_ONCE, "bytes": written}
        with transaction.atomic():
            jobs.note(job, position=after)
            Job.objects.filter(pk=job.pk).update(done=F("done") + done)
        return True
    _finish(job, gathered)
    return False


def about(job: Job) -> str:
    """Say what the job writes."""
    return str(item_types.get(job.data["type"]).label_plural)


def forget(job: Job) -> bool:
    """The step of a job of the clock: what exports gathered that came to no end goes."""
    for path in _folder().glob("*"):
        number = path.name.split(".")[0]
        if number.isdigit() and not Job.objects.filter(pk=number, state__in=AT_WORK).exists():
            path.unlink(missing_ok=True)
    jobs.note(job)
    return False


KINDS = (
    jobs.Kind(CODE, _("Export"), step, about),
    jobs.Kind("forget_exports", _("Forget old exports"), forget, every=timedelta(days=1)),
)


def _asked(job: Job) -> Asked:
    assert job.actor is not None
    return Asked(item_types.get(job.data["type"]), QueryDict(job.data["query"]), job.actor)


def _find(job: Job) -> list[int]:
    """Return the ids in the order of the list."""
    to = _asked(job).require_clear()
    key = F("sort_key").desc(nulls_last=True) if to.sorting.descending else F("sort_key").asc(nulls_last=True)
    keys = keys_of(rows(to, job.data.get("ids", ())), to.sorting.order).every
    return [pk for pk, _value in keys.order_by(key, "-pk" if to.sorting.descending else "pk")]


def _gather(job: Job, gathered: Path, position: dict[str, Any]) -> tuple[int, int]:
    """Add the next rows to those that were noted; return how long they are now, and how many came."""
    to = _asked(job)
    wanted = json.loads(_ids(job).read_text())[position["at"] : position["at"] + AT_ONCE]
    found = _still(to).select_related("currency").in_bulk(wanted)
    items = [found[pk] for pk in wanted if pk in found]
    sheet = _sheet(to, job)
    with gathered.open("r+b") as target:
        target.truncate(position["bytes"])
        target.seek(position["bytes"])
        for values in sheet.rows(items):
            target.write(json.dumps([_stored(value) for value in values]).encode() + b"\n")
        return target.tell(), len(items)


def _shown(to: Asked) -> list[str]:
    """Return the columns of the list; amounts say there in which currency they are, so that comes beside them."""
    names, known = [each.name for each in to.columns], to.all_columns.leaving
    amounts = [place for place, name in enumerate(names) if name in known and known[name].kind == "money"]
    if amounts and "currency" not in names:
        names.insert(amounts[-1] + 1, "currency")
    return names


def _still(to: Asked) -> ItemQuerySet:
    """Rights are asked again for each batch: they may have gone meanwhile."""
    return Item.objects.visible_to(to.reader, to.item_type.code).filter(permissions.rule(to.reader, "export"))


def _sheet(to: Asked, job: Job) -> Sheet:
    known = to.all_columns.leaving
    shown = [known[name] for name in job.data["columns"] if name in known]
    return Sheet(to.item_type, shown, to.reader, point=job.data.get("point", "."))


def _finish(job: Job, gathered: Path) -> None:
    to = _asked(job)
    sheet, form = _sheet(to, job), job.data["format"]
    written = gathered.with_suffix(f".{form}")
    if form == XLSX:
        sheets.write_xlsx(written, sheet.head, _read(job, gathered))
    else:
        sheets.write_csv(written, sheet.head, _read(job, gathered), point=sheet.point)
    name = f"{to.item_type.label_plural}-{timezone.localdate().isoformat()}.{form}"
    blob = files.keep(written, name)
    with transaction.atomic():
        jobs.note(job)
        jobs.give_file(job, blob, name)
    for path in (gathered, _ids(job)):
        path.unlink(missing_ok=True)


def _read(job: Job, gathered: Path) -> Iterator[list[Any]]:
    with gathered.open() as source:
        for number, line in enumerate(source, 1):
            if number % HOLD == 0:
                jobs.note(job)
            yield [_restored(value) for value in json.loads(line)]


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return {"n": str(value)} if isinstance(value, Decimal) else value


def _restored(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return Decimal(value["n"]) if "n" in value else date.fromisoformat(value["d"])


def _folder() -> Path:
    return Path(settings.FILES_DIR) / "exports"


def _gathered(job: Job) -> Path:
    return _folder() / f"{job.pk}.rows"


def _ids(job: Job) -> Path:
    return _folder() / f"{job.pk}.ids"
