"""How much of what came in was sold and paid?

A funnel begins with what was created on the days that are meant: with leads, or with deals. Each further step holds
what came from the step before, however much later, and whoever is responsible for it now:

- deals: to which a link leads from one of the leads;
- estimates: to which a link leads from one of these deals;
- invoices: to which a link leads from one of these deals or of these estimates;
- paid: those of these invoices that stand on the success stage.

A link is what a conversion leaves, or what somebody has bound by hand or imported. Only what the reader may see counts,
at every step: behind a hidden deal nothing is followed. An item that came from two sources is one item.

A rate is the share of a step from which something came: of the leads those with a deal, of the deals those with an
estimate, of the deals again those with an invoice (through an estimate or without one), of the invoices those paid. So
no rate exceeds 100 %, although one deal may have two invoices.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from segue.core.models import ItemQuerySet, Link
from segue.crm.reports.scope import Scope, Total, succeeded, total

LEAD, DEAL, ESTIMATE, INVOICE, PAID = STEPS = ("lead", "deal", "estimate", "invoice", "paid")
STARTS = (LEAD, DEAL)
SOURCES = {DEAL: LEAD, ESTIMATE: DEAL, INVOICE: DEAL, PAID: INVOICE}  # what the rate of a step is a share of


@dataclass(frozen=True)
class Step:
    """A step: what it holds; of how many of its source step something came, of how many there are."""

    code: str
    total: Total
    source: str = ""
    converted: int = 0
    of: int = 0


class Funnel:
    """The funnel of a scope. A chosen pipeline is one of deals, so the funnel then begins with them."""

    def __init__(self, scope: Scope, start: str = LEAD) -> None:
        self.scope = scope
        self.start = DEAL if scope.pipeline is not None or start not in STARTS else start

    @property
    def codes(self) -> tuple[str, ...]:
        """The steps from the beginning on."""
        return STEPS[STEPS.index(self.start) :]

    def steps(self) -> list[Step]:
        """Count every step. Two queries each, one for the first."""
        found: dict[str, Step] = {}
        for code in self.codes:
            held = total(self.items(code))
            source = SOURCES.get(code, "") if code != self.start else ""
            if not source:
                found[code] = Step(code, held)
                continue
            converted = self.sources(code).order_by().count() if held.count else 0
            found[code] = Step(code, held, source, converted, found[source].total.count)
        return list(found.values())

    def items(self, code: str) -> ItemQuerySet:
        """Return what a step holds."""
        return self._held[code]()

    def sources(self, code: str) -> ItemQuerySet:
        """Return the items of its source step from which something of a step came."""
        if code == PAID:
            return self._paid()
        if code != INVOICE:
            return self.items(SOURCES[code]).filter(pk__in=_above(self.items(code)))
        invoiced = _above(self.items(INVOICE))
        through = _above(self.items(ESTIMATE).filter(pk__in=invoiced))
        return self.items(DEAL).filter(pk__in=invoiced.union(through))

    @cached_property
    def _held(self) -> dict[str, Callable[[], ItemQuerySet]]:
        return {
            LEAD: lambda: self._begun(LEAD),
            DEAL: lambda: self._begun(DEAL) if self.start == DEAL else self._made(DEAL, _below(self.items(LEAD))),
            ESTIMATE: lambda: self._made(ESTIMATE, _below(self.items(DEAL))),
            INVOICE: lambda: self._made(INVOICE, _below(self.items(DEAL)).union(_below(self.items(ESTIMATE)))),
            PAID: self._paid,
        }

    def _begun(self, code: str) -> ItemQuerySet:
        return self.scope.items(code).filter(self.scope.within("created_at"))

    def _made(self, code: str, ids: Any) -> ItemQuerySet:
        return self.scope.visible(code).filter(pk__in=ids)

    def _paid(self) -> ItemQuerySet:
        return self.items(INVOICE).filter(succeeded(INVOICE))


def _below(rows: ItemQuerySet) -> QuerySet[Link, Any]:
    return Link.objects.filter(source__in=rows.order_by().values("pk")).values("target")


def _above(rows: ItemQuerySet) -> QuerySet[Link, Any]:
    return Link.objects.filter(target__in=rows.order_by().values("pk")).values("source")
