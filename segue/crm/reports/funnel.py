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

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from segue.core.models import Item, ItemQuerySet, Link
from segue.crm.reports.scope import Scope, Total, succeeded
from segue.lib.money import STORED_DECIMALS, round_to

LEAD, DEAL, ESTIMATE, INVOICE, PAID = STEPS = ("lead", "deal", "estimate", "invoice", "paid")
STARTS = (LEAD, DEAL)
SOURCES = {DEAL: LEAD, ESTIMATE: DEAL, INVOICE: DEAL, PAID: INVOICE}  # what the rate of a step is a share of
PARENTS = {DEAL: (LEAD,), ESTIMATE: (DEAL,), INVOICE: (DEAL, ESTIMATE)}  # where its items are linked from
Sql = tuple[str, list[Any]]


@dataclass(frozen=True)
class Step:
    """A step: what it holds; of how many of its source step something came, of how many there are."""

    code: str
    total: Total
    source: str = ""
    converted: int = 0
    of: int = 0


class Funnel:
    """The funnel of a scope. A chosen pipeline is one of deals, so the funnel then begins with them.

    Each step is a common table, which the next ones read: the ORM would write it out anew wherever it is asked for, six
    times for the invoices, which SQLite cannot even parse.
    """

    def __init__(self, scope: Scope, start: str = LEAD) -> None:
        self.scope = scope
        self.start = DEAL if scope.pipeline is not None or start not in STARTS else start

    @property
    def codes(self) -> tuple[str, ...]:
        """The steps from the beginning on."""
        return STEPS[STEPS.index(self.start) :]

    def source_of(self, code: str) -> str:
        """Return the step that the rate of a step is a share of; "" for the first one."""
        return "" if code == self.start else SOURCES.get(code, "")

    def steps(self) -> list[Step]:
        """Count every step. One query, and one for the success stages of invoices."""
        tables, params = self._tables()
        wanted = [
            f"SELECT COUNT(*), SUM(base_amount), ({self._count_of_sources(code)}) FROM {_table(code)}"  # noqa: S608  ours
            for code in self.codes
        ]
        with connection.cursor() as cursor:
            cursor.execute(f"{tables} {' UNION ALL '.join(wanted)}", params)
            found = dict(zip(self.codes, cursor.fetchall(), strict=True))
        return [self._step(code, found) for code in self.codes]

    def items(self, code: str) -> ItemQuerySet:
        """Return what a step holds."""
        return self._listed(code, f"SELECT pk FROM {_table(code)}")  # noqa: S608  ours

    def sources(self, code: str) -> ItemQuerySet:
        """Return the items of its source step from which something of a step came."""
        return self._listed(SOURCES[code], f"SELECT pk FROM {_table(SOURCES[code])} WHERE {_led_to(code)}")  # noqa: S608  ours

    def _listed(self, code: str, wanted: str) -> ItemQuerySet:
        tables, params = self._tables()
        ids = RawSQL(f"{tables} {wanted}", params)  # noqa: S611  the ORM's own words, and ours
        return self.scope.visible(INVOICE if code == PAID else code).filter(pk__in=ids)

    def _step(self, code: str, found: dict[str, tuple[int, Any, int]]) -> Step:
        count, amount, converted = found[code]
        total = Total(count, round_to(Decimal(str(amount or 0)), STORED_DECIMALS))
        source = self.source_of(code)
        return Step(code, total, source, converted, found[source][0]) if source else Step(code, total)

    def _count_of_sources(self, code: str) -> str:
        source = self.source_of(code)
        return f"SELECT COUNT(*) FROM {_table(source)} WHERE {_led_to(code)}" if source else "0"  # noqa: S608  ours

    def _tables(self) -> Sql:
        """Write down every step as a common table, in their order."""
        parts = [(code, *self._table(code)) for code in self.codes]
        tables = ", ".join(f"{_table(code)} AS ({sql})" for code, sql, _params in parts)
        return f"WITH {tables}", [param for _code, _sql, params in parts for param in params]

    def _table(self, code: str) -> Sql:
        if code == self.start:
            return _columns(self.scope.items(code).filter(self.scope.within("created_at")))
        if code == PAID:
            paid, params = _columns(self.scope.visible(INVOICE).filter(succeeded(INVOICE)))
            return f"{paid} AND {_id()} IN (SELECT pk FROM {_table(INVOICE)})", params  # noqa: S608  ours
        visible, params = _columns(self.scope.visible(code))
        linked = " UNION ".join(_linked("target_id", "source_id", parent) for parent in self._parents(code))
        return f"{visible} AND {_id()} IN ({linked})", params

    def _parents(self, code: str) -> Iterator[str]:
        return (parent for parent in PARENTS[code] if parent in self.codes)


def _columns(rows: ItemQuerySet) -> Sql:
    """Write down a query that has conditions, so that one more can follow."""
    try:
        sql, params = rows.order_by().values_list("pk", "base_amount").query.sql_with_params()
    except EmptyResultSet:  # somebody who may read nothing
        return _columns(Item.objects.filter(type=""))
    return sql, list(params)


def _table(code: str) -> str:
    return f"funnel_{code}"


def _id() -> str:
    return f'"{Item._meta.db_table}"."id"'


def _linked(wanted: str, known: str, code: str) -> str:
    link = Link._meta.db_table
    return f"SELECT {wanted} FROM {link} WHERE {known} IN (SELECT pk FROM {_table(code)})"  # noqa: S608  ours


def _led_to(code: str) -> str:
    """The condition of an item of the source step: that something of this step came of it."""
    if code == PAID:
        return f"pk IN (SELECT pk FROM {_table(PAID)})"  # noqa: S608  ours
    direct = f"pk IN ({_linked('source_id', 'target_id', code)})"
    if code != INVOICE:
        return direct
    through = _linked("source_id", "target_id", ESTIMATE)
    estimates = f"SELECT pk FROM {_table(ESTIMATE)} WHERE {direct}"  # noqa: S608  ours
    return f"({direct} OR pk IN ({through.partition(' WHERE ')[0]} WHERE target_id IN ({estimates})))"
