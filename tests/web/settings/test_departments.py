"""Do the pages of departments draw the tree, and change it without JavaScript?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import departments
from segue.core.models import AuditEntry, Department, Role, User
from tests import builders

HOME = "/settings/departments/"


@pytest.fixture
def tree(dana: User) -> dict[str, Department]:
    """Management, with Sales (and North below it) and Service."""
    made: dict[str, Department] = {}
    for name, above in (("Management", ""), ("Sales", "Management"), ("North", "Sales"), ("Service", "Management")):
        values = {"name": name, "parent": made.get(above), "head": None}
        made[name] = departments.save(Department(), values, actor=dana)
    return made


def send(client: Client, address: str, **values: Any) -> Any:
    return client.post(f"{HOME}{address}", {"name": "Sales", "parent": "", "head": ""} | values)


def order(client: Client) -> list[Any]:
    def shape(nodes: Any) -> list[Any]:
        return [(node["name"], *shape(node["children"])) for node in nodes]

    return shape(client.get(HOME).context["nodes"])


def test_the_tree_is_nested_lists(admin: Client, tree: dict[str, Department]) -> None:
    assert order(admin) == [("Management", ("Sales", ("North",)), ("Service",))]
    assert admin.get(HOME).content.decode().count('<ul class="tree department-tree">') == 3


def test_a_department_says_who_leads_and_how_many_belong_to_it(admin: Client, alice: User, sales: Department) -> None:
    Department.objects.filter(pk=sales.pk).update(head=alice)
    shown = admin.get(HOME).content.decode()
    assert "Head: Alice" in shown
    assert f'href="/settings/people/?department={sales.pk}&amp;state=all">1 person</a>' in shown


def test_a_head_who_left_is_said_to_have(admin: Client, sales: Department) -> None:
    gone = builders.person("Gone", is_active=False)
    Department.objects.filter(pk=sales.pk).update(head=gone)
    assert "Gone (deactivated)" in admin.get(HOME).content.decode()


def test_a_department_is_added_below_another(admin: Client, tree: dict[str, Department], dana: User) -> None:
    below = tree["Sales"].pk
    assert f'value="{below}" selected' in admin.get(f"{HOME}new/?below={below}").content.decode()
    assert send(admin, "new/", name="South", parent=below, head=dana.pk).status_code == 303
    made = Department.objects.get(name="South")
    assert (made.parent, made.head) == (tree["Sales"], dana)


def test_a_department_moves_to_another_parent(admin: Client, tree: dict[str, Department]) -> None:
    assert send(admin, f"{tree['North'].pk}/", name="North", parent=tree["Service"].pk).status_code == 303
    assert order(admin) == [("Management", ("Sales",), ("Service", ("North",)))]


def test_a_place_below_itself_is_neither_offered_nor_taken(admin: Client, tree: dict[str, Department]) -> None:
    page = admin.get(f"{HOME}{tree['Sales'].pk}/").content.decode()
    assert ">Management / Service</option>" in page
    assert "Management / Sales / North" not in page
    answer = send(admin, f"{tree['Sales'].pk}/", parent=tree["North"].pk)
    assert list(answer.context["form"].errors) == ["parent"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("name", " "), ("name", "x" * 256), ("parent", "999999"), ("parent", "x"), ("head", "999999"), ("head", "9" * 30)],
)
def test_what_cannot_be_is_refused_at_its_field(admin: Client, name: str, value: str) -> None:
    answer = send(admin, "new/", **{name: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [name])
    assert not Department.objects.exists()


def test_what_was_typed_stays(admin: Client) -> None:
    assert 'value="Abroad"' in send(admin, "new/", name="Abroad", parent="999999").content.decode()


def test_neighbours_change_places_and_the_cursor_stays(admin: Client, tree: dict[str, Department]) -> None:
    answer = admin.post(f"{HOME}{tree['Service'].pk}/up/")
    assert answer["Location"] == f"{HOME}#department-{tree['Service'].pk}-down"
    assert order(admin) == [("Management", ("Service",), ("Sales", ("North",)))]


def test_an_empty_department_goes_after_a_question(admin: Client, tree: dict[str, Department]) -> None:
    address = f"{HOME}{tree['North'].pk}/delete/"
    assert "Delete “North”?" in admin.get(address).content.decode()
    assert admin.post(address).status_code == 200
    assert admin.post(address, {"confirm": "1"}).status_code == 303
    assert not Department.objects.filter(name="North").exists()


def test_a_department_that_is_in_use_says_why_it_stays(admin: Client, tree: dict[str, Department]) -> None:
    answer = admin.post(f"{HOME}{tree['Sales'].pk}/delete/", {"confirm": "1"})
    assert answer.status_code == 409
    assert "“Sales” stays. There are departments below it." in answer.content.decode()


def test_an_empty_tree_offers_the_first_step(admin: Client) -> None:
    assert "No departments yet" in admin.get(HOME).content.decode()


def test_the_page_speaks_german(admin: Client, dana: User, tree: dict[str, Department]) -> None:
    User.objects.filter(pk=dana.pk).update(language="de")
    shown = admin.get(HOME).content.decode()
    assert "Neue Abteilung" in shown
    assert "Unter Sales anlegen" in shown


def test_a_holder_of_the_settings_right_changes_the_tree(client: Client, alice: User) -> None:
    Role.objects.filter(code="manager").update(may_change_settings=True)
    client.force_login(alice)
    assert send(client, "new/", name="Abroad").status_code == 303


def test_a_seller_changes_nothing(client: Client, alice: User, sales: Department) -> None:
    client.force_login(alice)
    for address in ("new/", f"{sales.pk}/", f"{sales.pk}/delete/", f"{sales.pk}/up/"):
        assert send(client, address, confirm="1").status_code == 403
    assert client.get(HOME).status_code == 403
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("address", ["999999/", "999999/delete/", "x/", "0/", "1/sideways/"])
def test_a_forged_address_leads_nowhere(admin: Client, address: str) -> None:
    assert admin.get(HOME + address).status_code == 404


def test_a_forged_place_below_nothing_begins_at_the_top(admin: Client) -> None:
    assert admin.get(f"{HOME}new/?below=999999").status_code == 200


def test_looking_at_a_move_does_nothing(admin: Client, sales: Department) -> None:
    assert admin.get(f"{HOME}{sales.pk}/up/").status_code == 405
