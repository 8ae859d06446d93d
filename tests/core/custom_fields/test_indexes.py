"""Do indexes come and go with the mark of a field, whatever happens to the worker that builds them?"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import psycopg
import pytest
from django.db import connection

from segue.core.custom_fields import changes, indexes, kinds
from segue.core.models import CustomField, CustomIndex, Item, User
from tests import builders, databases

Captured = Callable[..., AbstractContextManager[Any]]
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer and no such state")


def field(actor: User, kind: str = "integer", *, in_filter: bool = True, multiple: bool = False) -> CustomField:
    made = changes.new("deal", kind, multiple=multiple, code=f"{kind}{'_MANY' if multiple else ''}".upper())
    return changes.save(made, {"labels": {"en": kind}, "in_filter": in_filter}, actor=actor)


def standing(of: CustomField) -> set[str]:
    """The purposes of what the database holds for a field."""
    return {name.split("_")[2] for name in indexes._standing() if name.startswith(f"custom_{of.pk}_")}


def wanted(of: CustomField) -> set[str]:
    return {part.purpose.split("_")[0] for part in indexes.needed(of)}


def test_a_marked_field_gets_its_indexes_when_its_change_holds(
    dana: User, django_capture_on_commit_callbacks: Captured
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        of = field(dana)
        assert of.index.state == "waiting"
        assert standing(of) == set()
    assert standing(of) == wanted(of) >= {"filter", "sort"}
    note = CustomIndex.objects.get(field=of)
    assert (note.state, note.done, indexes.percent(note)) == ("ready", note.of, 100)


@pytest.mark.parametrize(
    ("kind", "multiple"),
    [(code, several) for code, kind in kinds.KINDS.items() for several in {False, kind.can_be_multiple}],
)
def test_every_kind_can_be_indexed_with_items_there(alice: User, dana: User, kind: str, multiple: bool) -> None:
    of, deal = field(dana, kind, multiple=multiple), builders.deal(alice)
    Item.objects.filter(pk=deal.pk).update(custom={of.code: "of another time"})
    connection.check_constraints()  # an index is built when no check of a row waits
    indexes.arrange()
    assert standing(of) == wanted(of)
    assert CustomIndex.objects.get(field=of).problem == ""


def test_an_unmarked_field_loses_them(dana: User, django_capture_on_commit_callbacks: Captured) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        of = field(dana)
    with django_capture_on_commit_callbacks(execute=True):
        changes.save(of, {"in_filter": False}, actor=dana)
    assert standing(of) == set()
    assert not CustomIndex.objects.exists()


def test_a_deleted_field_loses_them_and_its_code_is_free(
    dana: User, django_capture_on_commit_callbacks: Captured
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        of = field(dana)
    with django_capture_on_commit_callbacks(execute=True):
        changes.delete(of, actor=dana)
    assert standing(of) == set()
    assert not CustomIndex.objects.exists()


def test_a_field_that_is_saved_as_it_was_wakes_nobody(dana: User, django_capture_on_commit_callbacks: Captured) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        of = field(dana)
    with django_capture_on_commit_callbacks() as waiting:
        changes.save(of, {"in_filter": True, "sort": 5}, actor=dana)
        field(dana, "string", in_filter=False)
    assert waiting == []


def test_arranging_twice_is_arranging_once(dana: User) -> None:
    of = field(dana)
    indexes.arrange()
    before = indexes._existing()
    indexes.arrange()
    assert indexes._existing() == before
    assert standing(of) == wanted(of)


def test_a_failure_is_told_and_tried_again_when_the_field_is_saved(
    dana: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Captured
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(indexes.Part, "build", lambda part: "CREATE NONSENSE")
        of = field(dana)
        indexes.arrange()
    note = CustomIndex.objects.get(field=of)
    assert note.state == "failed"
    assert "syntax" in note.problem
    indexes.arrange()
    assert standing(of) == set()
    with django_capture_on_commit_callbacks(execute=True):
        changes.save(of, {"in_filter": True}, actor=dana)
    assert standing(of) == wanted(of)


def test_what_is_missing_is_noticed_at_the_next_start(dana: User, django_capture_on_commit_callbacks: Captured) -> None:
    of = field(dana)
    indexes.arrange()
    for name in indexes._existing():
        indexes._drop(name)
    with django_capture_on_commit_callbacks(execute=True):
        indexes.look_again()
    assert standing(of) == wanted(of)
    assert CustomIndex.objects.get(field=of).state == "ready"


def test_nothing_is_planned_where_all_is_in_order(dana: User, django_capture_on_commit_callbacks: Captured) -> None:
    field(dana)
    indexes.arrange()
    with django_capture_on_commit_callbacks() as waiting:
        indexes.look_again()
    assert waiting == []


def test_long_texts_are_saved_under_an_index(alice: User, dana: User) -> None:
    of = field(dana, "string")
    indexes.arrange()
    deal = builders.deal(alice)
    text = "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(60_000))
    Item.objects.filter(pk=deal.pk).update(custom={of.code: text})


# What only PostgreSQL knows -----------------------------------------------------------------------------------


@pytest.fixture
def another_worker(home: object) -> Iterator[psycopg.Connection[Any]]:
    """A connection of another worker to the database of this test, where transactions end as in earnest."""
    with psycopg.connect(databases.url(connection.settings_dict["NAME"]), autocommit=True) as other:
        yield other


@on_postgresql
def test_a_worker_leaves_the_work_to_one_who_is_at_it(another_worker: psycopg.Connection[Any]) -> None:
    of = field(builders.person("Dana", is_admin=True), in_filter=False)
    CustomField.objects.filter(pk=of.pk).update(in_filter=True)
    another_worker.execute("SELECT pg_advisory_lock(%s)", [indexes.LOCK])
    indexes.arrange()
    assert standing(of) == set()
    another_worker.execute("SELECT pg_advisory_unlock(%s)", [indexes.LOCK])
    indexes.arrange()
    of.refresh_from_db()
    assert standing(of) == wanted(of)


@on_postgresql
def test_what_a_crash_left_behind_is_built_again(another_worker: psycopg.Connection[Any]) -> None:
    of = field(builders.person("Dana", is_admin=True))
    name = next(part.name for part in indexes.needed(of) if part.purpose == "filter")
    another_worker.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = %s::regclass", [name])
    assert standing(of) == wanted(of) - {"filter"}
    indexes.arrange()
    assert standing(of) == wanted(of)
    assert indexes._existing()[name]


@on_postgresql
def test_an_index_is_built_beside_the_work_of_others(another_worker: psycopg.Connection[Any]) -> None:
    of = field(builders.person("Dana", is_admin=True))
    assert "CONCURRENTLY" in next(part for part in indexes.needed(of) if part.purpose == "filter").build()
    assert standing(of) == wanted(of)
