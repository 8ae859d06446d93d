"""How does the demo come into a system of one's own, as sample data to look at, and how does it leave?

Nobody is hired for it: everything belongs to the administrator who asked. Its items are marked, and its papers have
numbers of their own, so that counting begins with the first real one.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from segue.core import administrators, records
from segue.core.models import Item, ItemQuerySet, NumberCounter, Numbering, User
from segue.crm import catalogue, sellers
from segue.crm.models import Company, Product

from . import staff
from .load import perform
from .past import settle
from .play import Past
from .products import PRODUCTS

MARK = "sample"  # in `originator`, with the item's own id in `origin_id`: both travel to what is made of a lead


class NotPossible(Exception):
    """Sample data cannot come in; the message says why, in the reader's language. Nothing was written."""


def is_empty() -> bool:
    """Say whether there is no item but the companies that sell, outside the recycle bin."""
    return not Item.objects.alive().filter(_no_seller()).exists()


def is_possible() -> bool:
    """Say whether sample data may come in: where nobody has worked yet."""
    return not Item.objects.filter(_no_seller()).exists() and not Product.objects.exists()


def count() -> int:
    """Count the items of the sample data outside the recycle bin."""
    return _marked().count()


def is_sample(item: Item) -> bool:
    """Say whether an item came with the sample data, and was not made of one by somebody."""
    return item.originator == MARK and item.origin_id == str(item.pk)


def load(*, actor: User) -> None:
    """Let the stories of the demo happen to `actor`. Raises Forbidden or NotPossible."""
    administrators.require(actor)
    with transaction.atomic():
        administrators.lock(actor)  # a second click waits here
        if not is_possible():
            raise NotPossible(_("There are items or products already."))
        try:
            _perform(actor)
        except (LookupError, ValidationError) as changed:
            raise NotPossible(
                _("Stages, lists, VAT rates or fields were changed so much that the sample data do not fit any more.")
            ) from changed


def remove(*, actor: User) -> None:
    """Put the items of the sample data into the recycle bin, and take its products out of use. Raises Forbidden."""
    administrators.require(actor)
    with transaction.atomic():
        administrators.lock(actor)
        if not _marked().exists():
            return
        seller = Company.objects.filter(pk__in=_marked().values("pk"), is_default_seller=True)
        had_default = bool(seller.update(is_default_seller=False))
        for item in _marked().order_by("pk"):
            records.delete(item, actor=actor)
        if had_default and (heir := sellers.alive().first()):
            sellers.make_default(heir, actor=actor)
        for product in Product.objects.filter(code__in=[each.code for each in PRODUCTS], active=True):
            catalogue.save(product, {"active": False}, actor=actor)


def _marked() -> ItemQuerySet:
    itself = Cast("pk", CharField())
    return Item.objects.alive().filter(originator=MARK, origin_id=itself)


def _no_seller() -> Q:
    return ~Q(pk__in=Company.objects.filter(is_my_company=True).values("pk"))


def _perform(actor: User) -> None:
    past = Past(since=timezone.now())
    if not sellers.alive().exists():
        staff.found(actor)
    staff.stock(actor)
    with _numbers_apart():
        perform(dict.fromkeys("abcd", actor), past, new_year=_count_in)
    Item.objects.filter(created_by=actor, created_at__gte=past.since).update(
        originator=MARK, origin_id=Cast("pk", CharField())
    )
    settle(past)


@contextmanager
def _numbers_apart() -> Iterator[None]:
    """Number the papers of the sample data by themselves, and leave the numbering as it was."""
    numberings, counters = list(Numbering.objects.all()), list(NumberCounter.objects.all())
    yield
    Numbering.objects.all().delete()
    Numbering.objects.bulk_create(numberings)
    NumberCounter.objects.bulk_create(counters)


def _count_in(year: int) -> None:
    """Number papers as in a year of the past, from one on."""
    NumberCounter.objects.all().delete()
    mark = _("SAMPLE")
    for item_type in staff.PREFIXES:
        given = {"template": f"{mark}-{year}-{{NUMBER}}", "min_length": 4, "start": 1, "step": 1, "prefix": ""}
        Numbering.objects.update_or_create(item_type=item_type, defaults=given | {"per_company": False})
