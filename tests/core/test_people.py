"""Do people come, change and go so that somebody always administers?"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from segue.core import people
from segue.core.models import AuditEntry, User
from segue.core.permissions import Forbidden
from tests import builders

ROOT = "https://crm.example"


def invite(actor: User, **values: Any) -> User:
    given = {"name": "Emil", "email": "emil@segue.test", "language": "de", "is_admin": False} | values
    return people.invite(given, [], actor=actor, root=ROOT)


def demote(person: User, actor: User) -> User:
    return people.save(person, {"is_admin": False}, [], actor=actor)


def test_only_administrators_write_people(alice: User, bob: User) -> None:
    acts: list[Callable[[], User]] = [
        lambda: invite(alice),
        lambda: demote(bob, alice),
        lambda: people.deactivate(bob, actor=alice),
        lambda: people.activate(bob, actor=alice),
    ]
    for act in acts:
        with pytest.raises(Forbidden):
            act()
    assert not AuditEntry.objects.exists()


def test_somebody_who_was_invited_has_no_password(dana: User) -> None:
    emil = invite(dana)
    assert emil.is_invited
    assert not emil.has_usable_password()


def test_an_address_is_kept_in_small_letters_and_a_name_in_one_line(dana: User) -> None:
    emil = invite(dana, email=" Emil@Segue.Test ", name=" Emil \n Novák ")
    assert (emil.email, emil.name) == ("emil@segue.test", "Emil Novák")


def test_an_address_that_is_taken_is_refused_at_its_field(dana: User, alice: User) -> None:
    with pytest.raises(ValidationError) as refused:
        invite(dana, email="ALICE@segue.test")
    assert list(refused.value.message_dict) == ["email"]


def test_what_changed_is_told_and_no_password(dana: User, alice: User) -> None:
    people.save(alice, {"name": "Alice Berger", "email": alice.email}, [], actor=dana)
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.subject, entry.actor) == ("person_changed", "alice@segue.test", dana)
    assert entry.data["changes"] == {"name": ["Alice", "Alice Berger"], "departments": [["Sales"], []]}


def test_nothing_that_changed_leaves_no_entry(dana: User, alice: User) -> None:
    people.save(alice, {"name": "Alice"}, alice.departments.all(), actor=dana)
    assert not AuditEntry.objects.exists()


def test_the_last_administrator_stays_one(dana: User) -> None:
    with pytest.raises(ValidationError) as refused:
        demote(dana, dana)
    assert list(refused.value.message_dict) == ["is_admin"]


def test_an_administrator_who_is_only_invited_does_not_count(dana: User) -> None:
    invite(dana, is_admin=True)
    with pytest.raises(ValidationError):
        demote(dana, dana)


def test_whoever_came_in_without_a_password_has_come(dana: User) -> None:
    emil = invite(dana, is_admin=True)
    emil.last_login = timezone.now()
    emil.save()
    assert not emil.is_invited
    assert not User.objects.invited().exists()
    assert not demote(dana, dana).is_admin


def test_an_administrator_who_is_deactivated_does_not_count(dana: User) -> None:
    builders.person("Erik", is_admin=True, is_active=False)
    with pytest.raises(ValidationError):
        demote(dana, dana)


def test_with_a_second_administrator_one_can_step_back(dana: User) -> None:
    builders.person("Erik", is_admin=True)
    assert not demote(dana, dana).is_admin


def test_nobody_deactivates_themselves(dana: User) -> None:
    builders.person("Erik", is_admin=True)
    with pytest.raises(ValidationError):
        people.deactivate(dana, actor=dana)


def test_whoever_is_deactivated_already_is_told_of_once(dana: User, alice: User) -> None:
    for _time in range(2):
        people.deactivate(alice, actor=dana)
    assert [entry.event for entry in AuditEntry.objects.all()] == ["person_deactivated"]


def test_somebody_who_was_made_no_administrator_meanwhile_may_do_nothing(dana: User, alice: User) -> None:
    erik = builders.person("Erik", is_admin=True)
    demote(dana, erik)
    with pytest.raises(Forbidden):
        people.deactivate(alice, actor=dana)


@pytest.mark.parametrize("act", [demote, lambda person, actor: people.deactivate(person, actor=actor)])
def test_two_administrators_cannot_take_the_right_from_each_other(
    home: Path, act: Callable[[User, User], object]
) -> None:
    dana, erik = (builders.person(name, is_admin=True) for name in ("Dana", "Erik"))
    refused: list[Exception] = []
    ready = threading.Barrier(2)

    def strike(person: User, actor: User) -> None:
        ready.wait(10)
        try:
            act(person, actor)
        except (Forbidden, ValidationError) as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    pair = [threading.Thread(target=strike, args=each) for each in ((dana, erik), (erik, dana))]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join(30)
    assert len(refused) == 1
    assert User.objects.active().filter(is_admin=True).count() == 1
