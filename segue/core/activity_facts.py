"""What does the timeline keep of an activity, so that its entries stay readable when it has changed or is gone?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from segue.core.models import Activity, User
from segue.core.models.activity import CALL, EMAIL

DONE_KINDS = {CALL: "call", EMAIL: "email"}  # every other is told of as "activity_done"
FINISHED = ("activity_done", *DONE_KINDS.values())


def done(activity: Activity) -> str:
    """Return the kind of entry that tells that an activity is done."""
    return DONE_KINDS.get(activity.kind, "activity_done")


def of(activity: Activity) -> dict[str, Any]:
    """Write down what an activity is now."""
    return {
        "activity": activity.pk,
        "as": activity.kind,
        "title": activity.title,
        "description": activity.description,
        "deadline": activity.deadline.isoformat(),
        "responsible": plain(activity.responsible),
        "direction": activity.direction,
        "result": activity.result,
    }


def altered(activity: Activity, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Write down what these values would change: by column, before and after."""
    pairs = {name: (getattr(activity, name), value) for name, value in values.items()}
    return {name: [plain(before), plain(after)] for name, (before, after) in pairs.items() if before != after}


def plain(value: Any) -> Any:
    """Write one value as JSON can hold it; a person keeps the name they have now."""
    if isinstance(value, User):
        return {"id": value.pk, "label": value.name}
    return value.isoformat() if isinstance(value, datetime) else value
