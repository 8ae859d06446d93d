"""Which code does a new row get from its name? Codes never change later, names may."""

import re
from collections.abc import Container

from segue.lib import text


def from_label(label: str, taken: Container[str], *, longest: int, otherwise: str) -> str:
    """Return a free code of A-Z, 0-9 and `_`: "In Prüfung" becomes IN_PRUFUNG, the second one IN_PRUFUNG_2."""
    plain = re.sub("[^A-Z0-9]+", "_", text.fold(label).upper()).strip("_")[:longest].strip("_") or otherwise
    code, number = plain, 1
    while code in taken:
        number += 1
        ending = f"_{number}"
        code = plain[: longest - len(ending)] + ending
    return code
