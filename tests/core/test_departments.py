"""Does the tree of departments stay a tree, and does nothing go that something hangs on?"""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from segue.core import departments
from segue.core.models import AuditEntry, Department, Role, User
from segue.core.permissions import Forbidden
from segue.core.settings_changes import InUse
from tests import builders
from tests.core.custom_fields import fields


def add(actor: User, name: str, parent: Department | None = None, **values: Any) -> Department:
    return departments.save(Department(), {"name": name, "parent": parent, "head": None} | values, actor=actor)


def names() -> list[str]:
    return [f"{'-' * level}{each.name}" for each, level in departments.tree().walk()]


def refused(actor: User, department: Department, **values: Any) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        departments.save(department, values, actor=actor)
    return list(refusal.value.message_dict)


def test_a_new_department_stands_last_below_its_parent(dana: User) -> None:
    top = add(dana, "Management")
    add(dana, "Sales", top)
    add(dana, "Assembly", top)
    assert names() == ["Management", "-Sales", "-Assembly"]


def test_a_department_takes_what_is_below_along(dana: User) -> None:
    top, other = add(dana, "Management"), add(dana, "Abroad")
    sales = add(dana, "Sales", top)
    add(dana, "North", sales)
    departments.save(sales, {"parent": other}, actor=dana)
    assert names() == ["Management", "Abroad", "-Sales", "--North"]


def test_no_department_comes_to_stand_below_itself(dana: User) -> None:
    top = add(dana, "Management")
    north = add(dana, "North", add(dana, "Sales", top))
    assert refused(dana, top, parent=north) == ["parent"]
    assert refused(dana, top, parent=top) == ["parent"]


def test_two_departments_do_not_close_a_circle_at_once(home: Path) -> None:
    dana = builders.person("Dana", is_admin=True)
    one, two = add(dana, "One"), add(dana, "Two")
    ready, refusals = threading.Barrier(2), []

    def move(which: Department, below: Department) -> None:
        ready.wait(10)
        try:
            departments.save(which, {"parent": below}, actor=dana)
        except ValidationError as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    pair = [threading.Thread(target=move, args=each) for each in ((one, two), (two, one))]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join(30)
    assert len(refusals) == 1
    assert len(names()) == 2


def test_a_tree_has_a_bottom(dana: User) -> None:
    below = None
    for level in range(departments.MOST_LEVELS):
        below = add(dana, f"Level {level}", below)
    assert refused(dana, Department(), name="Deeper", parent=below, head=None) == ["parent"]
    other = add(dana, "Other")
    top = departments.tree().below(None)[0]
    assert refused(dana, top, parent=other) == ["parent"]


def test_a_name_is_given_once_below_a_parent(dana: User) -> None:
    top = add(dana, "Management")
    add(dana, "Sales", top)
    assert refused(dana, Department(), name=" sales ", parent=top, head=None) == ["name"]
    assert add(dana, "Sales").pk


def test_a_head_has_to_be_active_unless_it_was_before(dana: User, alice: User) -> None:
    sales = add(dana, "North", head=alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    alice.refresh_from_db()
    assert departments.save(sales, {"name": "South", "head": alice}, actor=dana).name == "South"
    assert refused(dana, Department(), name="West", head=alice) == ["head"]


def test_departments_change_places_among_their_neighbours(dana: User) -> None:
    top = add(dana, "Management")
    _first, second = add(dana, "Sales", top), add(dana, "Service", top)
    departments.move(second, -1, actor=dana)
    assert names() == ["Management", "-Service", "-Sales"]
    entry = AuditEntry.objects.latest("pk")
    assert (entry.event, entry.subject) == ("setting_moved", "departments Management")


def test_every_step_is_told(dana: User) -> None:
    sales = add(dana, "Sales")
    departments.save(sales, {"name": "Sale"}, actor=dana)
    departments.remove(sales, actor=dana)
    events = list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))
    assert events == ["setting_added", "setting_changed", "setting_removed"]


def test_a_seller_changes_nothing(alice: User, sales: Department) -> None:
    for act in (
        lambda: add(alice, "Mine"),
        lambda: departments.move(sales, 1, actor=alice),
        lambda: departments.remove(sales, actor=alice),
    ):
        with pytest.raises(Forbidden):
            act()
    assert Department.objects.count() == 1


def test_a_department_with_something_in_it_stays_and_says_why(dana: User, alice: User, sales: Department) -> None:
    with pytest.raises(InUse, match="People belong to it"):
        departments.remove(sales, actor=dana)
    above = add(dana, "Management")
    add(dana, "North", above)
    with pytest.raises(InUse, match="departments below"):
        departments.remove(above, actor=dana)


def test_a_department_that_leads_or_sees_something_stays(dana: User) -> None:
    headed, given, shown = (add(dana, name) for name in ("Headed", "Given", "Shown"))
    departments.save(headed, {"head": dana}, actor=dana)
    Role.objects.get(code="manager").members.create(department=given)
    fields.stored(dana, "string", "SECRET").departments.add(shown)
    for department, why in ((headed, "head"), (given, "role"), (shown, "custom field")):
        with pytest.raises(InUse, match=why):
            departments.remove(department, actor=dana)


def test_people_and_heads_are_counted_once(dana: User, alice: User, bob: User, sales: Department) -> None:
    departments.save(sales, {"head": alice}, actor=dana)
    assert departments.sizes() == {sales.pk: 2}
    departments.save(sales, {"head": dana}, actor=dana)
    assert departments.sizes() == {sales.pk: 3}
