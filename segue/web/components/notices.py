"""In which words is somebody told that something happened? One row per kind; what c-notice-list takes.

A sentence is made when it is read, in the language and with the rights of the reader: of an item that they may not see
any longer it says nothing but that there is one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segue.core import item_types, notices
from segue.core.item_types import Text
from segue.core.models import Activity, Binding, Item, Job, Notice, TimelineEntry, User
from segue.core.models.handover import ACTIVITY
from segue.core.models.labelled import in_language
from segue.lib import dates
from segue.web import http
from segue.web.components import activities, jobs, names, timeline, values
from segue.web.components.names import Name

Said = dict[str, Any]  # headline, about, note, icon, href: what c-notice-list takes of a notice
LONGEST = 160  # of a comment


class Telling:
    """Some notices, told to the one they are for; what several of them name is read once."""

    def __init__(self, found: Sequence[Notice], reader: User) -> None:
        self.found, self.reader = found, reader

    def tell(self, notice: Notice) -> Said:
        """Word one notice. `is_hidden`: what it is about cannot be opened by the reader, now or any longer."""
        kind = KINDS[notice.kind]
        said = {"headline": "", "about": "", "note": "", "icon": kind.icon, "href": "", "is_hidden": False}
        return said | kind.word(self, notice) | {
            "pk": notice.pk,
            "kind": str(kind.label),
            "is_new": notice.read_at is None,
            "when": dates.ago(notice.at, values.language()),
            "at": values.instant(notice.at),
            "iso": notice.at.isoformat(),
        }  # fmt: skip

    def about(self, notice: Notice) -> Said:
        """Name the item, or the activity and one of its items, and say where it opens."""
        if notice.activity_id:
            return self._about_activity(notice.activity_id)
        return _about(self.named[notice.item_id or 0], timeline.TAB if notice.kind == notices.MENTION else "")

    @cached_property
    def activities(self) -> Mapping[int, Activity]:
        """What is to be done, by id."""
        return Activity.objects.in_bulk([each.activity_id for each in self.found if each.activity_id])

    @cached_property
    def comments(self) -> Mapping[int, TimelineEntry]:
        """The comments that name the reader, by id."""
        return TimelineEntry.objects.in_bulk([each.data["entry"] for each in self.found if "entry" in each.data])

    @cached_property
    def bound(self) -> Mapping[int, int]:
        """By activity the first of its items that the reader may see."""
        if not self.activities:
            return {}
        seen = Item.objects.visible_to(self.reader).values("pk")
        rows = Binding.objects.filter(activity__in=self.activities, item__in=seen).order_by("-pk")
        return dict(rows.values_list("activity", "item"))

    @cached_property
    def named(self) -> Mapping[int, Name]:
        """All items, as the reader may see them now."""
        return names.of([*(each.item_id for each in self.found), *self.bound.values()], self.reader)

    def _about_activity(self, pk: int) -> Said:
        if pk not in self.bound:
            return {"about": _("Hidden item"), "is_hidden": True}
        activity, said = self.activities[pk], _about(self.named[self.bound[pk]], timeline.TAB)
        title = activities.title(activity.kind, activity.title)
        return said | {"about": f"{title} · {said['about']}", "href": f"{said['href']}#activity-{pk}"}


@dataclass(frozen=True)
class Kind:
    """What a kind is called where one chooses, how it is drawn, and how its sentence is made."""

    label: Text
    icon: str
    word: Callable[[Telling, Notice], Said]


def _about(name: Name, tab: str) -> Said:
    if not name.href or name.item is None:
        return {"about": " · ".join(filter(None, (name.text, name.note))), "is_hidden": True}
    return {"about": names.line(name.item), "href": http.address(name.item, tab)}


def _mention(telling: Telling, notice: Notice) -> Said:
    said = telling.about(notice) | {"headline": _("%(who)s mentioned you in a comment") % {"who": notice.actor}}
    entry = telling.comments.get(notice.data["entry"])
    if not said.get("href") or entry is None:
        return said
    line = values.plain(entry.data["text"])
    note = line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
    return said | {"note": note, "href": f"{said['href']}#said-{entry.pk}"}


def _assigned(telling: Telling, notice: Notice) -> Said:
    who = {"who": notice.actor}
    if notice.activity_id:
        return telling.about(notice) | {"headline": _("%(who)s gave you something to do") % who}
    if notice.item_id:
        return telling.about(notice) | {"headline": _("%(who)s made you responsible") % who}
    moved = notice.data["moved"]
    most = max((each for each in item_types.all_types() if moved.get(each.code)), key=lambda each: moved[each.code],
               default=None)  # fmt: skip
    mine = urlencode({"owner": telling.reader.pk})
    return {
        "headline": _("%(who)s handed over to you what belonged to %(person)s")
        % (who | {"person": notice.data["person"]}),
        "about": _moved(moved),
        "href": f"{reverse('list', args=[most.slug])}?{mine}" if most else "",
    }


def _observer(telling: Telling, notice: Notice) -> Said:
    return telling.about(notice) | {"headline": _("%(who)s added you as an observer") % {"who": notice.actor}}


def _reminder(telling: Telling, notice: Notice) -> Said:
    said = telling.about(notice)
    if said.get("is_hidden"):
        return said | {"headline": _("Something is due")}
    when = values.instant(telling.activities[notice.activity_id or 0].deadline)
    return said | {"headline": _("Due: %(when)s") % {"when": when}}


def _job(telling: Telling, notice: Notice) -> Said:
    if notice.data["job"] != "job" and not telling.reader.may_change_settings:
        return {"headline": _("What you began in the settings has ended")}
    return JOBS[notice.data["job"]](notice.data)


def _handover(facts: Mapping[str, Any]) -> Said:
    headline = (
        _("What belonged to %(person)s belongs to %(to)s now")
        if facts["complete"]
        else _("The handover from %(person)s to %(to)s has stopped")
    )
    return {
        "headline": headline % {"person": facts["person"], "to": facts["to"]},
        "about": _moved(facts["moved"]),
        "href": reverse("settings-handover", args=[facts["handover"]]),
    }


def _base_currency(facts: Mapping[str, Any]) -> Said:
    return {
        "headline": _("All amounts are computed in %(currency)s now") % {"currency": facts["currency"]},
        "about": _items(facts["items"]),
        "href": reverse("settings-rows", args=["currencies"]),
    }


def _values(facts: Mapping[str, Any]) -> Said:
    return {
        "headline": _("All values of “%(name)s” are deleted") % {"name": in_language(facts["labels"], "")},
        "about": _items(facts["items"]),
        "href": _fields(facts),
    }


def _index(facts: Mapping[str, Any]) -> Said:
    headline = (
        _("Lists can be filtered quickly by “%(name)s” now")
        if facts["complete"]
        else _("The index of “%(name)s” could not be built")
    )
    return {"headline": headline % {"name": in_language(facts["labels"], "")}, "href": _fields(facts)}


def _in_background(facts: Mapping[str, Any]) -> Said:
    found = Job.objects.filter(pk=facts["id"]).first()
    headline = _("A job has ended") if facts["complete"] else _("A job has failed")
    if found is None:
        return {"headline": headline}
    told = jobs.describe(found)
    return {"headline": headline, "about": told["line"], "note": told["counts"], "href": told["href"]}


def _fields(facts: Mapping[str, Any]) -> str:
    return reverse("settings-fields-of", args=[item_types.get(facts["type"]).slug])


def _moved(moved: Mapping[str, int]) -> str:
    todo = moved.get(ACTIVITY, 0)
    items = sum(moved.values()) - todo
    told = [_items(items)] if items else []
    if todo:
        told.append(ngettext("%(count)s activity", "%(count)s activities", todo) % {"count": todo})
    return ", ".join(told)


def _items(count: int) -> str:
    return ngettext("%(count)s item", "%(count)s items", count) % {"count": count}


KINDS: Mapping[str, Kind] = {
    notices.MENTION: Kind(gettext_lazy("Somebody mentions me in a comment"), "comment", _mention),
    notices.ASSIGNED: Kind(gettext_lazy("Somebody makes me responsible"), "user", _assigned),
    notices.OBSERVER: Kind(gettext_lazy("Somebody adds me as an observer"), "view", _observer),
    notices.REMINDER: Kind(gettext_lazy("An activity reminds me"), "calendar", _reminder),
    notices.JOB: Kind(gettext_lazy("Something long that I began has ended"), "success", _job),
}
JOBS: Mapping[str, Callable[[Mapping[str, Any]], Said]] = {
    "handover": _handover,
    "base_currency": _base_currency,
    "field_values": _values,
    "option_values": _values,
    "index": _index,
    "job": _in_background,
}


def told(found: Sequence[Notice], reader: User) -> list[Said]:
    """Describe notices for the one they are for."""
    telling = Telling(found, reader)
    return [telling.tell(notice) for notice in found]


def bell(reader: User) -> dict[str, str]:
    """Describe the bell: the number on it ("" for none) and what it is called. One query."""
    count = notices.unread(reader)
    if not count:
        return {"count": "", "label": _("Notifications")}
    shown = str(count) if count < notices.MOST_COUNTED else f"{notices.MOST_COUNTED - 1}+"
    return {"count": shown, "label": _("Notifications: %(count)s unread") % {"count": shown}}
