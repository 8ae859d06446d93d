"""What becomes of what is still to be done about a lead? It stays there, unless the person wants it on the new deal."""

from typing import TYPE_CHECKING, Any

from segue.core import activities, agenda
from segue.core.models import Item, User
from segue.crm.models import Conversion

if TYPE_CHECKING:
    from .plan import Plan

MOVED = "activities"  # in what undo needs to know
FROM, TO = "lead", "deal"


def waiting(now: "Plan") -> int:
    """Count the open activities that could go along; none where no deal is made of a lead."""
    record = now.record(TO) if now.source.type == FROM else None
    return agenda.open_of([now.source.pk]).count() if record and record.action == "create" else 0


def move(now: "Plan", made: dict[str, Item], conversion: Conversion) -> dict[str, Any]:
    """Move open activities to the new deal, if that was decided; answers what undo needs."""
    if not (now.decisions.move_activities and waiting(now)):
        return {}
    actor = now.reading.actor
    moved = activities.move(now.source, made[TO], actor=actor, conversion_id=conversion.pk)
    return {MOVED: moved} if moved else {}


def give_back(conversion: Conversion, goes: tuple[Item, ...], *, actor: User) -> None:
    """Move back what a conversion moved and is still about the deal that goes."""
    deal, moved = next((item for item in goes if item.type == TO), None), conversion.before.get(MOVED)
    if moved and deal is not None and conversion.source is not None:
        activities.move(deal, conversion.source, actor=actor, conversion_id=conversion.pk, only=moved)
