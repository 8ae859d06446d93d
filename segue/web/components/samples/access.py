"""Made-up rights: a row of a matrix with a stage below it, and what somebody may do."""

from typing import Any

ACTIONS = [{"label": "Read"}, {"label": "Add"}, {"label": "Move to stage"}]


def _cell(action: str, *options: str, chosen: int) -> dict[str, Any]:
    return {
        "name": f"sample-{action}-{len(options)}",
        "action": action,
        "granted": options[chosen] not in {"No", "As above"},
        "options": [{"value": text, "label": text, "selected": at == chosen} for at, text in enumerate(options)],
    }


_DEALS = [
    _cell("Read", "No", "Own", "Department", chosen=2),
    _cell("Add", "No", "Yes", chosen=1),
    _cell("Move to stage", "No", "Own", chosen=0),
]
_STAGE = [
    _cell("Read", "As above", "No", "Own", "Department", chosen=0),
    _cell("Add", "As above", "No", "Yes", chosen=1),
    _cell("Move to stage", "As above", "No", "Own", chosen=2),
]
_GOALS = {"pk": 1, "name": "sample-goals", "options": [{"value": 2, "label": "Won", "checked": True}]}

MATRIX = [
    {
        "code": "sample-deal",
        "label": "Deals",
        "icon": "deal",
        "cells": _DEALS,
        "open_href": "#settings",
        "places": [{"label": "New", "spoken": "Deals · New", "hue": "blue", "cells": _STAGE, "goals": _GOALS}],
    },
    {
        "code": "sample-contact",
        "label": "Contacts",
        "icon": "contact",
        "cells": [*_DEALS[:2], {}],
        "places": [],
    },
]
RIGHTS = [
    {
        "label": "Deals",
        "icon": "deal",
        "cells": [
            {
                "action": "Read",
                "text": "Department",
                "granted": True,
                "why": ["Manager"],
                "exceptions": [{"place": "General · Won", "text": "All", "why": ["Controlling"]}],
            },
            {"action": "Add", "text": "No"},
            {},
        ],
    }
]
_CHOICES = _cell("General", "No", "Always", "From “Won” on", chosen=2)
REQUIRED = [
    {
        "label": "About the deal",
        "rows": [
            {"label": "Name", "note": "", "cells": []},
            {"label": "Client", "note": "", "cells": [_CHOICES]},
        ],
    }
]
