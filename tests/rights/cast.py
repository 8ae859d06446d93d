"""Who stands before the doors: people by their rights, as the oracle says them."""

from tests.rights.oracle import ACTIONS, ANYWHERE, TYPES, Person, Role, Thing, World

ME, STRANGER = "me", "stranger"


def cells(**scopes: str) -> Role:
    """A role of mine with these scopes on all types."""
    assert set(scopes) <= set(ACTIONS)
    return Role({(of, action, ANYWHERE): scope for of in TYPES for action, scope in scopes.items()})


# By what they are called: the person, and the role they have.
PEOPLE: dict[str, tuple[Person, Role | None]] = {
    "no role": (Person(), None),
    "reads own": (Person(), cells(read="own")),
    "reads all, edits none": (Person(), cells(read="all")),
    "edits own": (Person(), cells(read="all", edit="own", move="own")),
    "edits all, adds none": (Person(), cells(read="all", edit="all", move="all")),
    "edits all, moves none": (Person(), cells(read="all", edit="all", add="all")),
    "acts further than reading": (Person(), cells(read="own", edit="all", delete="all", move="all", add="own")),
    "deletes": (Person(), cells(read="all", delete="own")),
    "settings only": (Person(), Role({}, settings=True)),
    "catalogue only": (Person(), Role({}, catalogue=True)),
    "administrator": (Person(is_admin=True), None),
    "deactivated": (Person(is_admin=True, is_active=False), cells(read="all", edit="all", delete="all")),
    "not signed in": (Person(is_active=False), None),
}


def world(name: str) -> World:
    """What the oracle has to know about one of them, and a stranger."""
    person, role = PEOPLE[name]
    return World(people={ME: person, STRANGER: Person()}, roles={"one": role} if role else {})


def thing(of: str, owner: str) -> Thing:
    """An item of mine, or of the stranger."""
    return Thing(of, owner)
