"""Which of the companies are we ourselves? My companies sell on estimates and invoices; changing them is a setting."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from segue.core import audit, changes, facts, item_types, permissions, records, settings_changes
from segue.core.custom_fields.definitions import of_type
from segue.core.models import Item, User
from segue.core.settings_changes import InUse
from segue.crm.models import Company

Values = Mapping[str, Any]


def alive() -> "QuerySet[Company]":
    """Return our companies outside the recycle bin, the default first."""
    rows = Company.objects.filter(is_my_company=True, deleted_at=None)
    return rows.order_by("-is_default_seller", "title", "pk")


def create(values: Values, *, actor: User, parts: Values | None = None) -> Item:
    """Store one more company of ours; the first is the default seller. Raises Forbidden, or ValidationError."""
    permissions.require_settings(actor)
    with transaction.atomic():
        first = not alive().filter(is_default_seller=True).exists()
        own = {"is_my_company": True, "is_default_seller": first}
        company = records.create("company", {**values, **own}, actor=actor, parts=parts)
        _tell(settings_changes.ADDED, company, {"title": [None, company.title]}, actor)
    return company


def change(
    company: Company, values: Values, *, actor: User, parts: Values | None = None, base_version: int | None = None
) -> Item:
    """Save new values of one of our companies; the settings right is all it takes. Raises Forbidden, Stale, or
    ValidationError."""
    permissions.require_settings(actor)
    with transaction.atomic():
        stored = records.alive(company)
        wanted = changes.difference(stored, values, parts or {}, of_type(stored.type), actor)
        if not wanted:
            return stored
        if base_version is not None and base_version < stored.version:
            changes.refuse_overlap(stored, wanted, base_version)
        records.save(stored, wanted, actor=actor)
        _tell(settings_changes.CHANGED, stored, _before_and_after(stored, wanted), actor)
    return stored


def make_default(company: Company, *, actor: User) -> None:
    """Let new estimates and invoices be sold by this company unless another is chosen."""
    with transaction.atomic():
        for other in Company.objects.filter(is_default_seller=True).exclude(pk=company.pk):
            change(other, {"is_default_seller": False}, actor=actor)
        change(company, {"is_default_seller": True}, actor=actor)


def remove(company: Company, *, actor: User) -> None:
    """Put one of our companies into the recycle bin; papers it sold on keep it. Raises Forbidden or InUse."""
    permissions.require_settings(actor)
    if company.is_default_seller:
        raise InUse(_("This is the default seller. Choose another default first."))
    with transaction.atomic():
        records.delete(company, actor=actor)
        _tell(settings_changes.REMOVED, company, {"title": [company.title, None]}, actor)


def _before_and_after(company: Item, wanted: changes.Change) -> dict[str, list[Any]]:
    after = {name: facts.of_field(company, name) for name in wanted.columns}
    after |= {name: item_types.of(company).part(name).facts(value) for name, value in wanted.parts.items()}
    return {name: [wanted.facts[name][0], after[name]] for name in after}


def _tell(event: str, company: Item, changed: dict[str, list[Any]], actor: User) -> None:
    data = {"id": company.pk, "changes": changed}
    audit.record(event, actor=actor, subject=f"my company {company.title}", data=data)
