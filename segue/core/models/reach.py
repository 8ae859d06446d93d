"""How far does an action go: in general, and in the pipelines and on the stages that say otherwise?"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce

from .role import SCOPES

NONE = SCOPES[0]
Reaches = Mapping[tuple[str, str], "Reach"]  # by item type and action


@dataclass(frozen=True)
class Reach:
    """The scopes of one action on one item type; a stage's own scope beats its pipeline's, and that the general one."""

    general: str = NONE
    pipelines: Mapping[int, str] = field(default_factory=dict)
    stages: Mapping[int, tuple[int, str]] = field(default_factory=dict)  # by stage: its pipeline, and the scope

    def at(self, pipeline: int | None, stage: int | None) -> str:
        """Return the scope for an item that stands there; both None for an item without stages."""
        if stage is not None and stage in self.stages:
            return self.stages[stage][1]
        return self.general if pipeline is None else self.pipelines.get(pipeline, self.general)

    @property
    def widest(self) -> str:
        """The scope that goes furthest of all: "none" where the action is granted nowhere."""
        return wider(self.general, *self.pipelines.values(), *(scope for _, scope in self.stages.values()))

    @property
    def is_detailed(self) -> bool:
        """Say whether some pipeline or stage says otherwise."""
        return bool(self.pipelines or self.stages)

    def joined(self, other: "Reach") -> "Reach":
        """Return what two roles grant together: cell by cell the wider scope of both."""
        return self._with(other, wider)

    def within(self, other: "Reach") -> "Reach":
        """Return how far this goes where it goes no further than another: cell by cell the narrower scope of both."""
        return self if self == other else self._with(other, narrower)

    def _with(self, other: "Reach", choose: Callable[[str, str], str]) -> "Reach":
        places = dict(self.stages) | dict(other.stages)
        return Reach(
            choose(self.general, other.general),
            {
                pipeline: choose(self.at(pipeline, None), other.at(pipeline, None))
                for pipeline in (*self.pipelines, *other.pipelines)
            },
            {
                stage: (pipeline, choose(self.at(pipeline, stage), other.at(pipeline, stage)))
                for stage, (pipeline, _) in places.items()
            },
        )


def wider(*scopes: str) -> str:
    """Return the one that goes furthest; each scope includes those before it."""
    return max(scopes, key=SCOPES.index)


def narrower(*scopes: str) -> str:
    """Return the one that goes least far."""
    return min(scopes, key=SCOPES.index)


def summed(roles: Iterable[Reaches]) -> Reaches:
    """Add up what several roles grant."""
    cells: dict[tuple[str, str], list[Reach]] = {}
    for role in roles:
        for cell, reach in role.items():
            cells.setdefault(cell, []).append(reach)
    return {cell: reduce(Reach.joined, reaches) for cell, reaches in cells.items()}
