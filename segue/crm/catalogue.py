"""What do we sell? Products are found, changed, deactivated and, while nothing names them, deleted."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from segue.core import permissions, settings_changes
from segue.core.models import User
from segue.core.settings_changes import InUse
from segue.crm.models import Product, ProductRow
from segue.lib import text

SEARCHED = ("name", "code", "section")
LONGEST_QUERY, MOST_WORDS = 200, 10


def find(query: str = "", *, section: str = "", active: bool | None = None) -> "QuerySet[Product]":
    """Return the products whose name, code or section holds every word of the query, by section and order.

    Of a long query the first words count.
    """
    found = Product.objects.select_related("tax_rate", "measure", "currency")
    for word in text.search_form(query[:LONGEST_QUERY]).split()[:MOST_WORDS]:
        found = found.filter(search_text__contains=word)
    if section:
        found = found.filter(section=section)
    if active is not None:
        found = found.filter(active=active)
    return found.order_by("section", "sort", "name", "pk")


def sections() -> list[str]:
    """List the sections that have products."""
    named = Product.objects.filter(~Q(section="")).order_by("section")
    return list(named.values_list("section", flat=True).distinct())


def save(product: Product, values: Mapping[str, Any], *, actor: User) -> Product:
    """Store a product; rows that name it keep what they took. Raises Forbidden, or ValidationError by field."""
    code = values.get("code")
    if code and Product.objects.filter(code=code).exclude(pk=product.pk).exists():
        raise ValidationError({"code": [_("Another product has this code.")]})
    with transaction.atomic():
        stored = settings_changes.save(product, values, actor=actor, require=permissions.require_catalogue)
        wanted = search_text(stored)
        if stored.search_text != wanted:
            stored.search_text = wanted
            stored.save(update_fields=["search_text"])
    return stored


def search_text(product: Product) -> str:
    """Return the form in which a product is found by its name, code and section."""
    return text.search_form(" ".join(getattr(product, name) for name in SEARCHED))


def remove(product: Product, *, actor: User) -> None:
    """Delete a product that no row names, the recycle bin included. Raises InUse."""
    with transaction.atomic():
        if ProductRow.objects.filter(product=product).exists():
            raise InUse(_("Deals, estimates or invoices name this product. Deactivate it instead."))
        settings_changes.remove(product, actor=actor, require=permissions.require_catalogue)
