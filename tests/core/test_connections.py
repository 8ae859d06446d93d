"""What do connections to PostgreSQL promise beyond what Django's do?"""

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.core import sessions
from segue.core.models import User
from segue.core.postgresql.base import LONGEST
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
        assert len(queries) == 1
