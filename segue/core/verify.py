"""Is everything in the database as it must be, where SQL alone cannot say so? The checks of what every item has.

A check is a row: its name, and a function that gives one line per fault. `manage.py verify` asks them all.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from segue.core import files, item_types, notices
from segue.core.activities import MOST_ITEMS
from segue.core.custom_fields import faults
from segue.core.models import Activity, Binding, Blob, Item, Notice, Pipeline, StageChange
from segue.core.models.activity import OPEN
from segue.core.models.pipeline import PROCESS


@dataclass(frozen=True)
class Check:
    """One thing that must hold; `reads_files` marks the check that reads every stored file."""

    name: str
    faults: Callable[[], Iterable[str]]
    reads_files: bool = False


def run(checks: Iterable[Check], *, with_files: bool = False) -> Iterator[str]:
    """Give one line for everything that is wrong: the check and what it found."""
    for check in checks:
        if with_files or not check.reads_files:
            yield from (f"{check.name}: {fault}" for fault in check.faults())


def children() -> Iterator[str]:
    """Each item has the child its type names, and no other."""
    codes = [each.code for each in item_types.all_types()]
    for pk, code in Item.objects.exclude(type__in=codes).values_list("pk", "type"):
        yield f"item {pk} is of the unknown type {code!r}"
    for each in item_types.all_types():
        own = each.model._base_manager
        for pk in Item.objects.filter(type=each.code).exclude(pk__in=own.values("pk")).values_list("pk", flat=True):
            yield f"{each.code} {pk} has no row of its own type"
        for pk, code in own.exclude(type=each.code).values_list("pk", "type"):
            yield f"item {pk} of type {code!r} has a row among the {each.slug}"


def stages() -> Iterator[str]:
    """A stage belongs to the item's pipeline, a pipeline to its type, and only final stages are closed."""
    staged = [each.code for each in item_types.all_types() if each.has_stages]
    for pk, code in Item.objects.filter(type__in=staged, stage=None).values_list("pk", "type"):
        yield f"{code} {pk} stands in no stage"
    placed = Item.objects.filter(stage__isnull=False)
    for pk in placed.exclude(stage__pipeline=F("pipeline")).values_list("pk", flat=True):
        yield f"item {pk} stands in a stage of another pipeline"
    for pk in placed.exclude(pipeline__item_type=F("type")).values_list("pk", flat=True):
        yield f"item {pk} is in a pipeline of another type"
    for pk in placed.filter(stage__semantics=PROCESS, closed_at__isnull=False).values_list("pk", flat=True):
        yield f"item {pk} is closed, but in progress"
    for pk in placed.exclude(stage__semantics=PROCESS).filter(closed_at=None).values_list("pk", flat=True):
        yield f"item {pk} is in a final stage, but not closed"


def stays() -> Iterator[str]:
    """The open stay of the stage history is the stage the item stands in."""
    open_stay = StageChange.objects.filter(item=OuterRef("pk"), left_at=None, stage=OuterRef("stage"))
    for pk in Item.objects.filter(~Exists(open_stay), stage__isnull=False).values_list("pk", flat=True):
        yield f"item {pk}: the stage history ends elsewhere than in its stage"
    for pk in StageChange.objects.filter(left_at=None, item__stage=None).values_list("item", flat=True):
        yield f"item {pk} stands in no stage, but its stage history has an open stay"


def pipelines() -> Iterator[str]:
    """Every type with stages has a default pipeline, and every pipeline a stage to begin in and one to succeed in."""
    for each in item_types.all_types():
        if each.has_stages and not Pipeline.objects.filter(item_type=each.code, is_default=True).exists():
            yield f"{each.code} has no default pipeline"
    for pipeline in Pipeline.objects.prefetch_related("stages"):
        semantics = [stage.semantics for stage in pipeline.stages.all()]
        for needed in ("process", "success"):
            if needed not in semantics:
                yield f"pipeline {pipeline.code} has no {needed} stage"


def activities() -> Iterator[str]:
    """Each activity is about some items and not too many, which repeat its deadline while it is open."""
    bound = Activity.objects.annotate(count=Count("bindings"))
    for pk in bound.filter(count=0).values_list("pk", flat=True):
        yield f"activity {pk} is about no item"
    for pk in bound.filter(count__gt=MOST_ITEMS).values_list("pk", flat=True):
        yield f"activity {pk} is about more than {MOST_ITEMS} items"
    for pk in Activity.objects.filter(remind_at__isnull=False).exclude(status=OPEN).values_list("pk", flat=True):
        yield f"activity {pk} is done, and would remind of itself"
    as_open = Q(activity__status=OPEN, open_at=F("activity__deadline"))
    as_done = ~Q(activity__status=OPEN) & Q(open_at=None)
    agreeing = Binding.objects.filter(as_open | as_done).values("pk")
    for activity, item in Binding.objects.exclude(pk__in=agreeing).values_list("activity", "item"):
        yield f"activity {activity}: its item {item} repeats another deadline"


def notes() -> Iterator[str]:
    """Each notice is of a known kind, and names an item or an activity, or holds what else it is about."""
    for pk, kind in Notice.objects.exclude(kind__in=notices.KINDS).values_list("pk", "kind"):
        yield f"notice {pk} is of the unknown kind {kind!r}"
    for pk in Notice.objects.filter(item=None, activity=None, data={}).values_list("pk", flat=True):
        yield f"notice {pk} is about nothing"


def blobs() -> Iterator[str]:
    """Every stored file lies on the disk, with the size and the bytes its hash names."""
    for sha256, size in Blob.objects.order_by("pk").values_list("sha256", "size").iterator():
        path = files.path_of(sha256)
        if not path.is_file():
            yield f"file {sha256} is missing"
        elif path.stat().st_size != size or files.sha256_of(path) != sha256:
            yield f"file {sha256} holds other bytes"


CHECKS = (
    Check("types", children),
    Check("stages", stages),
    Check("stage history", stays),
    Check("pipelines", pipelines),
    Check("custom values", faults.of_values),
    Check("custom references", faults.of_references),
    Check("custom keys", faults.of_keys),
    Check("activities", activities),
    Check("notices", notes),
    Check("files", blobs, reads_files=True),
)
