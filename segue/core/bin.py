"""How does an item leave for good?"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from segue.core import activities, audit, item_types, records
from segue.core.custom_fields import naming
from segue.core.models import Item, User
from segue.core.permissions import Forbidden, Missing


def require_purge(item: Item, *, actor: User) -> None:
    """Raise `Forbidden` unless `actor` may delete for good, which only administrators may."""
    if not (actor.is_active and actor.is_admin):
        raise Forbidden(Missing("purge", item.type, item.pk))


def purge(item: Item, *, actor: User) -> None:
    """Delete an item in the recycle bin with all that is its own; conversions keep its type, id and title, and the
    bytes of its files stay. Raises Forbidden, or ValidationError when it is not in the bin or still needed.
    """
    require_purge(item, actor=actor)
    with transaction.atomic():
        records.lock([item.pk, *naming.items_naming(item)])
        stored = records.fresh(item)
        if stored.deleted_at is None:
            raise ValidationError(_("Only what lies in the recycle bin can be deleted for good."))
        audit.record_item("item_purged", stored, actor=actor)
        naming.forget(stored)
        activities.forget(stored)
        try:
            item_types.of(stored).leave(stored)
            stored.delete()
        except ProtectedError as needed:
            raise ValidationError(_("Estimates or invoices were issued in its name, so it has to stay.")) from needed
