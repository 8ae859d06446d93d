"""Does every address answer everybody as it must: every route, every kind of person, looked at and sent to?"""

import copy
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from segue.core.models import User
from tests import builders
from tests.rights import cast, doors, oracle, places, roles
from tests.rights.cast import ME, PEOPLE, STRANGER
from tests.rights.doors import DOORS, FORMS, Door
from tests.rights.places import VARIANTS, Places, Subject

GONE, FORBIDDEN, NOT_SO, SIGN_IN, ANSWERED = "404", "403", "405", "sign in", "answered"
WAYS, HTMX = ("GET", "POST"), {"HX-Request": "true"}
ADDED = """There is no line for these routes: %s.
Add one line for each to tests/rights/doors.py, with what it needs, so that the doors are tried by everybody."""
IGNORED = {"sessions", "contenttypes", "auth"}


def test_every_route_has_a_line_in_the_table() -> None:
    missing = sorted(set(places.patterns()) - set(DOORS))
    assert not missing, ADDED % ", ".join(missing)


def test_every_line_of_the_table_is_a_route() -> None:
    assert sorted(set(DOORS) - set(places.patterns())) == []


def test_what_is_open_to_all_says_why() -> None:
    assert [name for name, door in DOORS.items() if (door.needs == doors.NOTHING) is not bool(door.why)] == []


# Everybody, everywhere ----------------------------------------------------------------------------------------


@pytest.fixture
def web(who: str, settled: Places, untouched: None) -> Client:
    """A browser in which one of them has signed in, or tries to."""
    person, role = PEOPLE[who]
    me = User.objects.get(name="Me")
    User.objects.filter(pk=me.pk).update(is_admin=person.is_admin)
    given = {cell[:2]: scope for cell, scope in role.cells.items()} if role else {}
    builders.take_roles_away()
    if role:
        roles.only(me, given, settings=role.settings, catalogue=role.catalogue)
    client = Client()
    if who != "not signed in":
        client.force_login(me)
    User.objects.filter(pk=me.pk).update(is_active=person.is_active or who == "not signed in")
    return client


@pytest.mark.parametrize("who", PEOPLE)
def test_the_doors_open_for_those_who_may_and_for_nobody_else(who: str, web: Client, settled: Places) -> None:
    wrong = []
    for name, turn in itertools.product(DOORS, (0, 1)):
        for owner, of in constellations(name, who, settled):
            method, headers = WAYS[turn], HTMX if (turn + turns(name, who)) % 2 else {}
            door = FORMS.get(name, DOORS[name]) if method == "POST" else DOORS[name]
            with taken_back() as before:
                where, sent = places.address(name, door, of, settled.keys), places.form(door, of)
                answer = ask(web, method, where, sent if method == "POST" or not door.takes else {}, headers)
                expected, found = verdict(who, owner, of, door, method), said(answer)
                changed = state() != before and not (found == ANSWERED or door.instead)
            if found != expected or changed:
                wrong.append(f"{method} {name} of {owner} {of.item.type} {headers}: {found}, not {expected} {changed=}")
    assert wrong == [], "\n".join(wrong)


def constellations(name: str, who: str, settled: Places) -> list[tuple[str, Subject]]:
    """Mine and the stranger's where the door names something; the type takes turns."""
    door = DOORS[name]
    chosen = door.types[turns(name, who) % len(door.types)]
    both = [(ME, settled.mine[chosen]), (STRANGER, settled.theirs[chosen])]
    return both if door.of else both[:1]


def turns(name: str, who: str) -> int:
    """A number by which types and surfaces take turns, so that each pair is tried with some of them."""
    return list(DOORS).index(name) + list(PEOPLE).index(who)


def ask(web: Client, method: str, where: str, sent: dict[str, str], headers: dict[str, str]) -> Any:
    """Ask with the cookies of the beginning: to sign out ends there and then."""
    cookies = copy.deepcopy(web.cookies)
    answer = web.get(where, sent, headers=headers) if method == "GET" else web.post(where, sent, headers=headers)
    if answer.streaming:
        answer.getvalue()  # read to the end, which closes the file
    web.cookies = cookies
    return answer


def said(answer: Any) -> str:
    """What an answer comes to."""
    to = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
    if to.startswith("/sign-in/?"):
        return SIGN_IN
    return str(answer.status_code) if answer.status_code in {403, 404, 405} or answer.status_code >= 500 else ANSWERED


