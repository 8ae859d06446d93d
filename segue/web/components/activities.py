"""What is planned on an item, and what can be planned? What c-timeline takes on top of what happened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segue.core import agenda, item_types
from segue.core.item_types import Text
from segue.core.models import Activity, Item, User
from segue.core.models.activity import CALL, EMAIL, HIGH, LOW, MEDIUM, MEETING, OTHER, TASK
from segue.lib import dates
from segue.web import http
from segue.web.components import names, values
from segue.web.components.counts import Count

Entry = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """What a kind of activity is called, how it is drawn, and its name in addresses."""

    label: Text
    new: Text
    icon: str
    slug: str


KINDS = {
    TASK: Kind(gettext_lazy("To-do"), gettext_lazy("New to-do"), "check", "to-do"),
    CALL: Kind(gettext_lazy("Call"), gettext_lazy("New call"), "phone", "call"),
    MEETING: Kind(gettext_lazy("Meeting"), gettext_lazy("New meeting"), "calendar", "meeting"),
    EMAIL: Kind(gettext_lazy("E-mail"), gettext_lazy("New e-mail note"), "mail", "e-mail"),
    OTHER: Kind(gettext_lazy("Activity"), gettext_lazy("New activity"), "info", "other"),
}
COMPOSED = (TASK, CALL, MEETING, EMAIL)  # for which there is a form
BY_SLUG = {KINDS[number].slug: number for number in COMPOSED}
COLOURS = {1: "blue", 2: "teal", 3: "green", 4: "yellow", 5: "orange", 6: "red", 7: "violet"}
COLOUR_NAMES: Mapping[int, Text] = {
    1: gettext_lazy("Blue"),
    2: gettext_lazy("Teal"),
    3: gettext_lazy("Green"),
    4: gettext_lazy("Yellow"),
    5: gettext_lazy("Orange"),
    6: gettext_lazy("Red"),
    7: gettext_lazy("Violet"),
}
PRIORITIES: Mapping[int, Text] = {
    LOW: gettext_lazy("Low priority"),
    MEDIUM: gettext_lazy("Normal priority"),
    HIGH: gettext_lazy("High priority"),
}
DAY, HOUR = 24 * 60, 60  # in minutes
LATER: Mapping[str, tuple[int, Text]] = {  # in addresses: how many days from today
    "tomorrow": (1, gettext_lazy("Tomorrow")),
    "in-3-days": (3, gettext_lazy("In 3 days")),
    "next-week": (7, gettext_lazy("Next week")),
}


def title(kind: int, text: str) -> str:
    """Name an activity: without a title by its kind."""
    return text or str(KINDS[kind].label)


def address(item: Item, name: str, *more: object) -> str:
    """Return where something is done to an activity of an item."""
    return reverse(name, args=[item_types.of(item).slug, item.pk, *more])


def tomorrow() -> datetime:
    """Return when the reader's day ends."""
    day = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def later(activity: Activity, days: int) -> datetime:
    """Return the same time of day, so many days from the reader's today."""
    there = timezone.localtime(activity.deadline).time().replace(tzinfo=None)
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), there))


def due_count(item: Item) -> int:
    """Count what is due today or overdue on an item, by the reader's clock."""
    return agenda.due(item, before=tomorrow())


def due_words(count: Count) -> str:
    """Say how many are due."""
    said = ngettext("%(count)s due today or overdue", "%(count)s due today or overdue", count.number)
    return said % {"count": count}


def planned(items: Mapping[int, Item], item: Item, *, reader: User) -> list[Entry]:
    """Describe the open activities of these items, which the reader may see; the oldest deadline first."""
    return _described(list(agenda.open_of(items.keys())), items, reader, beside=item)


def described(found: Sequence[Activity], *, reader: User) -> list[Entry]:
    """Describe open activities that the reader may see, each with the item it is about."""
    bound = agenda.bound_to(found)
    ids = {pk for each in bound.values() for pk in each}
    return _described(found, Item.objects.visible_to(reader).in_bulk(ids), reader)


def _described(
    found: Sequence[Activity], items: Mapping[int, Item], reader: User, beside: Item | None = None
) -> list[Entry]:
    if not found:
        return []
    bound, changeable = agenda.bound_to(found), agenda.changeable(found, reader)
    entries = []
    for each in found:
        here = beside if beside and beside.pk in bound[each.pk] else _first(bound[each.pk], items)
        entry = _planned(each, here, may_change=each.pk in changeable)
        entries.append(entry if here is beside else entry | {"origin": _origin(here)})
    return entries


