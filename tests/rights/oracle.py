"""What may a person do? Plain, slow words over plain data, written from the rules and not from the code.

The rules are those of the specification: cell by cell the widest scope of one's roles; a stage's own cell beats its
pipeline's, and that the general one, in both directions; each scope includes those before it; a head counts as a
member; acting never reaches further than reading, and to observe is to read, never to act; administrators may do
everything, the deactivated nothing, and whoever has no role nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

SCOPES = ("none", "own", "department", "department_tree", "open", "all")
TYPES = ("lead", "deal", "contact", "company", "estimate", "invoice")
ACTIONS = ("read", "add", "edit", "delete", "export", "import", "move", "automate")


@dataclass(frozen=True)
class Department:
    """A node of the tree; people are named, so are the departments above."""

    parent: str | None = None
    head: str | None = None


@dataclass(frozen=True)
class Person:
    """Somebody with an account."""

    departments: frozenset[str] = frozenset()
    is_admin: bool = False
    is_active: bool = True


@dataclass(frozen=True)
class Place:
    """A pipeline, a stage of it, or (neither named) wherever an item stands."""

    pipeline: str | None = None
    stage: str | None = None


ANYWHERE = Place()


@dataclass(frozen=True)
class Member:
    """Who holds a role: a person, a department, or (neither named) everybody."""

    person: str | None = None
    department: str | None = None
    with_children: bool = False


@dataclass(frozen=True)
class Role:
    """Cells by item type, action and place; destinations by the stage that is left."""

    cells: Mapping[tuple[str, str, Place], str]
    members: tuple[Member, ...] = (Member(),)
    destinations: Mapping[str, frozenset[str]] = field(default_factory=dict)
    settings: bool = False
    catalogue: bool = False


@dataclass(frozen=True)
class Thing:
    """An item, as far as rights look at it."""

    type: str
    owner: str
    place: Place = ANYWHERE
    open_to_all: bool = False
    observers: frozenset[str] = frozenset()
    in_bin: bool = False


@dataclass(frozen=True)
class World:
    """Everything rights depend on; `pipelines` are the stages in their order, by item type and pipeline."""

    departments: Mapping[str, Department] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    things: Mapping[str, Thing] = field(default_factory=dict)
    pipelines: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


def may(world: World, name: str, action: str, thing: Thing) -> bool:
    """Whether this person may do this to this item, wherever it lies: in the bin too."""
    person = world.people[name]
    if not person.is_active:
        return False
    if person.is_admin:
        return True
    reads = is_covered(world, name, scope(world, name, thing.type, "read", thing.place), thing)
    if action == "read":
        return reads or (name in thing.observers and reads_some(world, name, thing.type))
    return reads and is_covered(world, name, scope(world, name, thing.type, action, thing.place), thing)


def sees(world: World, name: str, thing: Thing) -> bool:
    """Whether it stands in this person's lists: readable, and not in the bin."""
    return not thing.in_bin and may(world, name, "read", thing)


def may_add(world: World, name: str, item_type: str, place: Place | None = None) -> bool:
    """Whether this person may make such items: there, or on the first stage of some pipeline."""
    person = world.people[name]
    if not person.is_active or person.is_admin:
        return person.is_active
    places = [place] if place else beginnings(world, item_type)
    return any(scope(world, name, item_type, "add", each) != "none" for each in places)


def may_import(world: World, name: str, item_type: str) -> bool:
    """Whether this person may bring in files of such items: Import, in general or anywhere, and Add."""
    person = world.people[name]
    if person.is_admin:
        return person.is_active
    granted = any(
        cell != "none"
        for role in held(world, name)
        for (of, action, _place), cell in role.cells.items()
        if (of, action) == (item_type, "import")
    )
    return granted and may_add(world, name, item_type)


def may_move(world: World, name: str, thing: Thing, to: str) -> bool:
    """Whether this person may move an item to another stage; Edit is asked apart from it."""
    person = world.people[name]
    if not may(world, name, "move", thing):
        return False
    return person.is_admin or to == thing.place.stage or may_leave_to(world, name, thing, to)


