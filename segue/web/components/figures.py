"""How do the numbers of the reports read: drawn, as a table, and each with the address of what it counts?"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from babel import dates as babel
from babel.numbers import format_compact_decimal
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from segue.core import currencies
from segue.core.item_types import Text
from segue.core.models import Currency, User
from segue.crm.reports import forecast, sales
from segue.crm.reports.funnel import DEAL, ESTIMATE, INVOICE, LEAD, PAID, Funnel, Step
from segue.crm.reports.listed import FROM
from segue.crm.reports.scope import Scope, Total
from segue.lib import money
from segue.web.components import charts, values, words
from segue.web.components.charts import Bar

Figure = dict[str, Any]
Said = Sequence[tuple[str, str]]  # what an address says of the scope

MILLION = 1_000_000
STEPS: dict[str, Text] = {
    LEAD: gettext_lazy("Leads"),
    DEAL: gettext_lazy("Deals"),
    ESTIMATE: gettext_lazy("Estimates"),
    INVOICE: gettext_lazy("Invoices"),
    PAID: gettext_lazy("Paid"),
}
BESIDE: dict[str, Text] = {
    forecast.EARLIER: gettext_lazy("Earlier"),
    forecast.LATER: gettext_lazy("Later"),
    forecast.UNDATED: gettext_lazy("Without a date"),
}
SHORT = {forecast.UNDATED: "–"}
TITLES: dict[str, Text] = {
    "funnel": gettext_lazy("From lead to paid"),
    "forecast": gettext_lazy("Forecast"),
    "sales": gettext_lazy("Sales by month"),
    "stale": gettext_lazy("Deals without activity"),
    "due": gettext_lazy("Invoices due"),
}


class Figures:
    """The figures of one scope, for one reader; `said` is how an address says the scope."""

    def __init__(self, scope: Scope, start: str, said: Said) -> None:
        self.scope, self.start, self.said = scope, start, said

    def all(self) -> list[Figure]:
        """Describe the figures of the types that the reader may read, as c-figure takes them."""
        self.base = currencies.base()
        found = [self._funnel()] if may_read(self.scope.reader, self.start, DEAL) else []
        return [*found, self._forecast(), self._sales()] if may_read(self.scope.reader, DEAL) else found

    def _funnel(self) -> Figure:
        funnel = Funnel(self.scope, self.start)
        steps = funnel.steps()
        text = _(
            "What was created on these days, and what came of it since, whoever is responsible for it now."
            " A rate is the share of a step from which something came."
        )
        figure = {"id": "funnel", "title": TITLES["funnel"], "text": text, "folded": False}
        if not steps[0].total.count:
            return figure | {"empty": _("Nothing came in on these days.")}
        bars = [self._step_bar(step, funnel) for step in steps]
        columns = [
            pgettext("funnel", "Step"),
            pgettext("how many", "Number"),
            _("Amount"),
            pgettext("funnel", "Came from"),
        ]
        rows = [self._step_row(step, funnel) for step in steps]
        return figure | {"chart": charts.draw(bars, _whole), "columns": columns, "rows": rows}

    def _step_bar(self, step: Step, funnel: Funnel) -> Bar:
        spoken = f"{STEPS[step.code]}: {_whole(step.total.count)} ({self._amount(step.total.amount)})"
        count = Decimal(step.total.count)
        return Bar(str(STEPS[step.code]), count, spoken, self._step_href(step.code, funnel) if count else "")

    def _step_row(self, step: Step, funnel: Funnel) -> dict[str, Any]:
        rate: dict[str, str] = {"text": "", "href": ""}
        if step.of:
            share = values.percent(money.round_to(Fraction(step.converted * 100, step.of), 0))
            said = {"count": _whole(step.converted), "of": _whole(step.of), "share": share}
            text = _("%(count)s of %(of)s (%(share)s)") % said
            href = self._step_href(f"{FROM}{step.code}", funnel) if step.converted else ""
            rate = {"text": text, "href": href}
        return self._row(STEPS[step.code], step.total, self._step_href(step.code, funnel), rate)

    def _step_href(self, code: str, funnel: Funnel) -> str:
        return self._href("funnel", f"{funnel.start}.{code}")

    def _forecast(self) -> Figure:
        columns = forecast.columns(self.scope)
        text = _(
            "Open deals by the month of their expected close. Weighted is the amount times the chance: the deal's own"
            " probability, else how many of the deals that stood on its stage were won, else the place of the stage."
        )
        figure = {"id": "forecast", "title": TITLES["forecast"], "text": text, "folded": True, "is_summed": True}
        if not any(column.total.count for column in columns):
            return figure | {"empty": _("There are no open deals.")}
        rows = [
            self._row(
                part_name(column.code),
                column.total,
                (href := self._href("forecast", column.code)),
                {"text": self._amount(column.weighted), "href": href if column.total.count else ""},
            )
            for column in columns
        ]
        whole = sum((column.weighted for column in columns), Decimal(0))
        href = self._href("forecast", "")
        rows.append(self._row(_("Total"), _sum(columns), href, {"text": self._amount(whole), "href": href}))
        legend = [{"kind": "outer", "label": _("Amount")}, {"kind": "inner", "label": _("Weighted")}]
        heads = [_("Month"), _("Deals"), _("Amount"), _("Weighted")]
        chart = charts.draw([self._forecast_bar(column) for column in columns], _short)
        return figure | {"chart": chart, "legend": legend, "columns": heads, "rows": rows}

    def _forecast_bar(self, column: forecast.Column) -> Bar:
        amount, weighted = self._amount(column.total.amount), self._amount(column.weighted)
        said = {"month": part_name(column.code), "amount": amount, "weighted": weighted}
        spoken = _("%(month)s: %(amount)s, weighted %(weighted)s") % said
        label = _month_label(column.month) if column.month else SHORT.get(column.code) or part_name(column.code)
        href = self._href("forecast", column.code) if column.total.count else ""
        return Bar(label, column.total.amount, spoken, href, column.weighted)

    def _sales(self) -> Figure:
        months = sales.months(self.scope)
        text = _("Deals on a success stage, in the month in which they were closed, with their amount.")
        figure = {"id": "sales", "title": TITLES["sales"], "text": text, "folded": True, "is_summed": True}
        if not any(month.total.count for month in months):
            return figure | {"empty": _("No deal was won on these days.")}
        rows = [self._row(part_name(month.code), month.total, self._href("sales", month.code)) for month in months]
        rows.append(self._row(_("Total"), _sum(months), self._href("sales", "")))
        bars = [
            Bar(
                _month_label(month.first),
                month.total.amount,
                f"{part_name(month.code)}: {self._amount(month.total.amount)}",
                self._href("sales", month.code) if month.total.count else "",
            )
            for month in months
        ]
        heads = [_("Month"), _("Deals"), _("Amount")]
        return figure | {"chart": charts.draw(bars, _short), "columns": heads, "rows": rows}

    def _row(self, label: Text, total: Total, href: str, *more: dict[str, str]) -> dict[str, Any]:
        """Describe a row; nothing has no list to lead to."""
        there = href if total.count else ""
        cells = [{"text": _whole(total.count), "href": there}, {"text": self._amount(total.amount), "href": there}]
        return {"label": label, "cells": [*cells, *more]}

    def _href(self, what: str, part: str) -> str:
        return f"{reverse('figure', args=[what])}?{urlencode([*self.said, *([('part', part)] if part else [])])}"

    def _amount(self, value: Decimal) -> str:
        return values.amount(value, self.base)


def may_read(reader: User, *codes: str) -> bool:
    """Say whether the reader may see some items of each of these types."""
    return reader.is_admin or all(reader.access.may_somewhere(code, "read") for code in codes)


def heading(what: str, part: str) -> str:
    """Name a number above its items: "Sales by month: March 2027"."""
    if what == "funnel":
        _start, _dot, step = part.partition(".")
        name = STEPS[step.removeprefix(FROM)]
        return str(name) if not step.startswith(FROM) else _("Led to: %(step)s") % {"step": name}
    return f"{TITLES[what]}: {part_name(part)}" if part else str(TITLES[what])


def sum_of(total: Total, item_type: str, base: Currency) -> str:
    """Say how many items there are and what they come to: "3 deals · €1,200.00"."""
    named = words.WORDS[item_type]
    count = f"{_whole(total.count)} {named.one if total.count == 1 else named.many}"
    return f"{count} · {values.amount(total.amount, base)}"


def part_name(code: str) -> str:
    """Name a column beside the months, or a month: "March 2027"."""
    if code in BESIDE:
        return str(BESIDE[code])
    return babel.format_skeleton("yMMMM", date.fromisoformat(f"{code}-01"), locale=values.language())


def _sum(parts: Sequence[Any]) -> Total:
    amount = sum((part.total.amount for part in parts), Decimal(0))
    return Total(sum(part.total.count for part in parts), amount)


def _month_label(month: date) -> str:
    return str(babel.format_date(month, "LLL", locale=values.language()))


def _whole(number: int | Decimal) -> str:
    return values.number(Decimal(number))


def _short(number: Decimal) -> str:
    if number < MILLION:
        return _whole(number)
    return str(format_compact_decimal(number, locale=values.language(), fraction_digits=1))
