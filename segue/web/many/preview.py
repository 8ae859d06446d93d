"""What would become of the chosen items? Looked at one by one, up to some; rights of all of them in one question."""

from collections import Counter
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.core import item_types
from segue.core.models import Item, User
from segue.web import http
from segue.web.components import values
from segue.web.many.act import BLOCKED, DECIDE, SAME, WILL, Act, Verdict
from segue.web.many.selection import Selection

LOOKED_AT = 200
NAMED = 3  # items beside each reason
BESIDE = ("owner", "stage", "currency")


def of(act: Act, chosen: Selection, total: int, *, actor: User) -> dict[str, Any]:
    """Return what pages/many.html shows of it: how many in each state, the reasons, and how far one has looked."""
    looked_at = first(chosen, actor)
    verdicts = [(item, act.judge(item)) for item in looked_at]
    counts = Counter(verdict.state for _item, verdict in verdicts)
    unknown = total - len(looked_at) if chosen.whole else 0
    gone = 0 if chosen.whole else total - chosen.rows(actor).count()
    return {
        "counts": _counts(counts),
        "reasons": _reasons(verdicts),
        "gone": _gone(gone),
        "unknown": _unknown(len(looked_at), unknown) if unknown > 0 else "",
        "nothing": not counts[WILL] and unknown <= 0,
        "will": counts[WILL],
    }


def first(chosen: Selection, actor: User) -> list[Item]:
    """Return the items that are looked at."""
    rows = chosen.rows(actor).select_related(*BESIDE).order_by("pk")
    return list(rows[: LOOKED_AT if chosen.whole else None])


def _counts(counts: Counter[str]) -> list[dict[str, str]]:
    named = ((WILL, _("Will be done"), "green"), (SAME, _("So already"), "grey"),
             (DECIDE, _("Need a decision"), "orange"), (BLOCKED, _("Blocked"), "red"))  # fmt: skip
    return [
        {"label": label, "count": values.number(Decimal(counts[state])), "hue": hue}
        for state, label, hue in named
        if counts[state] or state == WILL
    ]


def _reasons(verdicts: list[tuple[Item, Verdict]]) -> list[dict[str, Any]]:
    """Group what will not be done by its reason, with the names of the first ones."""
    grouped: dict[str, list[Item]] = {}
    for item, verdict in verdicts:
        if verdict.reason:
            grouped.setdefault(verdict.reason, []).append(item)
    return [
        {
            "text": reason,
            "count": values.number(Decimal(len(items))),
            "items": [{"text": item_types.name(each), "href": http.address(each)} for each in items[:NAMED]],
            "more": len(items) > NAMED,
        }
        for reason, items in sorted(grouped.items(), key=lambda pair: -len(pair[1]))
    ]


def _gone(count: int) -> str:
    sentence = ngettext(
        "%(count)s is not there any more, or you may not see it.",
        "%(count)s are not there any more, or you may not see them.",
        count,
    )
    return sentence % {"count": count} if count else ""


def _unknown(count: int, others: int) -> str:
    sentence = _(
        "These are the first %(count)s. The other %(others)s are checked as they are done, or before by “Check all”."
    )
    return sentence % {"count": values.number(Decimal(count)), "others": values.number(Decimal(others))}
