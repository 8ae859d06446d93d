"""What happens when another currency becomes the base? Every base amount is computed anew, at today's rates, in a job.

Items saved meanwhile are right already; the job may run twice without harm.
"""

from collections.abc import Iterable

from django.db import transaction
from django_tasks import task

from segue.core import audit, currencies, currency_changes
from segue.core.models import Currency, Item, User
from segue.crm.models import ProductRow
from segue.lib import money
from segue.lib.money import Rate

BATCH = 500


def change(base: Currency, *, actor: User) -> None:
    """Make a currency the base, restate the rates, and leave the amounts to the job. Raises Forbidden."""
    with transaction.atomic():
        currency_changes.set_base(base, actor=actor)
        recompute.enqueue(actor_id=actor.pk, base=base.pk)


@task()
def recompute(actor_id: int, base: str) -> int:
    """Compute the base amounts of all items and rows; return how many items there were."""
    done, last = 0, 0
    while ids := _next_ids(last):
        with transaction.atomic():
            _recompute_batch(Item.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        done, last = done + len(ids), ids[-1]
    actor = User.objects.get(pk=actor_id)
    audit.record("base_amounts_recomputed", actor=actor, subject=f"currency {base}", data={"items": done})
    return done


def _next_ids(last: int) -> list[int]:
    return list(Item.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])


def _recompute_batch(items: Iterable[Item]) -> None:
    by_code, decimals = {each.pk: each for each in Currency.objects.all()}, currencies.base().decimals
    changed = list(items)
    for item in changed:
        currency = by_code[item.currency_id]
        item.base_rate = currency.rate
        item.base_amount = currencies.base_worth(item.amount, currency, decimals)
    Item.objects.bulk_update(changed, ["base_amount", "base_rate"])
    rates = {item.pk: _rate(by_code[item.currency_id]) for item in changed}
    rows = list(ProductRow.objects.filter(item_id__in=rates))
    for row in rows:
        row.price_base = money.base_amount(row.price, rates[row.item_id], money.STORED_DECIMALS)
    ProductRow.objects.bulk_update(rows, ["price_base"])


def _rate(currency: Currency) -> Rate:
    return Rate(currency.rate, currency.nominal)
