"""Which items of a type have something in common? A job walks the keys in order, and notes the pairs.

It reads the tables that the matcher looks into, so whom a form warns of and whom the list shows are the same.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import combinations, groupby
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from segue.core import item_types, jobs, preferences
from segue.core.custom_fields import definitions, keys
from segue.core.jobs import Kind
from segue.core.models import CustomKey, Item, Job, User
from segue.crm.models import BillingDetails, Company, ContactPoint, Lead, Suspect

from .lookups import same
from .traits import COLUMNS, COMPANY_NAME, NAME, NUMBERS, REACH, strength

READ = 5_000  # rows of keys in a step
# By which columns names are walked: a name with umlauts as two letters is also another's without.
NAMED = {NAME: "name_key", COMPANY_NAME: "company_key"}
SPELLED = {"spelled_key": NAME, "company_spelled_key": COMPANY_NAME}
MOST_OF_ONE_KEY = 10  # items: a switchboard's number is no sign that hundreds are the same
SCAN, ROUND = "duplicates", "duplicates_round"
EVERY = {"daily": timedelta(days=1), "weekly": timedelta(days=7), "monthly": timedelta(days=30)}
Pairs = dict[tuple[int, int], set[str]]


def start(item_type: str, *, actor: User | None) -> Job:
    """Look through all items of a type in the background; while one looks already, that is the one."""
    with transaction.atomic():
        last = last_of(item_type)
        return last if last and last.is_at_work else jobs.start(SCAN, {"type": item_type}, actor=actor)


def last_of(item_type: str) -> Job | None:
    """Return the job that looked last."""
    return Job.objects.filter(kind=SCAN, data__type=item_type).order_by("-pk").first()


def step(job: Job) -> bool:
    """Read the next keys of one criterion, or forget what was not seen again."""
    item_type, place = job.data["type"], {"at": 0, "after": ""} | job.position
    criteria = _criteria(item_type)
    with transaction.atomic():
        if place["at"] >= len(criteria):
            Suspect.objects.filter(item_type=item_type).exclude(scan=job.pk).delete()
            jobs.note(job)
            return False
        criterion = criteria[place["at"]]
        rows = list(_rows(item_type, criterion, place["after"])[:READ])
        whole = rows if len(rows) < READ else [row for row in rows if row[0] != rows[-1][0]]
        alike = _with_namesakes(item_type, criterion, whole or rows)
        living = _living(item_type, {pk for _key, pk in alike})
        pairs = _pairs(row for row in alike if row[1] in living)
        _note(item_type, pairs, SPELLED.get(criterion, criterion), job.pk)
        ended = len(rows) < READ
        position = (
            {"at": place["at"] + 1, "after": ""} if ended else {"at": place["at"], "after": (whole or rows)[-1][0]}
        )
        jobs.note(job, position=position)
    return True


def step_of_round(job: Job) -> bool:
    """Look through the types whose time has come, as the settings say."""
    every = EVERY.get(preferences.load().duplicates_scan)
    for item_type in COLUMNS if every else ():
        last = last_of(item_type)
        if every and (last is None or timezone.now() - last.created_at > every - timedelta(hours=1)):
            start(item_type, actor=None)
    with transaction.atomic():
        jobs.note(job)
    return False


def _criteria(item_type: str) -> list[str]:
    standard = {"lead": (*REACH, *NAMED, *SPELLED)}.get(item_type, (*REACH, *NUMBERS, NAME, "spelled_key"))
    return [*standard, *keys.criteria(definitions.of_type(item_type))]


def _rows(item_type: str, criterion: str, after: str) -> Any:
    """Return keys with the items that have them, in the order of the index that holds them."""
    if criterion in REACH:
        points = ContactPoint.objects.filter(kind=REACH[criterion], match_key__gt=after)
        return points.order_by("match_key").values_list("match_key", "item_id")
    if criterion in NUMBERS:
        column = NUMBERS[criterion]
        return BillingDetails.objects.filter(**{f"{column}__gt": after}).order_by(column).values_list(column, "item_id")
    if criterion in NAMED or criterion in SPELLED:
        column = NAMED.get(criterion, criterion)
        rows = _with_names(item_type, column).filter(**{f"{column}__gt": after}).exclude(**{column: ""})
        return rows.order_by(column).values_list(column, "pk")
    field = definitions.of_type(item_type)[criterion]
    return CustomKey.objects.filter(field=field, key__gt=after).order_by("key").values_list("key", "item_id")


def _with_names(item_type: str, column: str) -> Any:
    return Lead.objects.all() if column.startswith("company") else Item.objects.of_type(item_type)


def _with_namesakes(item_type: str, criterion: str, rows: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Add to names with umlauts as two letters who is called so without."""
    if criterion not in SPELLED or not rows:
        return rows
    column = NAMED[SPELLED[criterion]]
    others = _with_names(item_type, column).filter(same(column, sorted({key for key, _pk in rows})))
    return sorted([*rows, *others.order_by().values_list(column, "pk")])


def _pairs(rows: Iterable[tuple[str, int]]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for key, of_key in groupby(rows, key=lambda row: row[0]):
        ids = sorted({pk for _key, pk in of_key}) if key else []
        found.update(combinations(ids[:MOST_OF_ONE_KEY], 2))
    return found


def _living(item_type: str, ids: Iterable[int]) -> set[int]:
    """Keep the living items of the type: those of another one, or in the bin, take nobody's place among few."""
    found = set(Item.objects.alive().of_type(item_type).filter(pk__in=ids).values_list("pk", flat=True))
    ours = Company.objects.filter(is_my_company=True).values_list("pk", flat=True) if item_type == "company" else ()
    return found.difference(ours)


def _note(item_type: str, wanted: set[tuple[int, int]], criterion: str, scan: int) -> None:
    """Store pairs; what an earlier scan said of them counts no more."""
    known = {(row.item_id, row.other_id): row for row in _known(wanted)}
    for row in known.values():
        seen = {*row.criteria, criterion} if row.scan == scan else {criterion}
        row.criteria, row.scan = sorted(seen, key=strength), scan
        row.strength = strength(row.criteria[0])[0]
    Suspect.objects.bulk_update(known.values(), ["criteria", "strength", "scan"])
    Suspect.objects.bulk_create(
        Suspect(
            item_type=item_type,
            item_id=first,
            other_id=second,
            criteria=[criterion],
            strength=strength(criterion)[0],
            scan=scan,
        )
        for first, second in sorted(wanted - set(known))
    )


def _known(pairs: set[tuple[int, int]]) -> Iterator[Suspect]:
    rows = Suspect.objects.filter(item__in={first for first, _second in pairs})
    return (row for row in rows if (row.item_id, row.other_id) in pairs)


def _about(job: Job) -> str:
    return str(item_types.get(job.data["type"]).label_plural)


KINDS = (
    Kind(SCAN, gettext_lazy("Look for duplicates"), step, about=_about),
    Kind(ROUND, gettext_lazy("Look for duplicates by the clock"), step_of_round, every=timedelta(days=1)),
)