def _first(bound: list[int], items: Mapping[int, Item]) -> Item:
    return items[next(pk for pk in bound if pk in items)]


def _origin(item: Item) -> Entry:
    return {"label": names.line(item), "href": http.address(item)}


def reminders(minutes: Iterable[int]) -> str:
    """Say when one is reminded: "15 minutes before"."""
    return ", ".join(before(each) for each in minutes)


def before(minutes: int) -> str:
    """Say how long before the deadline."""
    if minutes == 0:
        return _("At the time itself")
    if minutes % DAY == 0:
        count = minutes // DAY
        return ngettext("%(count)s day before", "%(count)s days before", count) % {"count": count}
    if minutes % HOUR == 0:
        count = minutes // HOUR
        return ngettext("%(count)s hour before", "%(count)s hours before", count) % {"count": count}
    return ngettext("%(count)s minute before", "%(count)s minutes before", minutes) % {"count": minutes}


def _planned(activity: Activity, here: Item, *, may_change: bool) -> Entry:
    kind = KINDS[activity.kind]
    return {
        "id": f"activity-{activity.pk}",
        "icon": kind.icon,
        "kind": kind.label,
        "headline": title(activity.kind, activity.title),
        "hue": COLOURS.get(activity.colour or 0, ""),
        "priority": PRIORITIES[activity.priority] if activity.priority != MEDIUM else "",
        "is_high": activity.priority == HIGH,
        "due": due(activity),
        "responsible": activity.responsible.name,
        "reminders": reminders(activity.reminders),
        "html": values.rich(activity.description) if activity.description else "",
        "origin": None,
        "complete": _complete(activity, here) if may_change else None,
        "menu": _menu(activity, here) if may_change else [],
        "version": activity.version,
    }


def due(activity: Activity) -> Entry:
    """Say when it is due: a word for what is late or today, how far off it is, and the day and time."""
    spoken, zone = values.language(), timezone.get_current_timezone_name()
    late = activity.deadline < timezone.now()
    today = timezone.localtime(activity.deadline).date() == timezone.localdate()
    until = ""
    if activity.ends_at:
        same_day = timezone.localtime(activity.ends_at).date() == timezone.localtime(activity.deadline).date()
        until = dates.format_time(activity.ends_at, zone, spoken) if same_day else values.instant(activity.ends_at)
    return {
        "word": _("Overdue") if late else _("Today") if today else "",
        "is_late": late,
        "ago": dates.ago(activity.deadline, spoken),
        "at": f"{values.instant(activity.deadline)} – {until}" if until else values.instant(activity.deadline),
        "iso": activity.deadline.isoformat(),
    }


def _complete(activity: Activity, item: Item) -> Entry:
    """A to-do is done with one click; of a call or a meeting one says what came of it."""
    href = address(item, "activity-complete", activity.pk)
    return {"action": href, "asks": activity.kind != TASK}


def _menu(activity: Activity, item: Item) -> list[Entry]:
    to = address(item, "activity-postpone", activity.pk)
    with_result = {
        "label": _("Complete with a result"),
        "icon": "success",
        "href": address(item, "activity-complete", activity.pk),
        "dialog": True,
    }
    return [
        {"label": _("Edit"), "icon": "edit", "href": address(item, "activity", activity.pk), "dialog": True},
        *([with_result] if activity.kind == TASK else []),
        *(
            {"label": _postpone(str(label), activity, days), "icon": "forward", "action": f"{to}?to={slug}"}
            for slug, (days, label) in LATER.items()
        ),
        {"label": _("Postpone to …"), "icon": "calendar", "href": to, "dialog": True},
        {"label": _("Delete"), "icon": "bin", "href": address(item, "activity-delete", activity.pk), "dialog": True},
    ]


def _postpone(label: str, activity: Activity, days: int) -> str:
    return _("Postpone: %(when)s (%(day)s)") % {
        "when": label,
        "day": values.day(timezone.localtime(later(activity, days)).date()),
    }


def sending(item: Item, kind: int) -> Entry:
    """Say where the form of a new activity is sent, and what its button says."""
    return {
        "action": address(item, "activity-new", KINDS[kind].slug),
        "save": _("Save") if kind == EMAIL else _("Plan"),
    }


def entries(item: Item) -> list[Entry]:
    """List what the round "+" of the phone can plan."""
    return [
        {
            "label": KINDS[number].label,
            "icon": KINDS[number].icon,
            "href": address(item, "activity-new", KINDS[number].slug),
            "dialog": True,
        }
        for number in COMPOSED
    ]
