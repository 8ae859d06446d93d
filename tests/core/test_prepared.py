"""Does a query whose SQL is composed once answer as the query itself would?"""

from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from segue.core.models import DirectoryValue, User
from segue.core.prepared import MOST_IDS, MOST_PAGE_IDS, PAGE_IDS, at_once, by_page, prepared
from segue.crm.models import Deal
from tests import builders

pytestmark = pytest.mark.django_db


def people(count: int) -> list[User]:
    return [builders.person(f"Person{number}") for number in range(count)]


@prepared
def either(one: int, other: int) -> QuerySet[User]:
    return (User.objects.filter(pk=one) | User.objects.filter(pk=other)).order_by("pk")


def test_each_call_answers_for_its_own_arguments() -> None:
    anna, bert, carl = people(3)
    assert either(anna.pk, bert.pk) == [anna, bert]
    assert either(carl.pk, carl.pk) == [carl]
    assert either(carl.pk, anna.pk) == [anna, carl]


def test_an_id_that_no_row_has_finds_nothing() -> None:
    people(1)
    assert either(0, -1) == []


def test_the_id_of_what_is_not_stored_yet_finds_nothing() -> None:
    (anna,) = people(1)
    assert either(anna.pk, None) == [anna]  # type: ignore[arg-type]


def test_tuples_of_any_length_are_taken() -> None:
    anna, bert, carl = people(3)

    @prepared
    def named(ids: tuple[int, ...]) -> QuerySet[User]:
        return User.objects.filter(pk__in=ids).order_by("pk")

    assert [named(ids) for ids in ((anna.pk,), (carl.pk, bert.pk), ())] == [[anna], [bert, carl], []]


def test_a_text_is_a_value_and_never_sql() -> None:
    builders.person("Anna")

    @prepared
    def called(name: str) -> QuerySet[User]:
        return User.objects.filter(name=name)

    assert called("nobody' OR 1=1 --") == []
    assert [person.name for person in called("Anna")] == ["Anna"]


def test_related_rows_come_along_and_columns_keep_their_types() -> None:
    deal = builders.deal(builders.person("Anna"), amount=Decimal("12.34"), amount_is_manual=True)

    @prepared
    def whole(pk: int) -> QuerySet[Deal]:
        return Deal.objects.select_related("owner").filter(pk=pk)

    whole(deal.pk)
    with CaptureQueriesContext(connection) as queries:
        found = whole(deal.pk)[0]
        assert (found.owner.name, found.amount, found.created_at) == ("Anna", deal.amount, deal.created_at)
    assert len(queries) == 1


def test_the_query_is_built_at_the_first_call_alone() -> None:
    built = []

    @prepared
    def values(directory: str) -> QuerySet[DirectoryValue]:
        built.append(directory)
        return DirectoryValue.objects.filter(directory=directory)

    values("source")
    values("honorific")
    assert len(built) == 1


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused() -> None:
    @prepared
    def locked(pk: int) -> QuerySet[User]:
        return User.objects.select_for_update().filter(pk=pk)

    with transaction.atomic():
        locked(1)
    with pytest.raises(TransactionManagementError):
        locked(1)


def test_tuples_of_many_lengths_do_not_stay_in_memory() -> None:
    anna = builders.person("Anna")
    built = []

    @prepared
    def named(ids: tuple[int, ...]) -> QuerySet[User]:
        built.append(len(ids))
        return User.objects.filter(pk__in=ids)

    for length in (MOST_IDS, MOST_IDS + 1, 40, 40):
        assert named((anna.pk, *range(10**6, 10**6 + length - 1))) == [anna]
    assert built == [MOST_IDS, MOST_IDS + 1, 40, 40]
    assert named((anna.pk,) * MOST_IDS) == [anna]
    assert len(built) == 4


def test_pages_of_all_lengths_share_their_texts_but_for_very_long_ones() -> None:
    anna, bert = builders.person("Anna"), builders.person("Bert")
    built: list[int] = []

    @by_page
    def named(ids: tuple[int, ...]) -> QuerySet[User]:
        built.append(len(ids))
        return User.objects.filter(pk__in=ids).order_by("name")

    assert named((bert.pk, anna.pk)) == [anna, bert]
    assert named((anna.pk,)) == [anna]
    assert named((*range(10**6, 10**6 + PAGE_IDS), bert.pk)) == [bert]
    assert named(()) == []
    for _turn in range(2):
        assert named((anna.pk,) * (MOST_PAGE_IDS + 1)) == [anna]
    assert built == [PAGE_IDS, 2 * PAGE_IDS, 0, *[MOST_PAGE_IDS + PAGE_IDS] * 2]


@prepared
def named(name: str) -> QuerySet[User]:
    return User.objects.filter(name=name)


def test_what_is_asked_at_once_answers_whoever_asks_inside() -> None:
    anna, bert = people(2)
    with at_once((either, anna.pk, bert.pk), (named, "Person1"), (named, "Nobody")):
        assert (named("Person1"), either(anna.pk, bert.pk), named("Nobody")) == ([bert], [anna, bert], [])


def test_an_answer_that_was_there_is_given_once() -> None:
    people(1)
    with at_once((named, "Person0")):
        assert len(named("Person0")) == 1
        User.objects.filter(name="Person0").update(name="Else")
        assert named("Person0") == []


def test_an_answer_that_nobody_asked_for_is_forgotten() -> None:
    people(1)
    with at_once((named, "Person0")):
        pass
    User.objects.filter(name="Person0").update(name="Else")
    assert named("Person0") == []


def test_behind_what_is_too_long_nothing_is_asked_ahead() -> None:
    @prepared
    def those(ids: tuple[int, ...]) -> QuerySet[User]:
        return User.objects.filter(pk__in=ids)

    (anna,) = people(1)
    many = (anna.pk, *range(10**6, 10**6 + MOST_IDS))
    with at_once((those, many), (named, "Person0")):
        User.objects.filter(name="Person0").update(name="Else")
        assert (named("Person0"), [each.name for each in those(many)]) == ([], ["Else"])


def test_after_a_fault_inside_nothing_is_left() -> None:
    people(1)
    with pytest.raises(ZeroDivisionError), at_once((named, "Person0")):
        _ = 1 / 0
    User.objects.filter(name="Person0").update(name="Else")
    assert named("Person0") == []


def test_a_lock_asked_at_once_needs_a_transaction_too() -> None:
    @prepared
    def locked(pk: int) -> QuerySet[User]:
        return User.objects.select_for_update().filter(pk=pk)

    (anna,) = people(1)
    with transaction.atomic(), at_once((locked, anna.pk), (named, "Person0")):
        assert locked(anna.pk) == named("Person0") == [anna]
