"""Which number does a new estimate or invoice get? Taken in the transaction from a locked counter: no gap, no twin."""

from datetime import date

from django.db import connection
from django.db.models import QuerySet

from segue.core import cursors, preferences
from segue.core.models import Item, NumberCounter, Numbering
from segue.core.prepared import steady
from segue.lib import dates, numbers


def take(item: Item) -> tuple[str, str]:
    """Return the next number of the item's type, and the scope it is unique in.

    The counter stays locked until the transaction ends: a save that fails gives its number back, parallel saves wait
    for one another. Where the counter meets a number that somebody gave by hand, one takes the next.
    """
    numbering = _numbering(item)
    today = _today(numbering)
    scope = scope_of(numbering, item)
    period = numbers.period(numbering.reset, today)
    template = numbers.Template(numbering.template, numbering.prefix, numbering.min_length, numbering.padding)
    return numbers.render(template, _advance(numbering, scope, period), today), scope


def scope_by_hand(item: Item) -> str:
    """Return the scope in which a number that somebody typed must be unique."""
    return scope_of(_numbering(item), item)


def _numbering(item: Item) -> Numbering:
    stored = of_type(item.type)
    return stored[0] if stored else Numbering.objects.get_or_create(item_type=item.type)[0]


@steady
def of_type(item_type: str) -> QuerySet[Numbering]:
    """Find how items of a type are numbered; nothing before the first one is."""
    return Numbering.objects.filter(item_type=item_type)


def _today(numbering: Numbering) -> date:
    """Return the organisation's day; a template without a date in it need not ask which zone that is."""
    needs_day = numbering.reset != "none" or any(part in numbering.template for part in ("{YEAR}", "{MONTH}", "{DAY}"))
    return dates.today(preferences.load().time_zone if needs_day else "UTC")


def scope_of(numbering: Numbering, item: Item) -> str:
    """Return what a number is unique in: the seller where companies count separately, else everything."""
    return str(getattr(item, "my_company_id", None) or "") if numbering.per_company else ""


def _advance(numbering: Numbering, scope: str, period: str) -> int:
    """Move the counter one step on and return where it stands; the first of its kind begins at the start."""
    while True:
        cursor = cursors.borrow(connection, _ONE_STEP)
        cursor.execute(_ONE_STEP, [numbering.step, numbering.pk, scope, period])
        stands = cursor.fetchall()
        cursors.give_back(cursor, _ONE_STEP)
        if stands:
            return int(stands[0][0])
        before_first = numbering.start - numbering.step
        NumberCounter.objects.get_or_create(
            numbering=numbering, scope=scope, period=period, defaults={"last": before_first}
        )


# The ORM cannot say where a counter stands after an UPDATE; reading it with a lock before would be one statement more.
_ONE_STEP = (
    'UPDATE "core_numbercounter" SET "last" = "last" + %s '
    'WHERE "numbering_id" = %s AND "scope" = %s AND "period" = %s RETURNING "last"'
)
