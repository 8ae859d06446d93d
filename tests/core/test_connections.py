"""What do connections to PostgreSQL promise beyond what Django's do?"""

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from segue.core import sessions, tables
from segue.core.models import Department, TimelineEntry, User
from segue.core.postgresql.base import LONGEST
from segue.core.travel import given_up_whole
from tests import databases

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is a file: there is nobody to let go"),
]


def next_request() -> None:
    """What Django does with connections between two requests; here it is not their age that ends them."""
    connection.close_at = None
    connection.close_if_unusable_or_obsolete()


def own_process() -> int:
    assert connection.connection is not None
    return int(connection.connection.info.backend_pid)


def let_go_by_the_server() -> None:
    """Nothing is asked with the connection meanwhile, as between two requests."""
    with psycopg.connect(databases.url("postgres"), autocommit=True) as server:
        server.execute("SELECT pg_terminate_backend(%s, 5000)", [own_process()])


def test_a_silent_connection_is_used_again(alice: User) -> None:
    before = own_process()
    next_request()
    with CaptureQueriesContext(connection) as queries:
        assert User.objects.filter(pk=alice.pk).exists()
    assert (own_process(), len(queries)) == (before, 1)


def test_one_that_the_server_has_ended_is_replaced_before_the_first_query(alice: User) -> None:
    before = own_process()
    let_go_by_the_server()
    next_request()
    assert User.objects.filter(pk=alice.pk).exists()
    assert own_process() != before


def test_one_that_has_something_to_say_is_asked_and_kept(alice: User) -> None:
    before = own_process()
    with connection.cursor() as cursor:
        cursor.execute("LISTEN bell")
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        other.execute("NOTIFY bell")
    next_request()
    assert User.objects.filter(pk=alice.pk).exists()
    assert own_process() == before


@pytest.mark.parametrize(
    ("sql", "given", "found"),
    [
        ("SELECT 'a%sb%%'", None, "a%sb%%"),
        ("SELECT 'a%%sb%%'", (), "a%sb%"),
        ("SELECT %s || '%%' || %s", ("a%s", "b%%"), "a%s%b%%"),
        (f"SELECT concat({', '.join(['%s::text'] * 100)})", tuple("ab" * 50), "ab" * 50),
        (f"SELECT %s || '{'x' * LONGEST}'", ("a",), "a" + "x" * LONGEST),
    ],
)
def test_only_what_stands_for_a_parameter_is_filled_in(sql: str, given: tuple[str, ...] | None, found: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        assert cursor.fetchall() == [(found,)]


def test_a_statement_runs_once_for_each_of_many() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE shares (name text)")
        cursor.executemany("INSERT INTO shares VALUES (%s || '%%')", [("1",), ("2",)])
        cursor.execute("SELECT name FROM shares ORDER BY name")
        assert cursor.fetchall() == [("1%",), ("2%",)]
        cursor.execute("DROP TABLE shares")


def test_a_statement_that_comes_again_after_the_server_has_ended_the_connection_runs_on_the_new_one(
    alice: User,
) -> None:
    backend = sessions.Backend()
    assert backend.get_user(alice.pk) == alice
    let_go_by_the_server()
    next_request()
    assert backend.get_user(alice.pk) == alice


def test_whoever_counts_statements_counts_those_that_come_again(alice: User) -> None:
    backend = sessions.Backend()
    for _ in range(2):
        backend.get_user(alice.pk)
        with CaptureQueriesContext(connection) as queries:
            backend.get_user(alice.pk)
        assert len(queries) == 2  # the person, and the settings that come along


def entry(item_id: int, actor: User) -> TimelineEntry:
    return TimelineEntry(item_id=item_id, kind="comment", actor=actor, at=timezone.now(), version=1)


def stored_for_others(name: str) -> bool:
    with psycopg.connect(connection.connection.info.dsn) as other:
        return bool(other.execute("SELECT 1 FROM core_department WHERE name = %s", [name]).fetchall())


def test_what_is_given_up_whole_is_there_for_others_when_it_ends() -> None:
    with given_up_whole():
        tables.insert_many([Department(name="Harbour")])
        assert not stored_for_others("Harbour")
    assert stored_for_others("Harbour")
    assert connection.connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def write_of_an_item_that_is_not_there(actor: User) -> None:
    with given_up_whole():
        tables.insert_many([Department(name="Harbour")])
        tables.insert_many([entry(item_id=404, actor=actor)])


def test_what_is_refused_at_its_end_is_raised_and_leaves_nothing(alice: User) -> None:
    with pytest.raises(IntegrityError):
        write_of_an_item_that_is_not_there(alice)
    assert not stored_for_others("Harbour")
    assert User.objects.filter(pk=alice.pk).exists()  # the connection goes on


def test_within_another_transaction_it_ends_with_that_one() -> None:
    with transaction.atomic():
        with given_up_whole():
            tables.insert_many([Department(name="Harbour")])
        assert not stored_for_others("Harbour")
        transaction.set_rollback(True)
    assert not stored_for_others("Harbour")


def test_after_a_refusal_that_somebody_caught_it_is_taken_back() -> None:
    with given_up_whole():
        tables.insert_many([Department(name="Harbour")])
        transaction.set_rollback(True)
    assert not stored_for_others("Harbour")


def test_instants_are_read_in_utc_also_the_first_and_the_last_that_are_stored() -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT '0001-01-01 00:00+00'::timestamptz, '9999-12-31 23:59:59.999999+00'::timestamptz")
        found = cursor.fetchone()
    assert found == (first, last)
    assert [each.tzinfo for each in found] == [UTC, UTC]


def test_rows_that_the_server_keeps_are_read_as_any(alice: User) -> None:
    assert [each.pk for each in User.objects.iterator(chunk_size=1)] == [alice.pk]
