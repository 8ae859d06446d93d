"""How does an event read in the log? On one line, by the same clock everywhere, and with who it was."""

import logging
import time
from typing import Any


class Line(logging.Formatter):
    """Writes events so that nobody can forge one by what they send; only where a fault lies stands below its line."""

    converter = time.gmtime  # type: ignore[assignment]  # as Python's manual shows it
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  Python's name
        """Write the line."""
        request: Any = getattr(record, "request", None)
        line = super().formatMessage(record) + (f" ({request.method}, {_who(request)})" if _is_told(request) else "")
        return _on_one_line(line)

    def formatException(self, ei: Any) -> str:  # noqa: N802  Python's name
        """Write where a fault lies, drawn in: what it says of what people sent cannot pass for an event."""
        return "\n".join(f"  {_on_one_line(line)}" for line in super().formatException(ei).split("\n"))


def _on_one_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def _is_told(request: Any) -> bool:
    return hasattr(request, "method")


def _who(request: Any) -> str:
    """Name who sent it as far as that is known already: a line of the log asks the database nothing."""
    person = getattr(getattr(request, "_cached_user", None), "pk", None)
    return f"person {person}" if person else "nobody signed in"