def verdict(who: str, owner: str, of: Subject, door: Door, method: str) -> str:
    """What the table and the oracle say this person must hear."""
    world = cast.world(who)
    if door.needs != doors.NOTHING and not world.people[ME].is_active:
        return SIGN_IN
    if not (door.shows if method == "GET" else door.takes):
        return NOT_SO
    thing = places.thing(of, owner)
    if door.instead:
        return door.instead
    if door.of and not oracle.may(world, ME, "read", thing):
        return GONE
    return ANSWERED if is_met(world, door.needs, thing) else FORBIDDEN


def is_met(world: oracle.World, needs: str, thing: oracle.Thing) -> bool:
    """Whether I have what a door needs; of what it names I am known to read it."""

    def may(action: str) -> bool:
        return oracle.may(world, ME, action, thing)

    some = any(oracle.reads_some(world, ME, of) for of in oracle.TYPES)
    catalogue = oracle.may_edit_catalogue(world, ME)
    settings, is_admin = oracle.may_change_settings(world, ME), world.people[ME].is_admin
    mine, made = thing.owner == ME, VARIANTS.get(thing.type, thing.type)
    met = {
        doors.NOTHING: True,
        doors.SIGNED_IN: True,
        doors.READ: True,
        doors.LIST: oracle.reads_some(world, ME, thing.type),
        doors.EXPORT: all(oracle.acts_on_some(world, ME, thing.type, each) for each in ("read", "export")),
        doors.COPY: oracle.may_add(world, ME, thing.type),
        doors.ADD: oracle.may_add(world, ME, thing.type),
        doors.IMPORT: oracle.may_import(world, ME, thing.type),
        doors.EDIT: may("edit"),
        doors.DELETE: may("delete"),
        doors.MOVE: may("edit") and may("move"),
        doors.COMMENT: may("edit"),
        doors.CONVERT: may("edit") and oracle.may_add(world, ME, made),
        doors.UNDO: may("edit") and may_delete_what_was_made(world, thing),
        doors.RESTORE: is_admin or mine,
        doors.TAKE_BACK: is_admin or mine,
        doors.PURGE: is_admin,
        doors.ACCESS: some or catalogue,
        doors.CATALOGUE: catalogue,
        doors.SETTINGS: settings,
        doors.ADMINISTRATOR: is_admin,
    }
    return met[needs]


def may_delete_what_was_made(world: oracle.World, source: oracle.Thing) -> bool:
    """A deal has the owner of its lead."""
    return oracle.may(world, ME, "delete", oracle.Thing("deal", source.owner))


@contextmanager
def taken_back() -> Iterator[tuple[Any, ...]]:
    """Whatever happens within is undone; before it, this was the state."""
    with transaction.atomic():
        yield state()
        transaction.set_rollback(True)


def state() -> tuple[Any, ...]:
    """How many rows every table has, and what changes in place: versions, people, settings. One query."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.app_label not in IGNORED]
    sums = ["(SELECT sum(version) FROM core_item)", "(SELECT count(*) FROM core_item WHERE deleted_at IS NULL)"]
    counts = [f"(SELECT count(*) FROM {table})" for table in sorted(tables)]  # noqa: S608  our own tables
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts + sums)}")
        row: tuple[Any, ...] = cursor.fetchone()
    return row


# What is hidden, is not there -----------------------------------------------------------------------------------

NAMING = [(name, method) for name, door in DOORS.items() if door.of for method in WAYS]
OWN_TRACES = re.compile(r'[\w-]{64}|value="[0-9a-f]{32}"|/(?:sign-in|me)/\?[^"]*')


@pytest.mark.parametrize("who", ["reads own", "acts further than reading", "no role"])
@pytest.mark.parametrize(("name", "method"), NAMING)
def test_what_is_hidden_answers_as_if_it_were_not_there(
    name: str, method: str, who: str, web: Client, settled: Places
) -> None:
    door = DOORS[name]
    for code, headers in itertools.product(door.types, ({}, HTMX)):
        hidden = settled.theirs[code]
        asked = [(places.address(name, door, of, settled.keys), of) for of in (hidden, hidden.elsewhere())]
        found = [answered(web, method, where, places.form(door, of), headers) for where, of in asked]
        assert found[0] == found[1]
        assert found[0][0] in {404, 405}


def answered(
    web: Client, method: str, where: str, sent: dict[str, str], headers: dict[str, str]
) -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of an answer, without what differs from each to the next: tokens, and what was asked."""
    answer = ask(web, method, where, sent, headers)
    text = OWN_TRACES.sub("", answer.content.decode()).replace(where, "ADDRESS")
    kept = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    return answer.status_code, text, kept
