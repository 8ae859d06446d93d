"""Who may undo a conversion? Who applied it, for a day; later, and for others, it takes Delete (domain.md 4.8)."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from segue.core import permissions
from segue.core.models import Item, User
from segue.core.permissions import Missing
from segue.crm.models import Conversion, ConversionRecord
from segue.crm.models.conversion import APPLIED, CREATE

OWN_DAY = timedelta(hours=24)  # who converted may take it back that long without the right to delete


def missing(source: Item | None, goes: Iterable[Item], conversion: Conversion, actor: User) -> tuple[Missing, ...]:
    """List what is lacking: Edit on the source, and Delete on what goes, unless it is one's own of the last day."""
    lacking = []
    if source is not None and not permissions.may(actor, "edit", source):
        lacking.append(Missing("edit", source.type, source.pk))
    if _is_own_of_the_day(conversion, actor):
        return tuple(lacking)
    lacking += [Missing("delete", item.type, item.pk) for item in goes if not permissions.may(actor, "delete", item)]
    return tuple(lacking)


def undoable(conversions: Iterable[Conversion], *, actor: User) -> set[int]:
    """Return the ids of those that stand and that the actor has the rights to undo, the source being there: at most two
    queries. What else stands in the way, the plan of the undo tells.
    """
    standing = [each for each in conversions if each.state == APPLIED]
    if not standing:
        return set()
    sources = Item.objects.permitting("edit", actor).filter(pk__in={each.source_id for each in standing})
    editable = {None, *sources.values_list("pk", flat=True)}  # a source purged for good needs no right
    allowed = [each for each in standing if each.source_id in editable]
    others = [each.pk for each in allowed if not _is_own_of_the_day(each, actor)]
    return {each.pk for each in allowed} - (_undeletable(others, actor) if others else set())


def _is_own_of_the_day(conversion: Conversion, actor: User) -> bool:
    return conversion.actor_id == actor.pk and timezone.now() - conversion.at < OWN_DAY


def _undeletable(ids: list[int], actor: User) -> set[int]:
    """Which of these conversions created something that the actor may not delete?"""
    made = ConversionRecord.objects.filter(conversion__in=ids, action=CREATE, item__isnull=False, item__deleted_at=None)
    deletable = Item.objects.permitting("delete", actor).order_by().values("pk")
    return set(made.exclude(item__in=deletable).values_list("conversion_id", flat=True))
