"""Which days, whose items and which pipeline does the address of a report ask for, and how is that chosen?

Whose: `whose=me`, `p12` (a person), `d3` (a department); `who` holds a name as it was typed. Nobody lists 40,000 people
to choose from: a name is searched for, and where several fit, they are offered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from segue.core import item_types, people, preferences
from segue.core.item_types import Text
from segue.core.models import Department, Pipeline, User
from segue.crm.reports.funnel import DEAL, LEAD
from segue.crm.reports.scope import Scope, month_after
from segue.lib import dates
from segue.web.components import figures, period
from segue.web.lists import filters

MINE, PERSON, DEPARTMENT = "me", "p", "d"
MOST_FOUND, LONGEST = 8, 150
MOST_ID_DIGITS = 18
YEAR, MOST_MONTHS = 12, 120
PERIODS: dict[str, Text] = {
    "": gettext_lazy("Last 12 months"),
    "month": gettext_lazy("This month"),
    "last-month": gettext_lazy("Last month"),
    "quarter": gettext_lazy("This quarter"),
    "year": gettext_lazy("This year"),
    "last-year": gettext_lazy("Last year"),
}
STARTS: dict[str, Text] = {"": pgettext_lazy("funnel", "From leads"), DEAL: pgettext_lazy("funnel", "From deals")}


@dataclass(frozen=True)
class Whose:
    """Somebody to choose: how the address says it, and how it reads."""

    code: str
    name: str


class Reported:
    """What the address of a report asks for."""

    def __init__(self, params: Mapping[str, Any], reader: User) -> None:
        self.reader = reader
        self.period = params.get("period", "") if params.get("period", "") in PERIODS else ""
        self.days = period.read(params)
        self.who = params.get("who", "").replace("\0", "").strip()[:LONGEST]
        self.found = _called(self.who) if self.who else []
        self.whose = self.found[0] if len(self.found) == 1 else _whose(params.get("whose", ""), reader)
        self.pipelines = _pipelines(reader)
        self.pipeline = next((each for each in self.pipelines if str(each.pk) == params.get("pipeline")), None)
        leads = figures.may_read(reader, LEAD)
        self.start = DEAL if params.get("start") == DEAL or not leads or self.pipeline else LEAD
        self.may_choose_start = leads and not self.pipeline

    @property
    def scope(self) -> Scope:
        """Return the scope that is asked for."""
        zone = (self.reader.chosen or preferences.load()).time_zone
        today = dates.today(zone)
        since, until = self._days(today)
        scope = Scope(self.reader, zone, today, since, until, pipeline=self.pipeline.pk if self.pipeline else None)
        if self.whose.code == MINE:
            return replace(scope, owner=self.reader.pk)
        if self.whose.code.startswith(PERSON):
            return replace(scope, owner=int(self.whose.code[1:]))
        return replace(scope, department=int(self.whose.code[1:])) if self.whose.code else scope

    @property
    def unclear(self) -> str:
        """Say why the typed name means nobody, or nobody in particular; "" when it does."""
        if not self.who or len(self.found) == 1:
            return ""
        said = _("Several are called “%(name)s”:") if self.found else _("Nobody is called “%(name)s”.")
        return said % {"name": self.who}

    @property
    def said(self) -> list[tuple[str, str]]:
        """How an address says the same."""
        said = {
            "period": self.period,
            **self.days.params,
            "whose": self.whose.code,
            "pipeline": str(self.pipeline.pk) if self.pipeline else "",
            "start": self._said_start if self.may_choose_start else "",
        }
        return [(name, value) for name, value in said.items() if value]

    @property
    def _said_start(self) -> str:
        """How an address says where the funnel begins; leads go without saying."""
        return self.start if self.start != LEAD else ""

    def address(self, home: str) -> str:
        """Return an address that asks for the same."""
        return f"{home}?{urlencode(self.said)}" if self.said else home

    def offers(self, home: str) -> list[dict[str, str]]:
        """Describe whom a typed name may mean, each with the address that means them."""
        others = [(name, value) for name, value in self.said if name != "whose"]
        return [
            {"label": each.name, "href": f"{home}?{urlencode([*others, ('whose', each.code)])}"} for each in self.found
        ]

    def bar(self, home: str) -> dict[str, Any]:
        """Describe the choices as c-filter-bar takes them."""
        selects = [self._select_whose()]
        if len(self.pipelines) > 1:
            offered = [("", _("All pipelines")), *((str(each.pk), str(each)) for each in self.pipelines)]
            selects.append(_select("pipeline", _("Pipeline"), offered, str(self.pipeline.pk) if self.pipeline else ""))
        if self.may_choose_start:
            selects.append(_select("start", _("Funnel"), list(STARTS.items()), self._said_start))
        period = _select("period", _("Period"), list(PERIODS.items()), self.period) | {"beside_days": True}
        return {
            "action": home,
            "search": {"name": "who", "value": self.who, "label": _("Person or department")},
            "selects": [*selects, period],
            "days": self.days.inputs(),
            "reset_href": home if self.said or self.who else "",
        }

    def _select_whose(self) -> dict[str, Any]:
        mine = Department.objects.filter(pk__in=self.reader.access.departments)
        offered = [("", _("Everyone")), (MINE, _("Mine")), *((f"{DEPARTMENT}{each.pk}", each.name) for each in mine)]
        if self.whose.code not in dict(offered):
            offered.append((self.whose.code, self.whose.name))
        return _select("whose", _("Responsible person"), offered, self.whose.code)

    def _days(self, today: date) -> tuple[date, date]:
        """Return the first and the last day; typed ones come before the named period, and ten years are enough."""
        until = self.days.until or (today if self.days.since else _period(self.period, today)[1])
        since = self.days.since or (
            month_after(until.replace(day=1), 1 - YEAR) if self.days.until else _period(self.period, today)[0]
        )
        since, until = min(since, until), max(since, until)
        return max(since, month_after(until.replace(day=1), -MOST_MONTHS)), until


def _period(code: str, today: date) -> tuple[date, date]:
    month = today.replace(day=1)
    year = today.replace(month=1, day=1)
    last_month = (month_after(month, -1), month - timedelta(days=1))
    last_year = (month_after(year, -YEAR), year - timedelta(days=1))
    quarter = month_after(year, (today.month - 1) // 3 * 3)
    named = {"month": (month, today), "last-month": last_month, "quarter": (quarter, today), "year": (year, today)}
    return (named | {"last-year": last_year}).get(code, (month_after(month, 1 - YEAR), today))


def _called(typed: str) -> list[Whose]:
    """Find people and departments by a part of their name; one that is called exactly so comes alone."""
    departments = Department.objects.filter(name__icontains=typed).values_list("pk", "name")[:MOST_FOUND]
    found = [Whose(f"{PERSON}{each.pk}", each.name) for each in people.called(typed, most=MOST_FOUND)]
    found += [Whose(f"{DEPARTMENT}{pk}", name) for pk, name in departments]
    exact = [each for each in found if each.name.casefold() == typed.casefold()]
    return exact or found


def _pipelines(reader: User) -> list[Pipeline]:
    may_read = figures.may_read(reader, DEAL)
    return filters.pipelines_in(filters.stages_of(item_types.get(DEAL), reader)) if may_read else []


NOBODY = Whose("", "")


def _whose(code: str, reader: User) -> Whose:
    """Read whom an address names; what it cannot mean is everybody."""
    if code == MINE:
        return Whose(MINE, reader.name)
    number = code[1:]
    if not (number.isascii() and number.isdigit() and len(number) <= MOST_ID_DIGITS):
        return NOBODY
    model: Any = {PERSON: User, DEPARTMENT: Department}.get(code[:1])
    name = model.objects.filter(pk=number).values_list("name", flat=True).first() if model else None
    return NOBODY if name is None else Whose(f"{code[0]}{int(number)}", name)


def _select(name: str, label: str, options: Sequence[tuple[str, Text]], chosen: str) -> dict[str, Any]:
    described = [{"value": value, "label": text, "selected": value == chosen} for value, text in options]
    return {"name": name, "label": label, "options": described}
