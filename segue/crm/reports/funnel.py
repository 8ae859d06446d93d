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

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from segue.core.models import Item, ItemQuerySet, Link
from segue.crm.reports.scope import Scope, Total, success_stages
from segue.lib.money import STORED_DECIMALS, round_to

LEAD, DEAL, ESTIMATE, INVOICE, PAID = STEPS = ("lead", "deal", "estimate", "invoice", "paid")
STARTS = (LEAD, DEAL)
SOURCES = {DEAL: LEAD, ESTIMATE: DEAL, INVOICE: DEAL, PAID: INVOICE}  # what the rate of a step is a share of
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

    Each step is a common table of its items, a row for each item of its source step that it came from, which the next
    ones read: the ORM would write a step out anew wherever it is asked for, which SQLite cannot even parse.
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
        with connection.cursor() as cursor:
            cursor.execute(f"{tables} {' UNION ALL '.join(map(_count, self.codes))}", params)
            found = dict(zip(self.codes, cursor.fetchall(), strict=True))
        return [self._step(code, found) for code in self.codes]

    def items(self, code: str) -> ItemQuerySet:
        """Return what a step holds."""
        return self._listed(code, code, "pk")

    def sources(self, code: str) -> ItemQuerySet:
        """Return the items of its source step from which something of a step came."""
        return self._listed(SOURCES[code], code, "source")

    def _listed(self, item_type: str, code: str, column: str) -> ItemQuerySet:
        tables, params = self._tables()
        ids = RawSQL(f"{tables} SELECT {column} FROM {_table(code)}", params)  # noqa: S608, S611  ours, and the ORM's
        return self.scope.visible(INVOICE if item_type == PAID else item_type).filter(pk__in=ids)

    def _step(self, code: str, found: dict[str, tuple[int, Any, int]]) -> Step:
        count, amount, converted = found[code]
        total = Total(count, round_to(Decimal(str(amount or 0)), STORED_DECIMALS))
        source = self.source_of(code)
        return Step(code, total, source, converted, found[source][0]) if source else Step(code, total)

    def _tables(self) -> Sql:
        """Write down every step as a common table, in their order."""
        parts = [(code, *self._written(code)) for code in self.codes]
        tables = ", ".join(
            f"{_table(code)} (pk, base_amount, stage, source) AS ({sql})" for code, sql, _params in parts
        )
        return f"WITH {tables}", [param for _code, _sql, params in parts for param in params]

    def _written(self, code: str) -> Sql:
        if code == PAID:
            stages = ", ".join(str(pk) for pk in success_stages(INVOICE))
            return f"SELECT pk, base_amount, stage, pk FROM {_table(INVOICE)} WHERE stage IN ({stages})", []  # noqa: S608
        begun = code == self.start
        rows = self.scope.items(code).filter(self.scope.within("created_at")) if begun else self.scope.visible(code)
        seen, params = _columns(rows)
        if begun:
            return f"SELECT pk, base_amount, stage, 0 FROM ({seen}) seen", params  # noqa: S608
        joined = f"JOIN {Link._meta.db_table} link ON link.target_id = seen.pk JOIN ({_above(code)}) above"
        columns = "seen.pk, seen.base_amount, seen.stage, above.source"
        return f"SELECT {columns} FROM ({seen}) seen {joined} ON above.pk = link.source_id", params  # noqa: S608


def _columns(rows: ItemQuerySet) -> Sql:
    try:
        sql, params = rows.order_by().values_list("pk", "base_amount", "stage").query.sql_with_params()
    except EmptyResultSet:  # somebody who may read nothing
        return _columns(Item.objects.filter(type=""))
    return sql, list(params)


def _table(code: str) -> str:
    return f"funnel_{code}"


def _count(code: str) -> str:
    """An item with several sources is one item."""
    converted = f"SELECT COUNT(DISTINCT source) FROM {_table(code)}"  # noqa: S608
    once = f"SELECT DISTINCT pk, base_amount FROM {_table(code)}"  # noqa: S608
    return f"SELECT COUNT(*), SUM(base_amount), ({converted}) FROM ({once}) once"  # noqa: S608


def _above(code: str) -> str:
    """What links lead from to a step, each with the item of the source step that stands behind it."""
    source = f"SELECT pk, pk AS source FROM {_table(SOURCES[code])}"  # noqa: S608
    if code != INVOICE:
        return source
    return f"{source} UNION ALL SELECT pk, source FROM {_table(ESTIMATE)}"  # noqa: S608
