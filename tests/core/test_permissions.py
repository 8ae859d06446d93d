"""How far does each scope reach, in the query of a list and for the one item alike?"""

import pytest

from segue.core import permissions, reading
from segue.core.models import Department, Grant, Item, Observer, Role, RoleMember, User
from tests import builders

pytestmark = pytest.mark.django_db
OWNERS = ("mine", "colleague", "below", "stranger", "open")
REACHED = {
    "none": set(),
    "own": {"mine"},
    "department": {"mine", "colleague"},
    "department_tree": {"mine", "colleague", "below"},
    "open": {"mine", "colleague", "below", "open"},
    "all": set(OWNERS),
}


@pytest.fixture
def deals(alice: User, bob: User, charlie: User, dana: User) -> dict[str, Item]:
    """One deal of each owner; only the open one is open to all."""
    below = Department.objects.create(name="Field sales", parent=alice.departments.get())
    owners = {"mine": alice, "colleague": bob, "stranger": charlie, "open": charlie}
    owners["below"] = builders.person("Emil", department=below)
    found = {
        name: builders.deal(dana, title=name, owner=owner, open_to_all=name == "open") for name, owner in owners.items()
    }
    Grant.objects.all().delete()
    for person in (alice, bob, charlie):
        del person.access  # read when they were told of their deals
    return found


def grant(scope: str, *actions: str) -> None:
    """Give everybody these actions on deals."""
    role = Role.objects.create(code="TRIED", labels={"en": "Tried"})
    RoleMember.objects.create(role=role)
    for action in actions:
        Grant.objects.create(role=role, item_type="deal", action=action, scope=scope)


@pytest.mark.parametrize("scope", REACHED)
def test_a_list_holds_what_the_scope_reaches(scope: str, deals: dict[str, Item], alice: User) -> None:
    grant(scope, "read")
    assert {item.title for item in Item.objects.visible_to(alice)} == REACHED[scope]


@pytest.mark.parametrize("scope", REACHED)
def test_the_one_item_answers_as_the_list_does(scope: str, deals: dict[str, Item], alice: User) -> None:
    grant(scope, "read", "edit")
    for action in ("read", "edit"):
        assert {name for name, item in deals.items() if permissions.may(alice, action, item)} == REACHED[scope]


def test_nobody_edits_what_they_may_not_read(deals: dict[str, Item], alice: User) -> None:
    grant("own", "read")
    Grant.objects.create(role=Role.objects.get(code="TRIED"), item_type="deal", action="edit", scope="all")
    assert [name for name, item in deals.items() if permissions.may(alice, "edit", item)] == ["mine"]


def test_an_observer_reads_beyond_the_scope_and_edits_nothing(deals: dict[str, Item], alice: User) -> None:
    grant("own", "read", "edit")
    Observer.objects.create(item=deals["stranger"], user=alice)
    assert permissions.may(alice, "read", deals["stranger"])
    assert not permissions.may(alice, "edit", deals["stranger"])


def test_the_head_of_a_department_owns_for_it_and_many_people_are_asked_for_as_few(
    deals: dict[str, Item], alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant("department", "read")
    department = alice.departments.get()
    department.head = User.objects.get(name="Charlie")
    department.save()
    few = set(Item.objects.visible_to(User.objects.get(pk=alice.pk)))
    monkeypatch.setattr(permissions, "MOST", 0)
    assert set(Item.objects.visible_to(User.objects.get(pk=alice.pk))) == few
    assert {item.title for item in few} == {"mine", "colleague", "stranger", "open"}


@pytest.mark.parametrize("most", [0, 1_000])
def test_who_observes_much_reads_it_too(
    deals: dict[str, Item], alice: User, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    grant("own", "read")
    for module in (permissions, reading):
        monkeypatch.setattr(module, "MOST", most)
    Observer.objects.create(item=deals["stranger"], user=alice)
    Observer.objects.create(item=deals["below"], user=alice)
    assert {item.title for item in Item.objects.visible_to(alice)} == {"mine", "stranger", "below"}
    named = reading.permitted(alice, "read", deals.values())
    assert named == {deals[title].pk for title in ("mine", "stranger", "below")}
