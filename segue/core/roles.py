"""How do roles change, and what do they grant? Every change needs the settings right and leaves an audit entry."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from segue.core import audit, codes, item_types, permissions
from segue.core.item_types import ItemType
from segue.core.models import Department, Destination, Grant, Pipeline, Role, RoleMember, Stage, User
from segue.core.models.role import ACTIONS, SCOPES

ADDED, CHANGED, REMOVED = EVENTS = ("role_added", "role_changed", "role_removed")
NONE, ALL = SCOPES[0], SCOPES[-1]
WITH_STAGES = ("move", "automate")  # actions on types that have stages
YES_OR_NO = ("add", "import", "automate")  # actions that are about no item that exists: granted, or not
FLAGS = ("may_change_settings", "may_edit_catalogue")  # rights that are about no items
LONGEST_CODE = 50


@dataclass(frozen=True)
class Place:
    """Where a cell of a role holds: for a whole type, in one of its pipelines, or on one stage."""

    item_type: str
    pipeline: int | None = None
    stage: int | None = None


Cells = Mapping[tuple[Place, str], str]  # by place and action the scope; no entry: as the place above says
Destinations = Mapping[int, frozenset[int]]  # by stage those an item may be moved to; no entry: to all


@dataclass(frozen=True)
class Holders:
    """Who has a role: everybody, these people, these departments, these departments with all below them."""

    everyone: bool = False
    people: frozenset[int] = frozenset()
    departments: frozenset[int] = frozenset()
    trees: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Content:
    """All that a role is; what is None stays as it is. `seen` is the digest of the role that was looked at."""

    labels: dict[str, str] | None = None
    may_change_settings: bool | None = None
    may_edit_catalogue: bool | None = None
    cells: Mapping[tuple[Place, str], str | None] | None = None  # None as scope: as the place above says
    destinations: Destinations | None = None  # an empty set: to all stages
    holders: Holders | None = None
    seen: str | None = None


def actions_of(item_type: ItemType) -> tuple[str, ...]:
    """Return the actions that can be granted on a type, in the order of the matrix."""
    return tuple(action for action in ACTIONS if item_type.has_stages or action not in WITH_STAGES)


def cells_of(role: Role) -> dict[tuple[Place, str], str]:
    """Return every cell a role says something about."""
    grants = role.grants.values_list("item_type", "pipeline", "stage", "action", "scope")
    return {(Place(kind, pipeline, stage), action): scope for kind, pipeline, stage, action, scope in grants}


def destinations_of(role: Role) -> dict[int, frozenset[int]]:
    """Return where items of a stage may be moved to, of the stages that say so."""
    found: dict[int, set[int]] = {}
    for stage, to in role.destinations.values_list("stage", "to"):
        found.setdefault(stage, set()).add(to)
    return {stage: frozenset(goals) for stage, goals in found.items()}


def holders_of(role: Role) -> Holders:
    """Return who has a role."""
    members = list(role.members.all())
    return Holders(
        everyone=any(not (each.user_id or each.department_id) for each in members),
        people=frozenset(each.user_id for each in members if each.user_id),
        departments=frozenset(each.department_id for each in members if each.department_id and not each.with_children),
        trees=frozenset(each.department_id for each in members if each.department_id and each.with_children),
    )


def digest(role: Role) -> str:
    """Name all that a role is now: two equal digests, and nobody has changed it in between."""
    columns = [sorted(role.labels.items()), *(getattr(role, name) for name in FLAGS)]
    cells = sorted((repr(place), action, scope) for (place, action), scope in cells_of(role).items())
    ways = sorted((stage, sorted(goals)) for stage, goals in destinations_of(role).items())
    holders = [sorted(each) if isinstance(each, frozenset) else each for each in vars(holders_of(role)).values()]
    return hashlib.sha256(repr([columns, cells, ways, holders]).encode()).hexdigest()[:16]


def add(labels: dict[str, str], *, actor: User, like: Role | None = None) -> Role:
    """Make a role that grants nothing, or what another one grants; nobody has it yet. Raises Forbidden."""
    permissions.require_settings(actor)
    with transaction.atomic():
        taken = {code.upper() for code in Role.objects.values_list("code", flat=True)}
        code = codes.from_label(labels["en"], taken, longest=LONGEST_CODE, otherwise="ROLE").lower()
        role = Role.objects.create(code=code, labels=labels)
        audit.record(ADDED, actor=actor, subject=_subject(role), data={"id": role.pk, "labels": labels})
        if like is not None:
            given = Content(
                may_change_settings=like.may_change_settings,
                may_edit_catalogue=like.may_edit_catalogue,
                cells=cells_of(like),
                destinations=destinations_of(like),
            )
            change(role, given, actor=actor)
    return role


def change(role: Role, wanted: Content, *, actor: User) -> Role:
    """Store what is wanted of a role; what is the same writes nothing. Raises Forbidden or ValidationError.

    It takes effect with everybody's next request.
    """
    permissions.require_settings(actor)
    with transaction.atomic():
        stored = Role.objects.select_for_update().get(pk=role.pk)
        if wanted.seen is not None and wanted.seen != digest(stored):
            raise ValidationError(_("Someone else changed this role meanwhile. Look at it again, then save."))
        changes = _columns(stored, wanted) | _cells(stored, wanted.cells or {})
        changes |= _destinations(stored, wanted.destinations or {})
        changes |= _holders(stored, wanted.holders) if wanted.holders is not None else {}
        if changes:
            audit.record(CHANGED, actor=actor, subject=_subject(stored), data={"id": role.pk, "changes": changes})
    return stored


def remove(role: Role, *, actor: User) -> None:
    """Delete a role; whoever had it loses what only it granted. Raises Forbidden."""
    permissions.require_settings(actor)
    with transaction.atomic():
        stored = Role.objects.select_for_update().get(pk=role.pk)
        granted = {_name(place, action): [scope, None] for (place, action), scope in cells_of(stored).items()}
        lost = {name: [getattr(stored, name), None] for name in FLAGS}
        lost |= {"holders": [_facts(holders_of(stored)), None]}
        lost |= {_way(stage): [_stage_codes(goals), None] for stage, goals in destinations_of(stored).items()}
        audit.record(REMOVED, actor=actor, subject=_subject(stored), data={"id": role.pk, "changes": granted | lost})
        stored.delete()


def _columns(role: Role, wanted: Content) -> dict[str, Any]:
    given = {name: getattr(wanted, name) for name in ("labels", *FLAGS)}
    changes = {
        name: [getattr(role, name), value]
        for name, value in given.items()
        if value is not None and value != getattr(role, name)
    }
    for name, (_before, value) in changes.items():
        setattr(role, name, value)
    if changes:
        role.save(update_fields=list(changes))
    return changes


def _cells(role: Role, wanted: Mapping[tuple[Place, str], str | None]) -> dict[str, Any]:
    present, changes = cells_of(role), {}
    for (place, action), scope in wanted.items():
        before = present.get((place, action))
        after = None if scope == NONE and not (place.pipeline or place.stage) else scope
        if before == after or (action in YES_OR_NO and before not in {None, NONE} and after not in {None, NONE}):
            continue
        _check(place, action, after)
        where = {"item_type": place.item_type, "pipeline": place.pipeline, "stage": place.stage, "action": action}
        own = role.grants.filter(**{name: value for name, value in where.items() if value is not None})
        own = own.filter(**{f"{name}__isnull": True for name, value in where.items() if value is None})
        own.delete()
        if after is not None:
            Grant.objects.create(
                role=role,
                item_type=place.item_type,
                pipeline_id=place.pipeline,
                stage_id=place.stage,
                action=action,
                scope=after,
            )
        changes[_name(place, action)] = [before, after]
    return changes


def _check(place: Place, action: str, scope: str | None) -> None:
    """Refuse what no cell of the matrix can be."""
    item_type = next((each for each in item_types.all_types() if each.code == place.item_type), None)
    known = item_type is not None and action in actions_of(item_type) and (scope is None or scope in SCOPES)
    if known and place.stage is not None:
        known = Stage.objects.filter(pk=place.stage, pipeline__item_type=place.item_type).exists()
    elif known and place.pipeline is not None:
        known = Pipeline.objects.filter(pk=place.pipeline, item_type=place.item_type).exists()
    if not known:
        raise ValidationError(_("There is no such right. Load the page again."))


def _destinations(role: Role, wanted: Destinations) -> dict[str, Any]:
    present, changes = destinations_of(role), {}
    for stage, goals in wanted.items():
        before = present.get(stage, frozenset())
        if before == goals:
            continue
        home = Stage.objects.filter(pk=stage).values("pipeline")
        if Stage.objects.filter(pk__in=goals, pipeline__in=home).count() != len(goals):
            raise ValidationError(_("There is no such right. Load the page again."))
        role.destinations.filter(stage=stage).delete()
        Destination.objects.bulk_create(Destination(role=role, stage_id=stage, to_id=to) for to in sorted(goals))
        changes[_way(stage)] = [_stage_codes(before), _stage_codes(goals)]
    return changes


def _holders(role: Role, wanted: Holders) -> dict[str, Any]:
    before = holders_of(role)
    if before == wanted:
        return {}
    known = User.objects.filter(pk__in=wanted.people).count() == len(wanted.people)
    departments = wanted.departments | wanted.trees
    if not known or Department.objects.filter(pk__in=departments).count() != len(departments):
        raise ValidationError(_("Choose one of the offered values."))
    role.members.all().delete()
    RoleMember.objects.bulk_create(
        [
            *([RoleMember(role=role)] if wanted.everyone else []),
            *(RoleMember(role=role, user_id=pk) for pk in sorted(wanted.people)),
            *(RoleMember(role=role, department_id=pk) for pk in sorted(wanted.departments - wanted.trees)),
            *(RoleMember(role=role, department_id=pk, with_children=True) for pk in sorted(wanted.trees)),
        ]
    )
    return {"holders": [_facts(before), _facts(wanted)]}


def _facts(holders: Holders) -> dict[str, Any]:
    """Name those who have a role, so that it can be read when they are gone."""
    people = User.objects.filter(pk__in=holders.people).order_by("name", "pk")
    departments = {each.pk: each.name for each in Department.objects.filter(pk__in=holders.departments | holders.trees)}
    return {
        "everyone": holders.everyone,
        "people": [{"id": each.pk, "label": each.name} for each in people],
        "departments": [{"id": pk, "label": departments[pk]} for pk in sorted(holders.departments)],
        "with departments below": [{"id": pk, "label": departments[pk]} for pk in sorted(holders.trees)],
    }


def _name(place: Place, action: str) -> str:
    """Name a cell by codes, which outlive what they stand for: "deal, general/NEW: edit"."""
    if place.stage:
        return f"{place.item_type}, {_stage_code(place.stage)}: {action}"
    if place.pipeline:
        return f"{place.item_type}, {Pipeline.objects.get(pk=place.pipeline).code}: {action}"
    return f"{place.item_type}: {action}"


def _way(stage: int) -> str:
    """Name what says where items of a stage may go."""
    return f"from {_stage_code(stage)} to"


def _stage_codes(ids: frozenset[int]) -> list[str]:
    return [_stage_code(pk) for pk in sorted(ids)]


def _stage_code(pk: int) -> str:
    stage = Stage.objects.select_related("pipeline").get(pk=pk)
    return f"{stage.pipeline.code}/{stage.code}"


def _subject(role: Role) -> str:
    return f"role {role.code}"
