"""How do the people who work here read: in their list, on the page of one, and when one of them leaves?"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from segue.core import item_types, mentions
from segue.core.item_types import Text
from segue.core.models import Handover, User
from segue.core.models.handover import ACTIVITY, FINISHED, NO_RECIPIENT, NO_RIGHT, STOPPED
from segue.web.components import settings as words
from segue.web.components import values

Entry = dict[str, Any]
PROBLEMS: Mapping[str, Text] = {
    NO_RECIPIENT: gettext_lazy("It stopped, because whoever was to get them was deactivated meanwhile."),
    NO_RIGHT: gettext_lazy("It stopped, because whoever began it administers no longer."),
}


def state(person: User) -> str:
    """Say whether somebody is in, invited, or out."""
    if not person.is_active:
        return _("Deactivated")
    return _("Invited") if person.is_invited else pgettext("person", "Active")


def columns() -> list[Entry]:
    """The columns of the list."""
    names = (
        (_("Name"), "title"), (_("E-mail"), "text"), (_("Departments"), "text"), (_("State"), "text"),
        (_("Last sign-in"), "date"),
    )  # fmt: skip
    return [{"label": label, "role": role} for label, role in names]


def row(person: User) -> Entry:
    """Somebody as the list table takes them; their departments are prefetched."""
    return {
        "label": person.name,
        "cells": [
            {"text": person.name, "role": "title", "href": reverse("settings-person", args=[person.pk])},
            {"text": person.email, "role": "text"},
            {"text": ", ".join(each.name for each in person.departments.all()), "role": "text"},
            {"text": " · ".join(_marks(person)), "role": "text"},
            {"text": values.instant(person.last_login), "role": "date", "label": _("Last sign-in")},
        ],
    }


def trail(here: str, person: User | None = None) -> list[dict[str, str]]:
    """Say where one is: the people, perhaps one of them."""
    between = [(_("People"), reverse("settings-people"))]
    if person is not None:
        between.append((person.name, reverse("settings-person", args=[person.pk])))
    return words.trail(here, *between)


def meta(person: User) -> list[Entry]:
    """What stands below the name."""
    seen = values.instant(person.last_login)
    marks = [*_marks(person), *([_("last signed in %(when)s") % {"when": seen}] if seen else [])]
    return [{"text": mark} for mark in marks]


def _marks(person: User) -> list[str]:
    return [state(person), *([_("Administrator")] if person.is_admin else [])]


def actions(person: User, *, reader: User, is_bound: bool = False) -> list[Entry]:
    """List what else the reader can learn and do about somebody, as links; `is_bound`: to single sign-on."""
    rights = reverse("settings-access-person", args=[person.pk])
    found = [{"label": _("What may this person do?"), "icon": "view", "href": rights}]
    if reader.is_admin:
        over = reverse("settings-person-hand-over", args=[person.pk])
        told = f"{reverse('settings-audit')}?{urlencode({'person': person.pk})}"
        found.append({"label": _("Hand items over"), "icon": "forward", "href": over})
        found.append({"label": _("In the audit log"), "icon": "history", "href": told})
        if is_bound:
            forget = reverse("settings-person-forget-sso", args=[person.pk])
            found.append({"label": _("Forget single sign-on"), "icon": "undo", "href": forget})
    return found


def read(person: User) -> list[Entry]:
    """Describe a person for those who may not change them."""
    language = {"en": "English", "de": "Deutsch"}.get(person.language, person.language)
    return [
        {"label": _("E-mail"), "value": person.email},
        {"label": _("Departments"), "lines": [{"value": each.name} for each in person.departments.all()]},
        {"label": _("Language"), "value": language},
        {"label": _("Time zone"), "value": person.time_zone.replace("_", " ")},
    ]


def owned(person: User, counts: Mapping[str, int], *, with_closed: bool = False) -> list[Entry]:
    """List how many items somebody owns, by type, with links to the lists."""
    mine = {"owner": person.pk}
    staged = mine if with_closed else mine | {"stage": "open"}
    items = [
        {
            "label": each.label_plural,
            "value": str(counts[each.code]),
            "href": f"{reverse('list', args=[each.slug])}?{urlencode(staged if each.has_stages else mine)}",
        }
        for each in item_types.all_types()
        if counts.get(each.code)
    ]
    return [*items, *_activities(counts)]


def named(found: mentions.Mentions) -> list[Entry]:
    """Say what else names somebody, as c-fields takes it; nothing where nothing does."""
    if not found:
        return []
    heads = [{"value": each.name, "href": reverse("settings-department", args=[each.pk])} for each in found.heads]
    fields = [{"value": each.label, "href": reverse("settings-field", args=[each.pk])} for each in found.fields]
    roles = [{"value": each.label, "href": reverse("settings-role", args=[each.pk])} for each in found.roles]
    return [
        {"label": _("Head of"), "lines": heads},
        {"label": _("Roles given by name"), "lines": roles},
        {"label": _("Custom fields shown to this person"), "lines": fields},
        {"label": _("Observes"), "value": _items(found.observed)},
        {"label": _("Chosen in custom fields of"), "value": _items(found.chosen_in)},
        *_activities({ACTIVITY: found.to_do}),
    ]


def progress(handover: Handover) -> Entry:
    """Describe how far a handover is, or how it ended."""
    done, total = handover.done, max(handover.total, handover.done)
    said = {"done": done, "total": total}
    return {
        "at_work": handover.is_at_work,
        "done": done,
        "total": max(total, 1),
        "text": _("%(done)s of %(total)s") % said,
        "tone": "warning" if handover.state == STOPPED else "success" if handover.state == FINISHED else "info",
        "title": _title(handover),
        "problem": str(PROBLEMS.get(handover.problem, "")),
        "fields": _moved(handover),
        "by": _("%(name)s, %(when)s") % {"name": handover.actor.name, "when": values.instant(handover.created_at)},
    }


def handovers(found: Iterable[Handover]) -> list[Entry]:
    """List what was handed over before."""
    return [
        {
            "label": _("To %(name)s: %(count)s")
            % {"name": each.to.name, "count": _items(each.items_done) or _("nothing")},
            "note": values.instant(each.created_at),
            "href": reverse("settings-handover", args=[each.pk]),
        }
        for each in found
    ]


def _title(handover: Handover) -> str:
    names = {"person": handover.person.name, "to": handover.to.name}
    if handover.is_at_work:
        return _("Items of %(person)s go to %(to)s") % names
    count = handover.items_done
    told = ngettext(
        "%(count)s item of %(person)s went to %(to)s.", "%(count)s items of %(person)s went to %(to)s.", count
    )
    return told % (names | {"count": count})


def _moved(handover: Handover) -> list[Entry]:
    items = [
        {"label": each.label_plural, "value": str(handover.moved[each.code])}
        for each in item_types.all_types()
        if handover.moved.get(each.code)
    ]
    return [*items, *_activities(handover.moved)]


def _activities(counts: Mapping[str, int]) -> list[Entry]:
    count = counts.get(ACTIVITY)
    return [{"label": _("Open activities"), "value": str(count)}] if count else []


def _items(count: int) -> str:
    return ngettext("%(count)s item", "%(count)s items", count) % {"count": count} if count else ""
