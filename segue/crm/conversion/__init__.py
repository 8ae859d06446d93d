"""The main job: make one item from another. Planned, applied exactly once, and undone while that is safe.

offered(source, actor=)                                    what this item can become, for this person
plan(source, variant, actor=, decisions=)                  what would happen; reads only
apply(source, variant, decisions=, seen=, actor=, key=)    one transaction, exactly once
plan_undo(conversion, actor=), undo(conversion, ...)       the way back
"""

from .apply import CONVERTED, apply
from .decisions import (
    ALL,
    ANY,
    NEW,
    OWN,
    UNDECIDED,
    Blank,
    Decisions,
    MissingFields,
    Question,
    Repeat,
    Seen,
    WhichPipeline,
    WhichRecord,
)
from .gate import addable, first, offered
from .plan import Plan, plan
from .refusals import DecisionNeeded, KeyReused, NothingToDo, Refused, Stale, TotalsDiffer, UndoRefused
from .table import EDGES, VARIANTS, Edge, Variant, variant_of, variants_of
from .to_do import waiting
from .undo import UNDONE_KIND, undo
from .undo_plan import UndoPlan, plan_undo
from .undo_rights import undoable

__all__ = [
    "ALL", "ANY", "CONVERTED", "EDGES", "NEW", "OWN", "UNDECIDED", "UNDONE_KIND", "VARIANTS", "Blank",
    "DecisionNeeded", "Decisions", "Edge", "KeyReused", "MissingFields", "NothingToDo", "Plan", "Question", "Refused",
    "Repeat", "Seen", "Stale", "TotalsDiffer", "UndoPlan", "UndoRefused", "Variant", "WhichPipeline", "WhichRecord",
    "addable", "apply", "first", "offered", "plan", "plan_undo", "undo", "undoable", "variant_of", "variants_of",
    "waiting",
]  # fmt: skip
