"""Which number does a new estimate or invoice get? Taken inside the transaction from a locked counter: no gap, no twin."""

from segue.core import preferences
from segue.core.models import Item, NumberCounter, Numbering
from segue.lib import dates, numbers


def take(item: Item) -> tuple[str, str]:
    """Return the next free number of the item's type, and the scope it is unique in.

    The counter stays locked until the transaction ends: a save that fails gives its number back, parallel saves wait
    for one another. A number that someone gave by hand is skipped when the counter meets it.
    """
    numbering, _made = Numbering.objects.get_or_create(item_type=item.type)
    today = dates.today(preferences.load().time_zone)
    scope = scope_of(numbering, item)
    counter = _locked_counter(numbering, scope, numbers.period(numbering.reset, today))
    template = numbers.Template(numbering.template, numbering.prefix, numbering.min_length, numbering.padding)
    while True:
        counter.last += numbering.step
        number = numbers.render(template, counter.last, today)
        if not Item.objects.filter(type=item.type, number_scope=scope, number=number).exists():
            counter.save(update_fields=["last"])
            return number, scope


def scope_of(numbering: Numbering, item: Item) -> str:
    """Return what a number is unique in: the seller where companies count separately, else everything."""
    return str(getattr(item, "my_company_id", None) or "") if numbering.per_company else ""


def _locked_counter(numbering: Numbering, scope: str, period: str) -> NumberCounter:
    before_first = numbering.start - numbering.step
    return NumberCounter.objects.select_for_update().get_or_create(
        numbering=numbering, scope=scope, period=period, defaults={"last": before_first}
    )[0]
