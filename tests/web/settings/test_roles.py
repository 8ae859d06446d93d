"""How does an administrator see and change what roles grant, and find out why somebody may do what they may?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import pipelines, roles
from segue.core.models import AuditEntry, Department, Role, Stage, User
from segue.core.roles import Content, Holders, Place
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(dana: User) -> Role:
    return Role.objects.get(code="manager")


def address(role: Role, *more: str) -> str:
    return "/".join(["/settings/access", str(role.pk), *more, ""])


def save(admin: Client, role: Role, **sent: Any) -> Any:
    """Send the form of a role as it stands, with these inputs changed; `cell__deal__edit` is `cell.deal.edit`."""
    holders = roles.holders_of(role)
    form = {"label_en": role.labels["en"], "label_de": role.labels.get("de", ""), "seen": roles.digest(role)}
    form |= {"everyone": "on"} if holders.everyone else {}
    lists = {"people": holders.people, "departments": holders.departments, "trees": holders.trees}
    return admin.post(address(role), form | lists | {name.replace("__", "."): value for name, value in sent.items()})


def scope(role: Role, item_type: str, action: str, **place: int) -> str | None:
    return roles.cells_of(role).get((Place(item_type, **place), action))


def stage(code: str, item_type: str = "deal") -> Stage:
    return Stage.objects.get(code=code, pipeline__item_type=item_type, pipeline__is_default=True)


# The matrix ---------------------------------------------------------------------------------------------------


def test_a_cell_is_saved_and_holds_with_the_next_request(admin: Client, manager: Role, alice: User) -> None:
    deal = builders.deal(alice)
    assert save(admin, manager, cell__deal__delete="own").status_code == 303
    assert scope(manager, "deal", "delete") == "own"
    seller = Client()
    seller.force_login(alice)
    assert seller.post(f"/deals/{deal.pk}/delete/").status_code == 303


def test_a_cell_that_grants_nothing_any_more_is_gone(admin: Client, manager: Role) -> None:
    save(admin, manager, cell__deal__edit="none")
    assert scope(manager, "deal", "edit") is None


def test_a_stage_says_no_where_its_type_says_yes_and_can_leave_it_to_the_type_again(
    admin: Client, manager: Role
) -> None:
    new = stage("NEW")
    save(admin, manager, **{f"cell__deal__edit__s{new.pk}": "none"})
    assert scope(manager, "deal", "edit", stage=new.pk) == "none"
    save(admin, manager, **{f"cell__deal__edit__s{new.pk}": "inherited"})
    assert scope(manager, "deal", "edit", stage=new.pk) is None


def test_adding_is_granted_or_not_whatever_scope_stood_there(admin: Client, manager: Role) -> None:
    before = AuditEntry.objects.count()
    save(admin, manager, cell__deal__add="all")
    assert scope(manager, "deal", "add") == "department"
    assert AuditEntry.objects.count() == before


def test_a_form_that_is_out_of_date_gives_no_right_back(admin: Client, manager: Role, dana: User) -> None:
    old = roles.digest(manager)
    roles.change(manager, Content(cells={(Place("deal"), "edit"): None}), actor=dana)
    answer = save(admin, manager, cell__deal__edit="department", seen=old)
    assert answer.status_code == 422
    assert "Someone else changed this role meanwhile." in answer.content.decode()
    assert scope(manager, "deal", "edit") is None


def test_unfolding_keeps_what_is_typed_and_stores_nothing(admin: Client, manager: Role) -> None:
    sent = {"fill": "typed", "cell.deal.edit": "own"}
    page = admin.post(address(manager) + "?open=deal", sent).content.decode()
    assert f'name="cell.deal.edit.s{stage("NEW").pk}"' in page
    assert 'aria-label="Deals: Edit"><option value="none">No</option><option value="own" selected>' in page
    assert scope(manager, "deal", "edit") == "department"


def test_what_was_not_shown_stays(admin: Client, manager: Role, dana: User) -> None:
    place = Place("deal", stage=stage("NEW").pk)
    roles.change(manager, Content(cells={(place, "edit"): "all"}), actor=dana)
    save(admin, manager, cell__deal__delete="own")
    assert scope(manager, "deal", "edit", stage=stage("NEW").pk) == "all"


@pytest.mark.parametrize(
    "forged",
    [
        {"cell.deal.edit": "everything"},
        {"cell.deal.fly": "all"},
        {"cell.planet.edit": "all"},
        {"cell.contact.move": "all"},
        {"cell.deal.edit.s999999": "all"},
        {"cell.deal.edit.p0": "all"},
        {"cell.deal.edit.sx": "all"},
        {"cell.": "all"},
    ],
)
def test_a_right_that_cannot_be_is_refused_and_nothing_is_written(
    admin: Client, manager: Role, forged: dict[str, str]
) -> None:
    before = roles.cells_of(manager), AuditEntry.objects.count()
    answer = save(admin, manager, **forged)
    assert answer.status_code == 422
    assert "There is no such right." in answer.content.decode()
    assert (roles.cells_of(manager), AuditEntry.objects.count()) == before


def test_a_stage_of_another_type_is_refused(admin: Client, manager: Role) -> None:
    assert save(admin, manager, **{f"cell__deal__edit__s{stage('NEW', 'lead').pk}": "all"}).status_code == 422


def test_select_all_fills_the_matrix_and_saves_nothing(admin: Client, manager: Role) -> None:
    before = roles.cells_of(manager)
    page = save(admin, manager, fill="all").content.decode()
    assert page.count('<option value="all" selected>') == 6 * 6 + 4 * 2
    assert roles.cells_of(manager) == before


def test_pipelines_and_stages_unfold(admin: Client, manager: Role, dana: User) -> None:
    pipelines.add("deal", {"en": "Service", "de": "Service"}, actor=dana)
    page = admin.get(address(manager) + "?open=deal").content.decode()
    assert 'aria-label="Deals · Service: Edit"' in page
    assert 'aria-label="Deals · Service · New: Edit"' in page
    assert f'name="cell.deal.edit.s{stage("NEW").pk}"' in page
    assert f'name="cell.lead.edit.s{stage("NEW", "lead").pk}"' not in page


@pytest.mark.parametrize(("opened", "status"), [("contact", 404), ("planet", 200)])
def test_what_has_no_stages_does_not_unfold(admin: Client, manager: Role, opened: str, status: int) -> None:
    assert admin.get(address(manager) + f"?open={opened}").status_code == status


def test_where_items_may_go_is_saved_and_taken_back(admin: Client, manager: Role) -> None:
    new, won = stage("NEW").pk, stage("WON").pk
    save(admin, manager, goals=[new], **{f"goals__{new}": [won]})
    assert roles.destinations_of(manager) == {new: frozenset({won})}
    save(admin, manager, goals=[new])
    assert roles.destinations_of(manager) == {}


def test_a_goal_in_another_pipeline_is_refused(admin: Client, manager: Role) -> None:
    new, elsewhere = stage("NEW").pk, stage("NEW", "lead").pk
    assert save(admin, manager, goals=[new], **{f"goals__{new}": [elsewhere]}).status_code == 422


# Who has it ---------------------------------------------------------------------------------------------------


def test_a_role_is_given_to_people_and_departments(admin: Client, alice: User, sales: Department, dana: User) -> None:
    role = roles.add({"en": "Lead sales", "de": "Verkaufsleitung"}, actor=dana)
    form = {"label_en": "Lead sales", "people": [alice.pk], "trees": [sales.pk], "seen": roles.digest(role)}
    assert admin.post(address(role), form).status_code == 303
    assert roles.holders_of(role) == Holders(people=frozenset({alice.pk}), trees=frozenset({sales.pk}))


def test_the_page_of_a_role_names_who_has_it(admin: Client, alice: User, bob: User, dana: User) -> None:
    role = roles.add({"en": "Chief", "de": "Chef"}, actor=dana)
    roles.change(role, Content(holders=Holders(people=frozenset({alice.pk}))), actor=dana)
    page = admin.get(address(role)).content.decode()
    assert "One person has it:" in page


def test_somebody_who_is_not_there_cannot_have_it(admin: Client, manager: Role) -> None:
    assert save(admin, manager, people=[999999]).status_code == 422


# Roles come and go --------------------------------------------------------------------------------------------


def test_a_copy_grants_the_same_and_nobody_has_it(admin: Client, manager: Role) -> None:
    admin.post("/settings/access/new/", {"label_en": "Trainee", "like": manager.pk})
    copy = Role.objects.get(code="trainee")
    assert roles.cells_of(copy) == roles.cells_of(manager)
    assert roles.holders_of(copy) == Holders()


def test_deleting_asks_first_and_says_how_many_have_it(admin: Client, manager: Role, alice: User) -> None:
    assert "People who have it: 2." in admin.get(address(manager, "delete")).content.decode()
    admin.post(address(manager, "delete"))
    assert Role.objects.filter(pk=manager.pk).exists()
    admin.post(address(manager, "delete"), {"confirm": "1"})
    assert not Role.objects.filter(pk=manager.pk).exists()


def test_two_roles_are_compared_cell_by_cell(admin: Client, manager: Role, dana: User) -> None:
    other = roles.add({"en": "Trainee", "de": "Trainee"}, actor=dana, like=manager)
    same = admin.get("/settings/access/compare/", {"one": manager.pk, "other": other.pk}).content.decode()
    assert "They grant the same." in same
    place = Place("deal", stage=stage("NEW").pk)
    roles.change(other, Content(cells={(Place("lead"), "edit"): "own", (place, "edit"): "none"}), actor=dana)
    page = admin.get("/settings/access/compare/", {"one": manager.pk, "other": other.pk}).content.decode()
    assert page.count('<tr><th scope="row">') == 2
    assert "Deals · General · " in page


def test_where_items_may_go_is_compared_too(admin: Client, manager: Role, dana: User) -> None:
    other = roles.add({"en": "Trainee", "de": "Trainee"}, actor=dana, like=manager)
    goals = {stage("NEW").pk: frozenset({stage("WON").pk})}
    roles.change(other, Content(destinations=goals), actor=dana)
    page = admin.get("/settings/access/compare/", {"one": manager.pk, "other": other.pk}).content.decode()
    assert 'May go to</td><td data-label="Manager">to every stage</td><td data-label="Trainee">Deal won</td>' in page


@pytest.mark.parametrize("query", ["", "one=x&other=999999", "one=1"])
def test_comparing_what_is_not_there_only_asks(admin: Client, manager: Role, query: str) -> None:
    assert admin.get(f"/settings/access/compare/?{query}").status_code == 200


# Why ----------------------------------------------------------------------------------------------------------


def test_a_person_s_page_says_which_role_gives_what_and_how_they_got_it(
    admin: Client, manager: Role, alice: User, sales: Department, dana: User
) -> None:
    chief = roles.add({"en": "Chief", "de": "Chef"}, actor=dana)
    given = Content(cells={(Place("deal"), "delete"): "all"}, holders=Holders(departments=frozenset({sales.pk})))
    roles.change(chief, given, actor=dana)
    page = admin.get(f"/settings/access/people/{alice.pk}/").content.decode()
    assert "given to Sales" in page
    assert "given to everybody" in page
    assert '<span class="matrix-why">Chief</span>' in page
    assert f'<a href="{address(chief)}">' in page


def test_a_stage_that_says_otherwise_stands_on_the_person_s_page(
    admin: Client, manager: Role, alice: User, dana: User
) -> None:
    place = Place("deal", stage=stage("NEW").pk)
    roles.change(manager, Content(cells={(place, "edit"): "none"}), actor=dana)
    assert "General · New: No" in admin.get(f"/settings/access/people/{alice.pk}/").content.decode()


def test_what_goes_further_than_reading_is_shown_as_far_as_it_goes(
    admin: Client, manager: Role, alice: User, dana: User
) -> None:
    cells = {(Place("deal"), "read"): "own", (Place("deal"), "edit"): "all"}
    roles.change(manager, Content(cells=cells), actor=dana)
    rows = admin.get(f"/settings/access/people/{alice.pk}/").context["rows"]
    (deals,) = [row for row in rows if str(row["label"]) == "Deals"]
    assert [str(cell["text"]) for cell in deals["cells"][:3]] == ["Own", "Yes", "Own"]


def test_an_administrator_may_everything_and_somebody_without_a_role_nothing(
    admin: Client, dana: User, alice: User
) -> None:
    builders.take_roles_away()
    assert "Everything: this person" in admin.get(f"/settings/access/people/{dana.pk}/").content.decode()
    assert "No role: this person" in admin.get(f"/settings/access/people/{alice.pk}/").content.decode()


# Rights and the audit log -------------------------------------------------------------------------------------


def test_whoever_lacks_the_settings_right_changes_no_role(client: Client, alice: User, manager: Role) -> None:
    client.force_login(alice)
    for path in ("", "delete/"):
        assert client.post(address(manager) + path, {"label_en": "Mine", "confirm": "1"}).status_code == 403
    assert client.post("/settings/access/new/", {"label_en": "Mine"}).status_code == 403
    assert not AuditEntry.objects.filter(event__startswith="role").exists()


def test_every_change_is_logged_from_what_to_what(admin: Client, manager: Role) -> None:
    save(admin, manager, cell__deal__delete="own", may_change_settings="on")
    entry = AuditEntry.objects.get(event="role_changed")
    assert entry.subject == "role manager"
    assert entry.data["changes"] == {"deal: delete": [None, "own"], "may_change_settings": [False, True]}
