"""Short ways to convert in tests."""

import uuid
from typing import Any

from segue.core import item_types
from segue.core.models import Item, User
from segue.crm import conversion
from segue.crm.conversion import UNDECIDED, Decisions, Seen


def variant(source: Item, code: str) -> conversion.Variant:
    """The variant of this source by its name in addresses."""
    found = conversion.variant_of(source.type, code)
    assert found is not None
    return found


def plan(source: Item, code: str, actor: User, decisions: Decisions = UNDECIDED) -> Any:
    """What converting would do."""
    return conversion.plan(source, variant(source, code), actor=actor, decisions=decisions)


def convert(source: Item, code: str, actor: User, **wanted: Any) -> Any:
    """Convert as a page does: with the version as stored now, unless `seen` says otherwise."""
    version = Item.objects.get(pk=source.pk).version
    return conversion.apply(
        source,
        variant(source, code),
        decisions=wanted.get("decisions", UNDECIDED),
        seen=wanted.get("seen", Seen(version)),
        actor=actor,
        key=wanted.get("key") or uuid.uuid4().hex,
    )


def made(done: Any, code: str) -> Any:
    """The item a conversion made, used or took again in a slot, with the columns of its type."""
    return item_types.child_of(done.records.get(item_type=code).item)


def undo(done: Any, actor: User) -> Any:
    """Undo as a page does: as it was just shown."""
    shown = conversion.plan_undo(done, actor=actor)
    return conversion.undo(done, actor=actor, key=uuid.uuid4().hex, fingerprint=shown.fingerprint)
