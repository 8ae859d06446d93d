"""May an activity have these values? Checked in Python, with a message for each field."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from segue.core.comments import LONGEST
from segue.core.models import Activity
from segue.core.models.activity import COLOURS, DIRECTIONS, OUTGOING, PRIORITIES, TASK, WITH_DIRECTION, WITH_END

Values = Mapping[str, Any]

LONGEST_TITLE = 255
MOST_REMINDERS = 10
FARTHEST = 366 * 24 * 60  # minutes before the deadline
EARLIEST, LATEST = 1900, 2200  # years


def cleaned(activity: Activity, values: Values) -> dict[str, Any]:
    """Return values as they are stored. Raises ValidationError with messages by field.

    What the kind does not have is left out; what it needs and lacks is asked of a new activity only.
    """
    wanted = {name: RULES[name](activity, value) for name, value in values.items() if _has(activity, name)}
    faults = {name: fault for name, (_value, fault) in wanted.items() if fault}
    given = {name: value for name, (value, _fault) in wanted.items()}
    if not activity.pk:
        faults |= {name: fault for name, fault in _lacking(activity, given).items() if name not in faults}
    ends_at, begins = (given.get(name, getattr(activity, name)) for name in ("ends_at", "deadline"))
    if ends_at and begins and ends_at < begins and not faults:
        faults["ends_at"] = _("It ends before it begins.")
    if faults:
        raise ValidationError(faults)
    return given


def _lacking(activity: Activity, given: dict[str, Any]) -> dict[str, str]:
    if activity.kind in WITH_DIRECTION:
        given.setdefault("direction", OUTGOING)
    needed = ("title", "deadline") if activity.kind == TASK else ("deadline",)
    return {name: fault for name in needed if not given.get(name) and (fault := RULES[name](activity, "")[1])}


def _has(activity: Activity, name: str) -> bool:
    return activity.kind in {"ends_at": WITH_END, "direction": WITH_DIRECTION}.get(name, (activity.kind,))


Checked = tuple[Any, str]  # the value, and what is wrong with it


def _title(activity: Activity, value: Any) -> Checked:
    text = " ".join(str(value).replace("\0", "").split())
    if not text and activity.kind == TASK:
        return text, _("Say what is to be done.")
    return text, _("At most %(count)s characters.") % {"count": LONGEST_TITLE} if len(text) > LONGEST_TITLE else ""


def _description(activity: Activity, value: Any) -> Checked:
    text = str(value).replace("\0", "").strip()
    return text, _("At most %(count)s characters.") % {"count": LONGEST} if len(text) > LONGEST else ""


def _instant(activity: Activity, value: Any) -> Checked:
    if not isinstance(value, datetime):
        return None, _("Enter a day and a time.")
    return value, "" if EARLIEST <= value.year <= LATEST else _("Enter a day and a time.")


def _responsible(activity: Activity, value: Any) -> Checked:
    is_new = value is None or value.pk != activity.responsible_id
    return value, _("Choose somebody who is active.") if is_new and not (value and value.is_active) else ""


def _reminders(activity: Activity, value: Any) -> Checked:
    minutes = sorted(set(value))
    fits = len(minutes) <= MOST_REMINDERS and all(isinstance(each, int) and 0 <= each <= FARTHEST for each in minutes)
    return minutes, "" if fits else _("Choose other reminders.")


def _among(numbers: tuple[Any, ...]) -> Callable[[Activity, Any], Checked]:
    return lambda activity, value: (value, "" if value in numbers else _("Choose one of these."))


RULES: dict[str, Callable[[Activity, Any], Checked]] = {
    "title": _title,
    "description": _description,
    "deadline": _instant,
    "ends_at": lambda activity, value: (None, "") if value is None else _instant(activity, value),
    "responsible": _responsible,
    "reminders": _reminders,
    "colour": _among((None, *COLOURS)),
    "priority": _among(PRIORITIES),
    "direction": _among(DIRECTIONS),
}
