"""What waits for the reader today: what is planned, deals nobody touched, invoices to be paid?"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.core import agenda, item_types, permissions
from segue.core.models import Activity, Item, ItemQuerySet, User
from segue.crm.reports import day
from segue.lib import dates
from segue.web.components import activities, counts, figures, names, shell, values, words
from segue.web.components.counts import Count

Part = dict[str, Any]
TAB, HEADING = "day", "page-title"  # where an activity was acted on, and where the cursor goes on there
HIDDEN = [{"name": "tab", "value": TAB}]
MOST_PLANNED, MOST_ITEMS = 5, 5
MOST_COUNTED = 1_000  # more are not for one day


def parts(reader: User) -> dict[str, Any]:
    """Describe the day as pages/home.html takes it; of types that the reader may not read nothing."""
    items = [_stale(reader)] if figures.may_read(reader, "deal") else []
    items += [_due(reader)] if figures.may_read(reader, "invoice") else []
    return {"today": [{"text": values.day(timezone.localdate())}], "planned": _planned(reader), "parts": items}


def due_activities(reader: User) -> "QuerySet[Activity]":
    """Return what the reader has to do today, or had to before, about items they may see; the oldest first."""
    return agenda.open_of_person(reader, reader=reader).filter(deadline__lt=activities.tomorrow())


def entries(found: Sequence[Activity], reader: User) -> list[Part]:
    """Describe what the reader has to do as c-planned-entry does; that it is theirs goes without saying."""
    return [entry | {"responsible": ""} for entry in activities.described(found, reader=reader)]


def due_words(count: Count) -> str:
    """Say how many activities are due."""
    return activities.due_words(count)


def _planned(reader: User) -> Part:
    found = due_activities(reader)
    first = list(found[: MOST_PLANNED + 1])
    count = _count(found, first, MOST_PLANNED)
    return {
        "entries": entries(first[:MOST_PLANNED], reader),
        "hidden": HIDDEN,
        "count": due_words(count) if count.number else "",
        "href": reverse("figure", args=["activities"]),
        "begin": _begin(reader),
    }


def _begin(reader: User) -> Part | None:
    """Where somebody plans their first activity: in the first list they may read."""
    readable = shell.readable(reader)
    if not readable:
        return None
    item_type = readable[0]
    return {"label": item_type.label_plural, "icon": item_type.icon, "href": reverse("list", args=[item_type.slug])}


def _stale(reader: User) -> Part:
    found = day.stale(reader, now=timezone.now())
    days = day.STALE_DAYS
    part = _part("stale", found, "last_activity_at", _("No deal of yours was left alone for %(days)s days."))
    part["rows"] = [_row(item) | {"note": _since(item)} for item in part.pop("items")]
    part["empty"] = part["empty"] % {"days": days}
    part["text"] = ngettext(
        "%(count)s open deal without activity for %(days)s days",
        "%(count)s open deals without activity for %(days)s days",
        part["count"].number,
    ) % {"count": part["count"], "days": days}
    return part | _first_step(reader, "deal")


def _due(reader: User) -> Part:
    found = day.due(reader, today=timezone.localdate())
    part = _part("due", found, "due_on", _("No invoice of yours is due."))
    part["rows"] = [_row(item) | _payable(item) for item in part.pop("items")]
    part["text"] = ngettext(
        "%(count)s invoice due today or overdue", "%(count)s invoices due today or overdue", part["count"].number
    ) % {"count": part["count"]}
    return part | _first_step(reader, "invoice")


def _part(what: str, found: ItemQuerySet, order: str, empty: str) -> Part:
    first = list(found.select_related("currency").order_by(order, "pk")[: MOST_ITEMS + 1])
    return {
        "id": what,
        "title": figures.TITLES[what],
        "items": first[:MOST_ITEMS],
        "count": _count(found, first, MOST_ITEMS),
        "href": reverse("figure", args=[what]),
        "empty": empty,
    }


def _count(found: "QuerySet[Any]", first: Sequence[object], shown: int) -> Count:
    """Count what waits, of which the `first` were read: one more than are shown, where there are more."""
    return counts.known(len(first)) if len(first) <= shown else counts.of(found, most=MOST_COUNTED)


def _row(item: Item) -> Part:
    name = names.readable(item)
    return {"label": name.text, "href": name.href, "amount": values.amount(item.amount, item.currency)}


def _since(item: Item) -> str:
    return _("Last activity %(ago)s") % {"ago": dates.ago(item.last_activity_at, values.language())}


def _payable(item: Item) -> Part:
    assert item.due_on is not None
    late = item.due_on < timezone.localdate()
    return {"note": values.day(item.due_on), "word": _("Overdue") if late else _("Today"), "is_late": late}


def _first_step(reader: User, code: str) -> Part:
    """Offer to make the first one, where the reader may."""
    if not permissions.may_add(reader, code):
        return {"new_href": "", "new": ""}
    return {"new_href": reverse("new", args=[item_types.get(code).slug]), "new": words.WORDS[code].new}
