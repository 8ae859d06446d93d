"""Is what finds items by their text made anew whole, when a database lost it or may not have it?"""

from typing import Any

import pytest
from django.db import connection, transaction

from segue.core import search, search_index, search_terms
from segue.core.models import Item, User
from tests import builders

on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'")
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'")


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def words() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT word FROM core_wordkey")
        return {word for (word,) in cursor.fetchall()}


def found(q: str, reader: User) -> list[str]:
    items = Item.objects.visible_to(reader).filter(search_terms.of_type("deal"))
    return [item.title for item in items.filter(search.condition(q, items))]


def lose(vendor: str) -> None:
    """Take triggers, index and words away, as a table that is written anew does."""
    if vendor == "sqlite":
        run(*(f"DROP TRIGGER {name}" for name in search_index.SQLITE_TRIGGERS), "DROP TABLE core_itemtext")
    else:
        run("SET CONSTRAINTS ALL IMMEDIATE")  # no table changes while something waits for the end
        run("DROP TRIGGER item_words ON core_item", "DROP INDEX item_by_text_deal")
    run("DROP TABLE core_wordkey")


def test_built_anew_it_knows_what_was_there_before_and_what_comes(db: Any, alice: User) -> None:
    builders.deal(alice, title="Lighthouse", rows=())
    lose(connection.vendor)
    search_index.build(connection)
    assert "lighthouse" in words()
    assert found("ghthou", alice) == ["Lighthouse"]
    builders.deal(alice, title="Windmill", rows=())
    assert "windmill" in words()
    assert found("indmil", alice) == ["Windmill"]


@on_sqlite
def test_a_start_notices_lost_triggers_and_reads_what_was_written_without_them(db: Any, alice: User) -> None:
    run(*(f"DROP TRIGGER {name}" for name in search_index.SQLITE_TRIGGERS))
    deal = builders.deal(alice, title="Lighthouse", rows=())
    assert found("ghthou", alice) == []
    search_index.look_again()
    assert (found("ghthou", alice), "lighthouse" in words()) == (["Lighthouse"], True)
    Item.objects.filter(pk=deal.pk).update(search_text="windmill")
    assert (found("ghthou", alice), found("indmil", alice)) == ([], ["Lighthouse"])


@on_postgresql
def test_who_may_not_add_trigrams_is_told_what_to_do(db: Any) -> None:
    run("DROP EXTENSION pg_trgm CASCADE", "CREATE ROLE limited", "SET LOCAL ROLE limited")
    with (
        pytest.raises(search_index.NoTrigrams, match="CREATE EXTENSION pg_trgm; in the database"),
        transaction.atomic(),
    ):
        search_index.build(connection)
    run("RESET ROLE")


@on_postgresql
def test_trigrams_that_are_there_already_are_used(db: Any, alice: User) -> None:
    builders.deal(alice, title="Lighthouse", rows=())
    lose(connection.vendor)
    run(
        "CREATE ROLE limited",
        "GRANT CREATE, USAGE ON SCHEMA public TO limited",
        "ALTER TABLE core_item OWNER TO limited",
    )
    run("ALTER FUNCTION core_learn_words() OWNER TO limited", "SET LOCAL ROLE limited")
    search_index.build(connection)
    run("RESET ROLE")
    assert "lighthouse" in words()
