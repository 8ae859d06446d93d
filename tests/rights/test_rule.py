"""Does the one rule say what the oracle says: every action, every scope, every type, whoever the item belongs to?"""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction

from segue.core import permissions, reading
from segue.core.models import Grant, Item, Role, User
from tests.rights import oracle, planted
from tests.rights.oracle import ACTIONS, SCOPES, TYPES, Department, Person, Thing, World
from tests.rights.planted import Planted

CELL = "the role"
PAIRS = list(itertools.product(SCOPES, SCOPES))  # of reading, and of everything else
ME = "me"
DEPARTMENTS = {
    "sales": Department(head="head"),
    "field": Department(parent="sales"),
    "north": Department(parent="field", head="leader"),
    "service": Department(),
    "above": Department(),
}
PEOPLE = {
    ME: Person(frozenset({"sales"})),
    "colleague": Person(frozenset({"sales", "service"})),
    "head": Person(),  # of the department, and no member of it
    "below": Person(frozenset({"field"})),
    "leader": Person(),  # heads a department two levels below
    "stranger": Person(frozenset({"service"})),
    "loner": Person(),
}
# What an item may be beside being somebody's.
MARKS: dict[str, dict[str, object]] = {
    "": {},
    "open": {"open_to_all": True},
    "observed": {"observers": frozenset({ME})},
    "in the bin": {"in_bin": True},
}


def things(world: World) -> dict[str, Thing]:
    """One item of each type, owner and mark."""
    first = planted.first_places(world)
    return {
        f"{of} of {owner} {mark}".strip(): replace(Thing(of, owner, first[of]), **more)  # type: ignore[arg-type]
        for of, owner, (mark, more) in itertools.product(TYPES, PEOPLE, MARKS.items())
    }


def granting(read: str, act: str) -> oracle.Role:
    """A role that everybody has: one scope for reading, one for everything else."""
    cells = {(of, action, oracle.ANYWHERE): read if action == "read" else act for of in TYPES for action in ACTIONS}
    return oracle.Role(cells)


@pytest.fixture(scope="module")
def world(shared: Path) -> World:
    bare = World(DEPARTMENTS, PEOPLE, {}, {}, planted.pipelines())
    return replace(bare, things=things(bare), roles={CELL: granting("none", "none")})


@pytest.fixture(scope="module")
def rows(world: World) -> Planted:
    return planted.plant(world)


def grant(read: str, act: str) -> None:
    role = Role.objects.get(code=CELL)
    Grant.objects.filter(role=role, action="read").update(scope=read)
    Grant.objects.filter(role=role).exclude(action="read").update(scope=act)


@pytest.fixture(params=PAIRS, ids="reads {0[0]} acts {0[1]}".format)
def granted(request: pytest.FixtureRequest, world: World, rows: Planted) -> Iterator[World]:
    """The world with one pair of scopes, reading and acting."""
    with transaction.atomic():
        grant(*request.param)
        yield replace(world, roles={CELL: granting(*request.param)})
        transaction.set_rollback(True)


@pytest.fixture
def turn(granted: World) -> int:
    """Which of the pairs it is."""
    cells = granted.roles[CELL].cells
    return PAIRS.index((cells["deal", "read", oracle.ANYWHERE], cells["deal", "edit", oracle.ANYWHERE]))


def of_type(world: World, item_type: str) -> dict[str, Thing]:
    return {name: thing for name, thing in world.things.items() if thing.type == item_type}


def by_the_book(world: World, who: str, action: str) -> set[str]:
    return {name for name, thing in world.things.items() if oracle.may(world, who, action, thing)}


def living(world: World, names: set[str]) -> set[str]:
    return {name for name in names if not world.things[name].in_bin}


@pytest.mark.parametrize("who", [ME, "head"])
def test_lists_hold_what_the_book_says(granted: World, rows: Planted, who: str) -> None:
    shown = {item.title for item in Item.objects.visible_to(rows.user(who))}
    assert shown == living(granted, by_the_book(granted, who, "read"))


@pytest.mark.parametrize("who", [ME, "head"])
def test_a_list_of_one_type_holds_what_the_book_says(granted: World, rows: Planted, who: str, turn: int) -> None:
    one_type = replace(granted, things=of_type(granted, TYPES[turn % len(TYPES)]))
    shown = {item.title for item in Item.objects.visible_to(rows.user(who), TYPES[turn % len(TYPES)])}
    assert shown == living(one_type, by_the_book(one_type, who, "read"))


@pytest.mark.parametrize("who", [ME, "head"])
def test_what_may_be_done_to_a_list_is_what_the_book_says(granted: World, rows: Planted, who: str) -> None:
    user = rows.user(who)
    for action in ACTIONS:
        permitted = {item.title for item in Item.objects.permitting(action, user)}
        assert permitted == living(granted, by_the_book(granted, who, action)), action


def test_the_one_item_is_judged_as_the_list_is(granted: World, rows: Planted, turn: int) -> None:
    """Of every action the items of one type, each type in turn: lists, above, have them all."""
    me, one_type = rows.user(ME), replace(granted, things=of_type(granted, TYPES[turn % len(TYPES)]))
    for action in ACTIONS:
        permitted = {name for name in one_type.things if permissions.may(me, action, rows.things[name])}
        assert permitted == by_the_book(one_type, ME, action), action


@pytest.mark.parametrize("who", [ME, "head"])
def test_items_that_were_read_are_judged_as_the_list_is(granted: World, rows: Planted, who: str) -> None:
    for action in ACTIONS:
        permitted = reading.permitted(rows.user(who), action, rows.things.values())
        assert {name for name, item in rows.things.items() if item.pk in permitted} == by_the_book(granted, who, action)


def test_making_new_ones_is_yes_or_no(granted: World, rows: Planted) -> None:
    me = rows.user(ME)
    assert [permissions.may_add(me, of) for of in TYPES] == [oracle.may_add(granted, ME, of) for of in TYPES]


OUTSIDE = {
    "administrator": Person(is_admin=True),
    "deactivated administrator": Person(is_admin=True, is_active=False),
    "deactivated person": Person(frozenset({"sales"}), is_active=False),
}


@pytest.mark.parametrize("who", OUTSIDE)
def test_administrators_may_everything_and_the_deactivated_nothing(world: World, rows: Planted, who: str) -> None:
    person = OUTSIDE[who]
    with transaction.atomic():
        grant("all", "all")
        user = User.objects.create(
            email="outside@rights.test", name=who, is_admin=person.is_admin, is_active=person.is_active
        )
        told = replace(world, roles={CELL: granting("all", "all")}, people={**PEOPLE, who: person})
        for action in ACTIONS:
            found = {name for name, item in rows.things.items() if permissions.may(user, action, item)}
            assert found == by_the_book(told, who, action)
            assert {item.title for item in Item.objects.permitting(action, user)} == living(told, found)
            assert reading.permitted(user, action, rows.things.values()) == {rows.things[name].pk for name in found}
        assert user.may_change_settings is oracle.may_change_settings(told, who)
        transaction.set_rollback(True)


def test_whoever_has_no_role_may_nothing(world: World, rows: Planted) -> None:
    with transaction.atomic():
        Role.objects.get(code=CELL).members.all().delete()
        me = rows.user(ME)
        for action in ACTIONS:
            assert not Item.objects.permitting(action, me).exists()
            assert not reading.permitted(me, action, rows.things.values())
            assert not any(permissions.may(me, action, item) for item in rows.things.values())
        assert not any(permissions.may_add(me, of) for of in TYPES)
        transaction.set_rollback(True)
