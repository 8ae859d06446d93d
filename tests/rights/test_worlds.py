"""Do roles add up as the book says? Worlds at random: several roles, memberships, pipelines, stages, destinations."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from segue.core import permissions, pipelines, reading
from segue.core.models import Item, Stage
from tests import builders
from tests.rights import oracle, planted
from tests.rights.oracle import ACTIONS, ANYWHERE, SCOPES, Department, Member, Person, Place, Role, Thing, World
from tests.rights.planted import Planted

TYPES = ("lead", "deal", "contact")
SHORT = 3  # of a pipeline's stages, those that roles speak of
PEOPLE, DEPARTMENTS = ("p0", "p1", "p2", "p3"), ("d0", "d1", "d2", "d3")
Pipelines = dict[str, dict[str, tuple[str, ...]]]


@pytest.fixture(scope="module")
def places(shared: Path) -> Pipelines:
    """Two pipelines of deals, and one each of the others."""
    pipelines.add("deal", {"en": "North", "de": "Nord"}, actor=builders.person("Dana", is_admin=True))
    return planted.pipelines()


@some.composite
def worlds(draw: Any, places: Pipelines) -> World:
    names = some.sampled_from
    departments = {
        name: Department(
            draw(some.none() | names(DEPARTMENTS[:index])) if index else None, draw(some.none() | names(PEOPLE))
        )
        for index, name in enumerate(DEPARTMENTS)
    }
    rarely, mostly = some.sampled_from([True] + [False] * 9), some.sampled_from([False] + [True] * 9)
    people = {
        name: Person(draw(some.frozensets(names(DEPARTMENTS), max_size=2)), draw(rarely), draw(mostly))
        for name in PEOPLE
    }
    roles = {f"role {index}": draw(a_role(places)) for index in range(draw(some.integers(1, 3)))}
    things = {f"thing {index}": draw(a_thing(places)) for index in range(8)}
    return World(departments, people, roles, things, places)


@some.composite
def a_role(draw: Any, places: Pipelines) -> Role:
    cell = some.sampled_from(TYPES).flatmap(
        lambda of: some.tuples(some.just(of), some.sampled_from(("read", "edit", "move", "add")), cells_of(places, of))
    )
    # Reading comes often, or little else would be asked.
    general = {(of, action, ANYWHERE): draw(some.sampled_from(SCOPES)) for of in TYPES for action in ("read", "move")}
    cells = general | draw(some.dictionaries(cell, some.sampled_from(SCOPES), max_size=8))
    person, department = some.sampled_from(PEOPLE), some.sampled_from(DEPARTMENTS)
    member = some.one_of(
        some.just(Member()),
        some.builds(Member, person=person),
        some.builds(Member, department=department, with_children=some.booleans()),
    )
    members = some.lists(member, max_size=2, unique_by=lambda each: (each.person, each.department))
    stages = [stage for pipeline in places["deal"].values() for stage in pipeline[:SHORT]]
    stage = some.sampled_from(stages)
    leaves = some.dictionaries(stage, some.frozensets(stage, min_size=1, max_size=2), max_size=2)
    return Role(cells, tuple(draw(members)), draw(leaves), draw(some.booleans()))


def cells_of(places: Pipelines, of: str) -> some.SearchStrategy[Place]:
    """Where a cell may say otherwise: a pipeline, or one of its first stages."""
    pipelines = places.get(of, {})
    stages = [Place(pipeline, stage) for pipeline, names in pipelines.items() for stage in names[:SHORT]]
    return some.sampled_from([ANYWHERE, *map(Place, pipelines), *stages])


@some.composite
def a_thing(draw: Any, places: Pipelines) -> Thing:
    of = draw(some.sampled_from(TYPES))
    stages = [Place(pipeline, stage) for pipeline, names in places.get(of, {}).items() for stage in names[: SHORT + 1]]
    return Thing(
        of,
        draw(some.sampled_from(PEOPLE)),
        draw(some.sampled_from(stages or [ANYWHERE])),
        draw(some.booleans()),
        draw(some.frozensets(some.sampled_from(PEOPLE), max_size=1)),
        draw(some.sampled_from([True, False, False, False])),
    )


@contextmanager
def standing(world: World) -> Iterator[Planted]:
    """The world in the database, for a moment."""
    with transaction.atomic():
        yield planted.plant(world)
        transaction.set_rollback(True)


def of_the_book(world: World, who: str) -> dict[object, Any]:
    """Everything the oracle says about one person."""
    told: dict[object, Any] = {"settings": oracle.may_change_settings(world, who)}
    told["sees"] = {name for name, thing in world.things.items() if oracle.sees(world, who, thing)}
    for action in ACTIONS:
        told[action] = {name for name, thing in world.things.items() if oracle.may(world, who, action, thing)}
        told["list", action] = {name for name in told[action] if not world.things[name].in_bin}
        told["read", action] = told[action]
    for of in TYPES:
        told["begins", of] = oracle.may_add(world, who, of)
        told["reads some", of] = oracle.reads_some(world, who, of)
        for place in places_of(world, of):
            told["adds", place] = oracle.may_add(world, who, of, place)
    for name, thing in world.things.items():
        for place in places_of(world, thing.type):
            told["moves", name, place.stage] = oracle.may_move(world, who, thing, str(place.stage))
    return told


def of_the_product(world: World, rows: Planted, who: str, stages: dict[str, Stage]) -> dict[object, Any]:
    """The same, as the product answers."""
    me = rows.user(who)
    told: dict[object, Any] = {"settings": me.may_change_settings}
    told["sees"] = {item.title for of in TYPES for item in Item.objects.visible_to(me, of)}
    for action in ACTIONS:
        told[action] = {name for name, item in rows.things.items() if permissions.may(me, action, item)}
        told["list", action] = {item.title for item in Item.objects.permitting(action, me)}
        permitted = reading.permitted(me, action, rows.things.values())
        told["read", action] = {name for name, item in rows.things.items() if item.pk in permitted}
    for of in TYPES:
        told["begins", of] = permissions.may_add(me, of)
        somewhere = me.is_admin or me.access.may_somewhere(of, "read")
        told["reads some", of] = me.is_active and somewhere  # nobody else signs in
        for place in places_of(world, of):
            told["adds", place] = permissions.may_add(me, of, stages[str(place.stage)])
    for name, thing in world.things.items():
        for place in places_of(world, thing.type):
            to = stages[str(place.stage)]
            told["moves", name, place.stage] = permissions.may_move(me, rows.things[name], to)
    return told


def places_of(world: World, of: str) -> list[Place]:
    """Every stage a role may speak of, and one more."""
    pipelines = world.pipelines.get(of, {})
    return [Place(pipeline, stage) for pipeline, names in pipelines.items() for stage in names[: SHORT + 1]]


@pytest.fixture(scope="module")
def stages(places: Pipelines) -> dict[str, Stage]:
    return {f"{stage.pipeline.code}/{stage.code}": stage for stage in Stage.objects.select_related("pipeline")}


def test_every_person_of_every_world_may_what_the_book_says(places: Pipelines, stages: dict[str, Stage]) -> None:
    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(worlds(places))
    def holds(world: World) -> None:
        with standing(world) as rows:
            for who in PEOPLE:
                assert of_the_product(world, rows, who, stages) == of_the_book(world, who)

    holds()


def test_the_worlds_are_worth_asking_about(places: Pipelines) -> None:
    """Not all say no, not all say yes, and cells of stages decide something."""
    seen: dict[str, set[bool]] = {"read": set(), "edit": set(), "move": set(), "by stage": set()}

    @settings(max_examples=60, suppress_health_check=list(HealthCheck), database=None)
    @given(worlds(places))
    def look(world: World) -> None:
        plain = replace(world, roles={name: without_places(role) for name, role in world.roles.items()})
        for who, person in world.people.items():
            if person.is_active and not person.is_admin:
                for thing in world.things.values():
                    for action in ("read", "edit", "move"):
                        seen[action].add(oracle.may(world, who, action, thing))
                    both = (oracle.may(each, who, "read", thing) for each in (world, plain))
                    seen["by stage"].add(next(both) != next(both))

    look()
    assert seen == {key: {True, False} for key in seen}


def without_places(role: Role) -> Role:
    """The role with its general cells alone."""
    return replace(role, cells={cell: scope for cell, scope in role.cells.items() if cell[2] == ANYWHERE})
