"""Why was a conversion, or its undo, refused? Nothing was written in any of these cases."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .plan import Plan
    from .undo_plan import UndoPlan


class Refused(Exception):
    """A conversion that did not happen; `plan` is how things stand now."""

    def __init__(self, plan: "Plan") -> None:
        super().__init__(type(self).__name__)
        self.plan = plan


class DecisionNeeded(Refused):
    """A question is open."""


class Stale(Refused):
    """What would happen now is not what the person saw."""


class NothingToDo(Refused):
    """Everything that would be made was made before."""


class TotalsDiffer(Refused):
    """The new item would not come to the same sums as its source; a fault of ours, reported in the log."""


class KeyReused(Exception):
    """This key was used for another request."""


class UndoRefused(Exception):
    """The conversion can no longer be undone, or not as it was shown; `plan` says why."""

    def __init__(self, plan: "UndoPlan") -> None:
        super().__init__(type(self).__name__)
        self.plan = plan
