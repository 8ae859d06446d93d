"""Whom does a text call by name, and who can be called? An @ stands before the name of an active person, or before
their e-mail address.
"""

import re

from segue.core.models import User
from segue.lib.text import fold


def people(text: str) -> list[User]:
    """Return the active people whom a text names, each once; a name that several have is meant for all of them.

    Case is ignored. Of names that begin alike the longest is meant: "@Ann Lee" is not Ann.
    """
    if "@" not in text:
        return []
    called: dict[str, list[User]] = {}
    for person in User.objects.active().order_by("pk"):
        for name in {_plain(person.name), _plain(person.email)} - {""}:
            called.setdefault(name, []).append(person)
    longest_first = "|".join(re.escape(name) for name in sorted(called, key=len, reverse=True))
    found = re.findall(rf"(?<![\w@])@({longest_first})(?!\w)", _plain(text)) if called else []
    return list({person.pk: person for name in found for person in called[name]}.values())


def names(begun: str) -> list[str]:
    """Return the names of active people in which a word begins so, by name; of each that several have, one."""
    typed = fold(begun).strip()
    everyone = User.objects.active().order_by("name").values_list("name", flat=True).distinct()
    return [name for name in everyone if f" {typed}" in f" {fold(name)}"]


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
