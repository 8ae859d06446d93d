"""How does somebody choose what they are told of, and how?"""

from typing import Any

from django.http import QueryDict

from segue.core import notices
from segue.core.models import User
from segue.core.notices import Choice
from segue.web.components.notices import KINDS


def rows(person: User) -> list[dict[str, Any]]:
    """Describe the choice by kind: {code, icon, label, shown, mailed}."""
    chosen = notices.choices(person)
    return [
        {"code": code, "icon": kind.icon, "label": kind.label, **vars(chosen[code])} for code, kind in KINDS.items()
    ]


def store(person: User, data: QueryDict) -> None:
    """Store what the boxes say: one that is not ticked is not sent."""
    shown, mailed = data.getlist("shown"), data.getlist("mailed")
    notices.choose(person, {code: Choice(shown=code in shown, mailed=code in mailed) for code in KINDS})