def may_leave_to(world: World, name: str, thing: Thing, to: str) -> bool:
    """Whether a role by which they move this very item lets it go there; one that names nothing lets it go anywhere."""
    for role in held(world, name):
        moves = is_covered(world, name, cell(role, thing.type, "move", thing.place), thing)
        permitted = role.destinations.get(str(thing.place.stage))
        if moves and (permitted is None or to in permitted):
            return True
    return False


def may_change_settings(world: World, name: str) -> bool:
    """Administrators, and whoever has a role with that right."""
    person = world.people[name]
    return person.is_active and (person.is_admin or any(role.settings for role in held(world, name)))


def may_edit_catalogue(world: World, name: str) -> bool:
    """Whoever may change settings, and whoever has a role with the right to edit products alone."""
    is_active = world.people[name].is_active
    return may_change_settings(world, name) or (is_active and any(role.catalogue for role in held(world, name)))


def reads_some(world: World, name: str, item_type: str) -> bool:
    """Whether some cell lets this person read some items of a type."""
    return acts_on_some(world, name, item_type, "read")


def acts_on_some(world: World, name: str, item_type: str, wanted: str) -> bool:
    """Whether some cell lets this person do so to some items of a type."""
    person = world.people[name]
    if not person.is_active or person.is_admin:
        return person.is_active
    return any(
        scope != "none"
        for role in held(world, name)
        for (of, action, _place), scope in role.cells.items()
        if (of, action) == (item_type, wanted)
    )


def scope(world: World, name: str, item_type: str, action: str, place: Place) -> str:
    """The widest of what the roles of a person say for this place."""
    said = [cell(role, item_type, action, place) for role in held(world, name)]
    return max(said, key=SCOPES.index, default="none")


def cell(role: Role, item_type: str, action: str, place: Place) -> str:
    """What one role says for a place: of the stage, else of the pipeline, else in general."""
    for where in (place, Place(place.pipeline), ANYWHERE):
        if (item_type, action, where) in role.cells:
            return role.cells[item_type, action, where]
    return "none"


def is_covered(world: World, name: str, reach: str, thing: Thing) -> bool:
    """Whether a scope, used by this person, reaches an item; each includes those before it."""
    reached = {
        "none": False,
        "own": thing.owner == name,
        "department": bool(belongs_to(world, name) & belongs_to(world, thing.owner)),
        "department_tree": bool(with_those_below(world, belongs_to(world, name)) & belongs_to(world, thing.owner)),
        "open": thing.open_to_all,
        "all": True,
    }
    return any(reached[each] for each in SCOPES[: SCOPES.index(reach) + 1])


def held(world: World, name: str) -> Iterator[Role]:
    """The roles of a person: their own, their departments', everybody's."""
    for role in world.roles.values():
        if any(includes(world, member, name) for member in role.members):
            yield role


def includes(world: World, member: Member, name: str) -> bool:
    """Whether a person is meant by a member of a role."""
    if member.person is not None:
        return member.person == name
    if member.department is None:
        return True
    meant = {member.department}
    return bool((with_those_below(world, meant) if member.with_children else meant) & belongs_to(world, name))


def belongs_to(world: World, name: str) -> set[str]:
    """The departments of a person; a head belongs to the department headed."""
    return set(world.people[name].departments) | {each for each, it in world.departments.items() if it.head == name}


def with_those_below(world: World, names: set[str]) -> set[str]:
    """Departments, and all below them."""
    found = set(names)
    for _level in world.departments:
        found |= {each for each, it in world.departments.items() if it.parent in found}
    return found


def beginnings(world: World, item_type: str) -> list[Place]:
    """The first stage of each pipeline; where there are none, items begin anywhere."""
    pipelines = world.pipelines.get(item_type, {})
    return [Place(pipeline, stages[0]) for pipeline, stages in pipelines.items()] or [ANYWHERE]
