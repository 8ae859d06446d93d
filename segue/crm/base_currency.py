"""What happens when another currency becomes the base? Every base amount is computed anew, at today's rates, in a job.

Items saved meanwhile are right already; the job may run twice without harm.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _
from django_tasks import task

from segue.core import audit, currencies, currency_changes, notices
from segue.core.models import Currency, Item, User
from segue.crm.models import ProductRow
from segue.lib import money

BATCH = 500


def change(base: Currency, *, actor: User) -> None:
    """Make a currency the base, restate the rates, and leave the amounts to the job. Raises Forbidden, or
    ValidationError where a rate or an amount would outgrow what is stored.
    """
    with transaction.atomic():
        currency_changes.set_base(base, actor=actor)
        _require_room(base.pk)
        recompute.enqueue(actor_id=actor.pk, base=base.pk)


def _require_room(base: str) -> None:
    """Refuse where the job could not store what it computes: the largest of each currency tell."""
    worth = {each.pk: each.worth for each in Currency.objects.all()}
    for rows, column in ((Item.objects.order_by(), "amount"), (ProductRow.objects.order_by(), "price")):
        currency = "currency" if rows.model is Item else "item__currency"
        for code, least, most in rows.values_list(currency).annotate(Min(column), Max(column)):
            largest = max(abs(least), abs(most))
            try:
                money.base_amount(largest, worth[code], money.STORED_DECIMALS)
            except money.TooManyDigits as fault:
                text = _("An amount of %(amount)s %(currency)s would become too large in %(base)s.")
                raise ValidationError(text % {"amount": largest, "currency": code, "base": base}) from fault


@task()
def recompute(actor_id: int, base: str) -> int:
    """Compute the base amounts of all items and rows; return how many items there were."""
    done, last = 0, 0
    while ids := _next_ids(last):
        with transaction.atomic():
            _recompute_batch(Item.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        done, last = done + len(ids), ids[-1]
    actor = User.objects.get(pk=actor_id)
    with transaction.atomic():
        audit.record("base_amounts_recomputed", actor=actor, subject=f"currency {base}", data={"items": done})
        notices.tell(notices.JOB, [actor], data={"job": "base_currency", "currency": base, "items": done})
    return done


def _next_ids(last: int) -> list[int]:
    return list(Item.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])


def _recompute_batch(items: Iterable[Item]) -> None:
    by_code, decimals = {each.pk: each for each in Currency.objects.all()}, currencies.base().decimals
    changed = list(items)
    for item in changed:
        currency = by_code[item.currency_id]
        item.base_rate = currency.rate
        item.base_amount = money.base_amount(item.amount, currency.worth, decimals)
    Item.objects.bulk_update(changed, ["base_amount", "base_rate"])
    rates = {item.pk: by_code[item.currency_id].worth for item in changed}
    rows = list(ProductRow.objects.filter(item_id__in=rates))
    for row in rows:
        row.price_base = money.base_amount(row.price, rates[row.item_id], money.STORED_DECIMALS)
    ProductRow.objects.bulk_update(rows, ["price_base"])
