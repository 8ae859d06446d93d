"""Who may do what? One rule, as a query: lists filter by it, and every act asks it of the one item."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from segue.core.one_of import MOST, OneOf

if TYPE_CHECKING:
    from segue.core.models import Item, Stage, User
    from segue.core.models.reach import Reach

EVERYTHING, NOTHING = Q(), Q(pk__in=())
NONE, ALL = "none", "all"  # the scope of what is not granted, and the one without limit
OPEN = "open"


@dataclass(frozen=True)
class Missing:
    """A right that is missing: the action, on which type, and on which item where it is about one."""

    action: str
    item_type: str
    item_id: int | None = None


class Forbidden(Exception):
    """The actor lacks these rights; nothing was written."""

    def __init__(self, *missing: Missing) -> None:
        super().__init__(", ".join(f"{right.action} {right.item_type}" for right in missing))
        self.missing = missing


def _own(user: "User") -> Q:
    return Q(OneOf("owner", (user.pk,)))


def _among(user: "User", departments: tuple[int, ...]) -> Q:
    people = user.access.people(departments)
    if len(people) <= MOST:
        return Q(OneOf("owner", people))
    # A request holds its user lazily: `type(user)` would be the wrapper.
    found = user.__class__.objects.belonging_to(departments)
    return _own(user) | Q(owner__in=found.order_by().values("pk"))


def _observed(user: "User") -> Q:
    items = user.access.observed
    if not items:
        return NOTHING
    return Q(OneOf("pk", items)) if len(items) <= MOST else Q(pk__in=user.observing.order_by().values("item"))


# Each scope includes those before it (domain.md 5.3).
SCOPES: dict[str, Callable[["User"], Q]] = {
    NONE: lambda user: NOTHING,
    "own": _own,
    "department": lambda user: _among(user, user.access.departments),
    "department_tree": lambda user: _among(user, user.access.tree),
    OPEN: lambda user: _among(user, user.access.tree) | Q(open_to_all=True),
    ALL: lambda user: EVERYTHING,
}
# The departments whose people a scope adds to the user; those that are not here add nobody.
DEPARTMENTS: dict[str, Callable[["User"], tuple[int, ...]]] = {
    "department": lambda user: user.access.departments,
    "department_tree": lambda user: user.access.tree,
    OPEN: lambda user: user.access.tree,
}


def rule(user: "User", action: str, item_type: str = "") -> Q:
    """Return the condition an item must meet for `user` to do `action` to it; of items of one type where it is named,
    and then the condition holds for those alone.

    Reading includes what they observe. Any other action goes as far as its scope and that of reading: an observer who
    reads no further than their own may edit no further either.
    """
    if not user.is_active:
        return NOTHING
    if user.is_admin:
        return EVERYTHING
    return rules(user, action, (item_type,))[item_type] if item_type else _rule_of_all(user, action)


def rules(user: "User", action: str, item_types: Iterable[str]) -> dict[str, Q]:
    """Return `rule` for each of these item types; what the user observes is read once for all."""
    if not user.is_active or user.is_admin:
        return dict.fromkeys(item_types, EVERYTHING if user.is_active else NOTHING)
    found = {each: _rule_of(each, user, action) for each in item_types}
    # Everything says nothing, so that "or" would not widen it.
    widened = [each for each, allowed in found.items() if action == "read" and allowed not in (EVERYTHING, NOTHING)]
    observed = _observed(user) if widened else NOTHING
    return found | {each: found[each] | observed for each in widened}


def _rule_of_all(user: "User", action: str) -> Q:
    plain: dict[str, list[str]] = {}
    allowed, granted = NOTHING, []
    for each in [code for code, of in user.access.reaches if of == action]:
        reach = user.access.acting(each, action)
        if reach.widest == NONE:
            continue
        granted.append(each)
        if reach.is_detailed:
            allowed |= Q(type=each) & _places(user, reach)
        else:
            plain.setdefault(reach.general, []).append(each)
    for scope, item_types in plain.items():
        allowed |= Q(type__in=item_types) & SCOPES[scope](user)
    if action == "read" and granted:
        allowed |= Q(type__in=granted) & _observed(user)
    return allowed


def _rule_of(item_type: str, user: "User", action: str) -> Q:
    """Return the condition for items of this type, but for those that are observed."""
    reach = user.access.acting(item_type, action)
    if reach.widest == NONE:
        return NOTHING
    return _places(user, reach) if reach.is_detailed else SCOPES[reach.general](user)


def _places(user: "User", reach: "Reach") -> Q:
    """The pipelines and stages of one item type, each with its scope: every item falls under one of them."""
    own_stages = Q(stage__in=list(reach.stages))
    elsewhere = ~own_stages if reach.stages else EVERYTHING
    rest = elsewhere & (~Q(pipeline__in=list(reach.pipelines)) if reach.pipelines else EVERYTHING)
    allowed = rest & SCOPES[reach.general](user)
    for scope, pipelines in _by_scope(reach.pipelines.items()):
        allowed |= elsewhere & Q(pipeline__in=pipelines) & SCOPES[scope](user)
    for scope, stages in _by_scope((stage, scope) for stage, (_, scope) in reach.stages.items()):
        allowed |= Q(stage__in=stages) & SCOPES[scope](user)
    return allowed


def _by_scope(places: Iterable[tuple[int, str]]) -> list[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    for place, scope in places:
        found.setdefault(scope, []).append(place)
    return list(found.items())


def may(user: "User", action: str, item: "Item") -> bool:
    """Say whether `user` may do `action` to this very item; never further than they may read."""
    if not user.is_active:
        return False
    if user.is_admin:
        return True
    reach = user.access.acting(item.type, action)
    scope = reach.at(item.pipeline_id, item.stage_id)
    if scope != NONE and (item.owner_id == user.pk or scope == ALL):
        return True  # every scope includes one's own: no query needed
    if reach.widest == NONE or (scope == NONE and action != "read"):
        return False
    return type(item)._base_manager.filter(rule(user, action), pk=item.pk).exists()


def may_add(user: "User", item_type: str, stage: "Stage | None" = None) -> bool:
    """Say whether `user` may make new items of this type: on this stage, or on the first one of some pipeline.

    Any scope will do.
    """
    if not user.is_active or user.is_admin:
        return user.is_active
    if stage is None:
        return user.access.may_begin(item_type)
    return user.access.reach(item_type, "add").at(stage.pipeline_id, stage.pk) != NONE


def may_move(user: "User", item: "Item", to: "Stage") -> bool:
    """Say whether `user` may move this item to another stage of its pipeline; Edit is asked apart from it."""
    return may(user, "move", item) and may_go(user, item, to)


def may_go(user: "User", item: "Item", to: "Stage") -> bool:
    """Say whether `user`, who may move this item, may move it to this very stage."""
    return not shut(user, [item], [to])[item.pk]


def shut(user: "User", items: Sequence["Item"], stages: Sequence["Stage"]) -> dict[int, list["Stage"]]:
    """Return, by item, which of these stages `user`, who may move the items, may not move it to: no question for most
    people, and for others one for each scope.
    """
    limits = {(item.pk, to.pk): _limit(user, item, to) for item in items for to in stages}
    pks = [item.pk for item in items]
    within = {
        scope: {*items[0].__class__._base_manager.filter(SCOPES[scope](user), pk__in=pks).values_list("pk", flat=True)}
        for scope in {*limits.values()} - {NONE, ALL}
    } | {NONE: set(), ALL: {*pks}}
    return {item.pk: [to for to in stages if item.pk not in within[limits[item.pk, to.pk]]] for item in items}


def _limit(user: "User", item: "Item", to: "Stage") -> str:
    """Say how far moving this item there goes, where moving it is permitted at all."""
    if user.is_admin or item.stage_id == to.pk:
        return ALL
    scope = user.access.going(item, to.pk)
    if scope == NONE:
        return NONE
    # Every scope includes one's own; and as far as moving goes at all was asked before.
    is_free = item.owner_id == user.pk or scope == user.access.reach(item.type, "move").at(
        item.pipeline_id, item.stage_id
    )
    return ALL if is_free else scope


def of_open_pipelines(user: "User", stages: Sequence["Stage"]) -> list["Stage"]:
    """Keep those of the stages of one item type whose pipeline holds, or may hold, something that `user` may read."""
    reach = user.access.reach(stages[0].pipeline.item_type, "read") if stages and not user.is_admin else None
    if reach is None or not reach.is_detailed:
        return [*stages]
    found = {stage.pipeline_id for stage in stages if reach.at(stage.pipeline_id, stage.pk) != NONE}
    if found != {stage.pipeline_id for stage in stages} and reach.widest != NONE:
        observed = user.observing.filter(item__pipeline__isnull=False, item__deleted_at=None)
        found.update(observed.order_by().values_list("item__pipeline", flat=True))
    return [stage for stage in stages if stage.pipeline_id in found]


def has_access(user: "User") -> bool:
    """Say whether there is a CRM for `user` at all: some items to read, its settings or its catalogue to change."""
    if user.may_edit_catalogue:
        return True
    cells = user.access.reaches.items()
    return user.is_active and any(of == "read" and reach.widest != NONE for (_type, of), reach in cells)


def require_access(user: "User") -> None:
    """Raise `Forbidden` for somebody without any role: no pages, no search (domain.md 5.1)."""
    if not has_access(user):
        raise Forbidden(Missing("access", ""))


def require(user: "User", action: str, item: "Item") -> None:
    """Raise `Forbidden` unless `user` may do `action` to this very item."""
    if not may(user, action, item):
        raise Forbidden(Missing(action, item.type, item.pk))


def require_move(user: "User", item: "Item", to: "Stage") -> None:
    """Raise `Forbidden` unless `user` may move this very item there."""
    if not may_move(user, item, to):
        raise Forbidden(Missing("move", item.type, item.pk))


def may_import(user: "User", item_type: str) -> bool:
    """Say whether `user` may bring in files of items of this type (domain.md 5.5: Import and Add)."""
    granted = user.is_admin or user.access.may_somewhere(item_type, "import")
    return user.is_active and granted and may_add(user, item_type)


def require_import(user: "User", item_type: str) -> None:
    """Raise `Forbidden` unless `user` may bring in files of items of this type."""
    if not may_import(user, item_type):
        raise Forbidden(Missing("import", item_type))


def require_add(user: "User", *item_types: str, stage: "Stage | None" = None) -> None:
    """Raise `Forbidden`, naming every type the user may not add: anywhere, or on a stage."""
    missing = [Missing("add", item_type) for item_type in item_types if not may_add(user, item_type, stage)]
    if missing:
        raise Forbidden(*missing)


def require_settings(user: "User") -> None:
    """Raise `Forbidden` unless `user` holds the settings right."""
    if not user.may_change_settings:
        raise Forbidden(Missing("settings", ""))


def require_catalogue(user: "User") -> None:
    """Raise `Forbidden` unless `user` may edit the catalogue."""
    if not user.may_edit_catalogue:
        raise Forbidden(Missing("catalogue", ""))
