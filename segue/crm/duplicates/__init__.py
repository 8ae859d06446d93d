"""Which items may be one and the same? The one matcher: forms, conversions and whatever else looks for duplicates."""

from .decided import apart_from, remember
from .matcher import SHOWN, Found, Match, find, of_lead
from .traits import COLUMNS, NAME, PARTS, REASONS, Traits, of, reason

__all__ = [
    "COLUMNS", "NAME", "PARTS", "REASONS", "SHOWN", "Found", "Match", "Traits", "apart_from", "find", "of",
    "of_lead", "reason", "remember",
]  # fmt: skip
