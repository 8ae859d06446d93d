"""How does JSON keep numbers digit by digit? They are Decimal in Python; at most 15 digits survive any JSON reader."""

import json
from decimal import Decimal
from typing import Any


class ExactEncoder(json.JSONEncoder):
    """Writes decimals as JSON numbers."""

    def default(self, o: Any) -> Any:
        """Write what JSON has no type for: the shortest text of a float of 15 digits is the decimal itself."""
        return float(o) if isinstance(o, Decimal) else super().default(o)


class ExactDecoder(json.JSONDecoder):
    """Reads JSON numbers with a point as decimals.

    What reads is made once, below: a field makes a decoder for every value of every row, and its making takes longer
    than the reading.
    """

    def __init__(self) -> None:
        pass

    def decode(self, s: str, *_: Any) -> Any:
        """Read a text."""
        return _EXACT.decode(s)


_EXACT = json.JSONDecoder(parse_float=Decimal)
