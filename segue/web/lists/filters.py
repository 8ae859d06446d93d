"""Which items of a list are wanted: those with these words, in this stage, of this person?"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from segue.core import permissions, search, search_terms
from segue.core.item_types import ItemType
from segue.core.models import Item, Pipeline, Stage, User
from segue.core.prepared import prepared
from segue.web.lists import conditions
from segue.web.lists.conditions import Condition, Conditions, Subjects
from segue.web.lists.filtering.kinds import MOST_PEOPLE
from segue.web.lists.filtering.subject import Context

OPEN, CLOSED, MINE = "open", "closed", "me"
STAGES = {OPEN: Q(closed_at__isnull=True), CLOSED: Q(closed_at__isnull=False)}
MOST_ID_DIGITS = 18


@dataclass(frozen=True)
class Filter:
    """What is chosen; "" is everything. A stage and a person are known by their ids. `left_out`: more was asked for,
    which cannot be meant.
    """

    q: str = ""
    stage: str = ""
    owner: str = ""
    conditions: Conditions = field(default_factory=Conditions)
    left_out: bool = field(default=False, compare=False)

    def __bool__(self) -> bool:
        return bool(self.q or self.stage or self.owner or self.conditions)

    @property
    def said(self) -> list[tuple[str, str]]:
        """How an address says it."""
        plain = [("q", self.q), ("stage", self.stage), ("owner", self.owner)]
        return [(name, value) for name, value in plain if value] + self.conditions.said

    def board_of(self, pipeline: str) -> str:
        """Return the pipeline whose board shows this, if it was the last one; a stage has a board of its own."""
        return "" if self.stage not in {"", *STAGES} else pipeline

    def without(self, condition: Condition) -> "Filter":
        """Return what is left when one condition is taken away."""
        return replace(self, conditions=self.conditions.without(condition))

    def of_columns(self, user: User, code: str) -> Q:
        """Return what is wanted of the columns that every item of this type has."""
        wanted = Q()
        if self.q:
            seen = Item.objects.visible_to(user, code).filter(search_terms.of_type(code))
            wanted = search.condition(self.q, seen)
        if self.stage:
            wanted &= STAGES.get(self.stage) or Q(stage_id=self.stage)
        if self.owner:
            wanted &= Q(owner_id=user.pk if self.owner == MINE else self.owner)
        return wanted


def read(params: Any, stages: list[Stage], subjects: Subjects, context: Context) -> Filter:
    """Read what an address says; what it cannot mean is left out."""
    known = {str(stage.pk) for stage in stages} | ({OPEN, CLOSED} if stages else set())
    stage, owner = params.get("stage", ""), params.get("owner", "")
    is_id = owner.isascii() and owner.isdigit() and len(owner) <= MOST_ID_DIGITS
    is_stage, is_owner = stage in known or not stage, owner in {"", MINE} or is_id
    found = conditions.read(params, subjects, context)
    return Filter(
        q=params.get("q", "").strip()[: search_terms.LONGEST],
        stage=stage if is_stage else "",
        owner=owner if is_owner else "",
        conditions=found,
        left_out=found.left_out or not (is_stage and is_owner),
    )


def stages_of(item_type: ItemType, reader: User) -> list[Stage]:
    """List the stages of a type in their order, of the pipelines in which the reader may read something; none for
    contacts and companies.
    """
    if not item_type.has_stages:
        return []
    return permissions.of_open_pipelines(reader, list(_stages_of(item_type.code)))


def pipelines_in(stages: Iterable[Stage]) -> list[Pipeline]:
    """Return the pipelines of these stages in their order."""
    return list({stage.pipeline_id: stage.pipeline for stage in stages}.values())


@prepared
def _stages_of(code: str) -> QuerySet[Stage]:
    stages = Stage.objects.select_related("pipeline").filter(pipeline__item_type=code)
    return stages.order_by("pipeline__sort", "pipeline_id", "sort", "pk")


def selects(chosen: Filter, stages: list[Stage]) -> list[dict[str, Any]]:
    """Describe the choices beside the search field as the filter bar takes them; `said` is the chosen one in words."""
    people = _owners(chosen)
    by_owner = _select("owner", _("Responsible person"), [("", _("Everyone")), (MINE, _("Mine"))], chosen.owner)
    by_owner["options"].append({"pairs": people, "chosen": chosen.owner})
    by_owner["said"] = by_owner["said"] or dict(people).get(chosen.owner, "")
    if not stages:
        return [by_owner]
    return [_select("stage", _("Stage"), _stages(stages), chosen.stage), by_owner]


def _select(name: str, label: str, options: list[tuple[str, str]], chosen: str) -> dict[str, Any]:
    described = [{"value": value, "label": text, "selected": value == chosen} for value, text in options]
    return {"name": name, "label": label, "options": described, "said": dict(options).get(chosen, "")}


def _stages(stages: list[Stage]) -> list[tuple[str, str]]:
    several = len({stage.pipeline_id for stage in stages}) > 1
    named = [(str(stage.pk), f"{stage.pipeline} · {stage}" if several else str(stage)) for stage in stages]
    return [("", _("All stages")), (OPEN, _("In progress")), (CLOSED, pgettext("stages", "Closed")), *named]


def _owners(chosen: Filter) -> tuple[tuple[str, str], ...]:
    people = [(str(pk), name) for pk, name in _people()]
    if chosen.owner not in {"", MINE, *dict(people)}:
        people += [(str(pk), name) for pk, name in User.objects.filter(pk=chosen.owner).values_list("pk", "name")]
    return tuple(people)


@prepared
def _people() -> "QuerySet[User, tuple[int, str]]":
    return User.objects.active().values_list("pk", "name")[:MOST_PEOPLE]
