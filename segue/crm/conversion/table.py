"""What becomes what, and which fields travel? Every edge and every carried field, on one screen.

`manage.py check` reads this table; menu, plan, apply, undo, tests and help are made from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.text import format_lazy

from segue.core import item_types
from segue.core.item_types import Text
from segue.crm.types import ADDRESS, PERSON, UTM

SELF = "self"  # a back reference to the source itself


@dataclass(frozen=True, eq=False)  # a row of the table is itself
class Edge:
    """How a new item of type `target` is filled from one of type `source`.

    carry: target column <- source column. parts: what travels under the same name. refer: back reference <- the source
    itself, or the source's own reference. ask: a required column, blank after mapping, <- where its suggestion stands.
    own: source fields that the target begins with its own value for. fill: a blank reference of the source that gets
    the new item. Whatever of the source's form is not named here stays behind and is listed.
    """

    source: str
    target: str
    carry: Mapping[str, str]
    parts: tuple[str, ...] = ()
    refer: Mapping[str, str] = field(default_factory=dict)
    ask: Mapping[str, str] = field(default_factory=dict)
    own: tuple[str, ...] = ()
    fill: str = ""


@dataclass(frozen=True)
class Variant:
    """One selectable set of targets of a source; `targets` in the order of the menu, the main one first."""

    source: str
    targets: tuple[str, ...]

    @property
    def code(self) -> str:
        """The name in addresses: `deal-contact-company`."""
        return "-".join(self.targets)

    @property
    def label(self) -> Text:
        """What the menu shows: "Deal + Contact + Company"."""
        names = [item_types.get(target).label for target in self.targets]
        return format_lazy(" + ".join(["{}"] * len(names)), *names)

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The edges in the order in which their items are made: a client before what refers to it."""
        return tuple(EDGES[self.source, target] for target in sorted(self.targets, key=MAKING.index))


def same(*names: str) -> dict[str, str]:
    """Columns that travel under their own name."""
    return {name: name for name in names}


MAKING = ("company", "contact", "deal", "estimate", "invoice")

ALWAYS = ("comment", "owner", "open_to_all", *UTM, "web_form")
ORIGIN = ("originator", "origin_id")
SOURCE = ("source", "source_note")
PLACE = (*ADDRESS, "country_code")
MONEY = ("amount", "currency", "amount_is_manual", "rounding_mode", "decimals")

EDGES = {
    (edge.source, edge.target): edge
    for edge in (
        Edge(
            "lead", "contact", same(*PERSON, *PLACE, *SOURCE, *ALWAYS, *ORIGIN), ("communications", "observers"),
            refer={"lead": SELF}, ask={"last_name": "title"}, own=("title",),
        ),
        Edge(
            "lead", "company", {"title": "company_name"} | same(*PLACE, *ALWAYS, *ORIGIN, "currency"),
            ("communications", "observers"), refer={"lead": SELF}, ask={"title": "title"}, own=("title",),
        ),
        Edge(
            "lead", "deal", same("title", *MONEY, *SOURCE, *ALWAYS, *ORIGIN), ("client", "rows", "observers"),
            refer={"lead": SELF},
        ),
        Edge(
            "deal", "estimate", same("title", *MONEY, *ALWAYS), ("client", "rows", "files"),
            refer={"deal": SELF, "lead": "lead"}, own=("start_on", "due_on", *ORIGIN),
        ),
        Edge(
            "deal", "invoice", same("title", *MONEY, *SOURCE, *ALWAYS), ("client", "rows", "observers", "files"),
            refer={"deal": SELF}, own=("start_on", "due_on", *ORIGIN),
        ),
        Edge(
            "estimate", "deal", same("title", *MONEY, *ALWAYS), ("client", "rows", "files"),
            refer={"estimate": SELF, "lead": "lead"},
            own=("number", "start_on", "due_on", "valid_until", *ORIGIN),
            fill="deal",
        ),
        Edge(
            "estimate", "invoice", same("title", *MONEY, *ALWAYS, "my_company"), ("client", "rows", "files"),
            refer={"estimate": SELF, "deal": "deal"},
            own=("number", "start_on", "due_on", "valid_until", *ORIGIN),
        ),
    )
}  # fmt: skip

VARIANTS = (
    Variant("lead", ("deal", "contact", "company")),
    Variant("lead", ("deal", "contact")),
    Variant("lead", ("deal", "company")),
    Variant("lead", ("deal",)),
    Variant("lead", ("contact", "company")),
    Variant("lead", ("contact",)),
    Variant("lead", ("company",)),
    Variant("deal", ("estimate",)),
    Variant("deal", ("invoice",)),
    Variant("estimate", ("deal",)),
    Variant("estimate", ("invoice",)),
)

# What the left half of the split button makes: the first permitted one (domain.md 4.2); others in menu order.
FIRST = {"deal": ("invoice", "estimate"), "estimate": ("invoice", "deal")}

# Sources that move to their success stage, whatever was made of them, and take the new client as their own.
WON_BY_CONVERSION = ("lead",)

# Targets that are taken again when this source made or used one before; of the others another one is made.
TAKEN_AGAIN = ("contact", "company")


def variants_of(source: str) -> tuple[Variant, ...]:
    """List the variants of a source type in menu order; none for contacts, companies and invoices."""
    return tuple(variant for variant in VARIANTS if variant.source == source)


def variant_of(source: str, code: str) -> Variant | None:
    """Return the variant with this name in addresses; None when the source type has no such variant."""
    return next((variant for variant in variants_of(source) if variant.code == code), None)
