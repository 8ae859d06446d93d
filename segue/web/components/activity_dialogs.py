"""How is somebody asked about an activity: its form, its result, another time, whether it shall go?"""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from segue.core import activity_facts, item_types
from segue.core.models import Activity, Item
from segue.web import http
from segue.web.components import activities, activity_events, values

Context = dict[str, Any]


def form(item: Item, kind: int, activity: Activity | None) -> Context:
    """Describe the dialog around a form: of a new activity, or of one that is changed."""
    if activity is None:
        known = activities.KINDS[kind]
        to = activities.sending(item, kind)
        return _dialog(item, str(known.new), to["action"], to["save"])
    action = activities.address(item, "activity", activity.pk)
    heading = _("Edit: %(title)s") % {"title": activities.title(kind, activity.title)}
    return _dialog(item, heading, action, _("Save"), version=activity.version)


def conflict(item: Item, present: Activity, differing: Mapping[str, Any]) -> Context:
    """Say what somebody else saved meanwhile; what was typed stands in the form, and saving again takes that."""
    theirs = [
        {"label": str(activity_events.FIELDS[name]), "value": activity_events.fact(name, activity_facts.plain(value))}
        for name, value in differing.items()
    ]
    about = form(item, present.kind, present)
    return about | {"news": {"title": changed_by(present), "text": _("Your values stand below. Saving takes them.")},
                    "theirs": theirs}  # fmt: skip


def changed_by(present: Activity) -> str:
    """Say who changed it, and when."""
    said = {"who": present.changed_by.name, "when": values.instant(present.changed_at)}
    return _("%(who)s changed this meanwhile (%(when)s).") % said


def completion(item: Item, activity: Activity) -> Context:
    """Describe the question what came of it."""
    heading = _("Complete: %(title)s") % {"title": activities.title(activity.kind, activity.title)}
    return _dialog(
        item, heading, activities.address(item, "activity-complete", activity.pk), pgettext("activity", "Complete")
    )


def postponement(item: Item, activity: Activity) -> Context:
    """Describe the question until when."""
    heading = _("Postpone: %(title)s") % {"title": activities.title(activity.kind, activity.title)}
    action = activities.address(item, "activity-postpone", activity.pk)
    return _dialog(item, heading, action, _("Postpone"), version=activity.version)


def deletion(item: Item, activity: Activity) -> Context:
    """Describe the question before one goes."""
    heading = _("Delete “%(item)s”?") % {"item": activities.title(activity.kind, activity.title)}
    asked = _dialog(item, heading, activities.address(item, "activity-delete", activity.pk), _("Delete"))
    asked["dialog"] |= {
        "tone": "danger",
        "focus": True,
        "size": "is-small",
        "text": _("It goes from every item it belongs to. The history keeps that there was one."),
    }
    return asked


def _dialog(item: Item, heading: str, action: str, word: str, *, version: int | None = None) -> Context:
    home, item_type = http.address(item), item_types.of(item)
    return {
        "dialog": {
            "title": heading,
            "text": "",
            "action": action,
            "cancel_href": home,
            "continue_label": word,
            "tone": "primary",
            "size": "",
            "focus": False,
        },
        "version": version,
        "trail": [
            {"label": item_type.label_plural, "href": reverse("list", args=[item_type.slug])},
            {"label": item_types.name(item), "href": home},
            {"label": heading},
        ],
    }
