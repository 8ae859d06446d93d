"""Is what was sent an id? Anything else never reaches the database, which would choke on some of it."""

import re

_ID = re.compile("[1-9][0-9]{0,17}", re.ASCII)


def parse(text: str | None) -> int | None:
    """Return the id, or None for what is none."""
    return int(text) if text and _ID.fullmatch(text) else None


def parse_all(texts: list[str]) -> list[int]:
    """Return the ids among texts, in order and each once."""
    return list(dict.fromkeys(found for text in texts if (found := parse(text))))
