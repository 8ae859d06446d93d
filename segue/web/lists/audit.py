"""Which entries of the audit log are wanted, and which of them stand on this page?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core.models import AuditEntry, Department, User
from segue.web.components import audit_entries as words
from segue.web.components import period
from segue.web.components.audit_words import GROUPS
from segue.web.components.period import ALWAYS, Period
from segue.web.lists import by_id

LONGEST_QUERY = 200
GROUP = "group:"  # before the name of a group, where a kind could stand
NOBODY = "nobody"
MOST_NAMED = 200


@dataclass(frozen=True)
class Chosen:
    """What is wanted; "" is everything."""

    person: str = ""
    kind: str = ""
    q: str = ""
    period: Period = ALWAYS

    @property
    def said(self) -> dict[str, str]:
        """How an address says it, and the entry of an export."""
        plain = {"person": self.person, "kind": self.kind, "q": self.q}
        return {name: value for name, value in plain.items() if value} | self.period.params

    def entries(self) -> "QuerySet[AuditEntry]":
        """Return the entries that are wanted, newest first."""
        rows = AuditEntry.objects.select_related("actor").filter(_of_kind(self.kind), _about(self.q))
        if self.person:
            rows = rows.filter(actor=None if self.person == NOBODY else self.person)
        if begins_at := self.period.begins_at:
            rows = rows.filter(at__gte=begins_at)
        if ends_before := self.period.ends_before:
            rows = rows.filter(at__lt=ends_before)
        return rows.order_by("-pk")


def read(params: Mapping[str, Any]) -> Chosen:
    """Read what an address says; what it cannot mean is left out."""
    person, kind = str(params.get("person", "")), str(params.get("kind", ""))
    q = str(params.get("q", "")).replace("\0", "").strip()[:LONGEST_QUERY]
    known = kind.removeprefix(GROUP) in GROUPS if kind.startswith(GROUP) else kind.replace("_", "").isalnum()
    return Chosen(
        person=person if person == NOBODY or by_id.read(person) else "",
        kind=kind[:LONGEST_QUERY] if known else "",
        q=q,
        period=period.read(params),
    )


def build(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return what pages/settings/audit.html takes."""
    home, wanted = reverse("settings-audit"), read(params)
    page = by_id.turn(wanted.entries(), params)
    return {
        "home": home,
        "chosen": bool(wanted.said),
        "reset_href": home if wanted.said else "",
        "search": {"name": "q", "value": wanted.q, "label": _("Search: address, code, name")},
        "selects": [_people(wanted), _kinds(wanted)],
        "days": wanted.period.inputs(),
        "said": [{"name": name, "value": value} for name, value in wanted.said.items()],
        "rows": words.rows(page.rows),
        "previous_href": f"{home}?{urlencode(wanted.said | {'after': page.newer})}" if page.newer else "",
        "next_href": f"{home}?{urlencode(wanted.said | {'before': page.older})}" if page.older else "",
    }


def _of_kind(kind: str) -> Q:
    if not kind.startswith(GROUP):
        return Q(event=kind) if kind else Q()
    wanted = Q()
    for beginning in GROUPS[kind.removeprefix(GROUP)].beginnings:
        wanted |= Q(event__startswith=beginning)
    return wanted


def _about(q: str) -> Q:
    """Find a subject by its words, departments and people by their names too, items by their titles."""
    if not q:
        return Q()
    named = [
        f"{kind} {pk}"
        for kind, model in (("department", Department), ("user", User))
        for pk in model.objects.filter(name__icontains=q).values_list("pk", flat=True)[:MOST_NAMED]
    ]
    return Q(subject__icontains=q) | Q(subject__in=named) | Q(data__title__icontains=q)


def _people(wanted: Chosen) -> dict[str, Any]:
    named = [("", _("Everyone")), (NOBODY, _("Nobody signed in"))]
    named += [(str(pk), name) for pk, name in User.objects.order_by("name", "pk").values_list("pk", "name")]
    return {"name": "person", "label": _("Who"), "options": _options(named, wanted.person)}


def _kinds(wanted: Chosen) -> dict[str, Any]:
    """The groups, and every kind that has entries; one that was asked for though it has none stays chosen."""
    present = set(AuditEntry.objects.order_by("event").values_list("event", flat=True).distinct())
    if wanted.kind and not wanted.kind.startswith(GROUP):
        present.add(wanted.kind)
    named = [
        ("", _("All kinds")),
        *((f"{GROUP}{code}", _("All: %(group)s") % {"group": label}) for code, label in words.groups()),
    ]
    named += sorted(((code, words.event(code)) for code in present), key=lambda pair: pair[1].casefold())
    return {"name": "kind", "label": _("What"), "options": _options(named, wanted.kind)}


def _options(named: list[tuple[str, str]], chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": label, "selected": value == chosen} for value, label in named]
