"""What becomes of everything that refers to an item when it is merged into another? One row per relation.

A test walks all relations of the models: whoever adds one adds its row here.
"""

from dataclasses import dataclass

from django.db.models import Q

MOVES = "moves"  # the rows refer to the main item afterwards
CHOSEN = "chosen"  # the plan says whose value stands, or unites them; written by `records`
STAYS = "stays"  # it says something of the merged item itself


@dataclass(frozen=True)
class Relation:
    """How one relation is handled. `alike`: columns by which two rows that move would say the same; one of them is
    enough, and the other is dropped, or where `keeps` is set stays behind. `only`: which rows move.
    """

    how: str
    alike: tuple[str, ...] = ()
    keeps: bool = False
    only: Q = Q()  # noqa: RUF009  it never changes


MOVE, CHOICE, STAY = Relation(MOVES), Relation(CHOSEN), Relation(STAYS)

RELATIONS: dict[tuple[str, str], Relation] = {
    ("core.TimelineEntry", "item"): MOVE,
    ("core.Notice", "item"): MOVE,
    ("core.Binding", "item"): Relation(MOVES, alike=("activity_id",), keeps=True),
    ("core.Link", "source"): Relation(MOVES, alike=("target_id", "conversion_id"), keeps=True),
    ("core.Link", "target"): Relation(MOVES, alike=("source_id", "conversion_id"), keeps=True),
    ("core.Attachment", "item"): Relation(MOVES, only=Q(field=None)),
    ("core.CustomReference", "target"): MOVE,  # with the values that name it: see apply
    ("crm.Client", "company"): Relation(MOVES, alike=("item_id",)),
    ("crm.Client", "contact"): Relation(MOVES, alike=("item_id",)),
    ("crm.Employment", "contact"): Relation(MOVES, alike=("company_id",)),
    ("crm.Employment", "company"): Relation(MOVES, alike=("contact_id",)),
    ("crm.Conversion", "source"): MOVE,
    ("crm.ConversionRecord", "item"): Relation(MOVES, only=~Q(action="create")),  # what made it stays, and blocks
    ("crm.Contact", "lead"): MOVE,
    ("crm.Company", "lead"): MOVE,
    ("crm.Deal", "lead"): MOVE,
    ("crm.Deal", "estimate"): MOVE,
    ("crm.Estimate", "deal"): MOVE,
    ("crm.Estimate", "lead"): MOVE,
    ("crm.Estimate", "my_company"): MOVE,
    ("crm.Invoice", "deal"): MOVE,
    ("crm.Invoice", "estimate"): MOVE,
    ("crm.Invoice", "my_company"): MOVE,
    ("core.Observer", "item"): CHOICE,
    ("crm.ContactPoint", "item"): CHOICE,
    ("crm.BillingDetails", "item"): CHOICE,
    ("crm.ProductRow", "item"): CHOICE,
    ("crm.Client", "item"): CHOICE,
    ("core.CustomReference", "item"): CHOICE,
    ("core.CustomKey", "item"): CHOICE,
    ("core.Activity", "items"): Relation(STAYS),  # through the bindings
    ("core.StageChange", "item"): STAY,
    ("core.JobResult", "item"): STAY,
    ("core.Presence", "item"): STAY,
    ("crm.NotDuplicate", "item"): STAY,
    ("crm.NotDuplicate", "other"): STAY,
    ("crm.Suspect", "item"): STAY,
    ("crm.Suspect", "other"): STAY,
    ("crm.Merge", "main"): STAY,
    ("crm.Merged", "item"): STAY,
    **{(f"crm.{name}", "item_ptr"): STAY for name in ("Lead", "Deal", "Contact", "Company", "Estimate", "Invoice")},
}
