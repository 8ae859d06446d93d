"""Does a text have a form that somebody described? Regular expressions that no text can make slow.

Python's `re` tries one path after another, and for some patterns there are more of them than seconds to wait. RE2
follows all at once. What it cannot have so is not offered: references back, and looking ahead or behind.
"""

import re
from functools import lru_cache
from typing import Any

import re2

LONGEST_TEXT = 2000
_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_NO_LEAST = re.compile(r"\{,\d")  # RE2 would take these very signs: {0,3} is meant


class NotOffered(ValueError):
    """The expression asks for what cannot be had in one pass, or for too many steps."""


def check(pattern: str) -> None:
    """Raise NotOffered, or re.error for what is no regular expression."""
    try:
        re.compile(pattern)
    except (OverflowError, RecursionError):
        raise NotOffered(pattern[:50]) from None
    if _NO_LEAST.search(pattern):
        raise NotOffered(pattern[:50])
    try:
        _compiled(pattern)
    except re2.error:
        raise NotOffered(pattern[:50]) from None


def matches(pattern: str, text: str) -> bool:
    """Say whether the whole text has the form; a text of more than 2000 signs has not."""
    return len(text) <= LONGEST_TEXT and _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=500)
def _compiled(pattern: str) -> Any:
    return re2.compile(pattern, _OPTIONS)
