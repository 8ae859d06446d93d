"""How do several items that are the same become one? Planned, applied once, and undone as a whole."""

from .apply import NOT_UNDONE, STALE, NotUndone, Refused, apply, into, may_undo, read, survivors, undo, why_not
from .plan import GONE, MOST, REASONS, Plan, Unit, plan

__all__ = [
    "GONE", "MOST", "NOT_UNDONE", "REASONS", "STALE", "NotUndone", "Plan", "Refused", "Unit", "apply", "into",
    "may_undo", "plan", "read", "survivors", "undo", "why_not",
]  # fmt: skip
