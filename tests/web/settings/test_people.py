"""Do the pages of people show everybody, and change them only for administrators?"""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from segue.core import handover, people
from segue.core.models import AuditEntry, Department, Handover, Item, Role, User
from tests import builders
from tests.core.custom_fields import fields

HOME = "/settings/people/"


@pytest.fixture
def holder(charlie: User) -> Client:
    """Somebody who holds the settings right and administers nothing."""
    role = Role.objects.create(code="keeper", labels={"en": "Keeper"}, may_change_settings=True)
    role.members.create(user=charlie)
    client = Client()
    client.force_login(charlie)
    return client


def page(person: User, *more: str) -> str:
    return "/".join([f"{HOME}{person.pk}", *more, ""])


def typed(person: User, **values: Any) -> dict[str, Any]:
    """The form as its page sends it."""
    plain = {name: getattr(person, name) for name in ("name", "email", "language", "time_zone")}
    plain |= {"departments": [each.pk for each in person.departments.all()]}
    sent = plain | ({"is_admin": "on"} if person.is_admin else {}) | values
    return {name: value for name, value in sent.items() if value is not None}


def listed(client: Client, query: str = "") -> list[str]:
    return [row["label"] for row in client.get(HOME + query).context["rows"]]


# The list -----------------------------------------------------------------------------------------------------


def test_the_list_shows_who_is_active(admin: Client, alice: User, bob: User, dana: User) -> None:
    people.deactivate(bob, actor=dana)
    assert listed(admin) == ["Alice", "Dana"]
    assert listed(admin, "?state=deactivated") == ["Bob"]
    assert listed(admin, "?state=all") == ["Alice", "Bob", "Dana"]
    assert listed(admin, "?state=administrators") == ["Dana"]


def test_the_list_is_searched_by_name_and_address(admin: Client, alice: User, bob: User) -> None:
    assert listed(admin, "?q=ali") == ["Alice"]
    assert listed(admin, "?q=bob%40segue") == ["Bob"]
    assert listed(admin, "?q=%00nobody") == []


def test_the_list_of_a_department_has_its_head(
    admin: Client, alice: User, bob: User, dana: User, sales: Department
) -> None:
    Department.objects.filter(pk=sales.pk).update(head=dana)
    assert listed(admin, f"?department={sales.pk}") == ["Alice", "Bob", "Dana"]


@pytest.mark.parametrize("query", ["?department=999", "?department=x", "?state=odd", "?page=x", "?page=99"])
def test_an_address_that_means_nothing_shows_everybody(admin: Client, alice: User, query: str) -> None:
    assert listed(admin, query) == ["Alice", "Dana"]


def test_the_list_says_who_is_invited(admin: Client) -> None:
    new = {"name": "Emil", "email": "emil@segue.test", "language": "de"}
    admin.post(f"{HOME}new/", new)
    assert listed(admin, "?state=invited") == ["Emil"]
    assert "Invited" in admin.get(HOME).content.decode()


def test_the_list_asks_as_often_for_many_as_for_few(
    admin: Client, alice: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        builders.person(f"Person{number}", department=alice.departments.get())
    with django_assert_max_num_queries(12):
        admin.get(HOME)


# A person -----------------------------------------------------------------------------------------------------


def test_an_administrator_changes_everything(admin: Client, alice: User) -> None:
    service = Department.objects.create(name="Service")
    values = {"name": "Alice Berger", "email": "Berger@segue.test", "language": "de", "time_zone": "Asia/Tokyo"}
    sent = typed(alice, **values, departments=[service.pk, alice.departments.get().pk], is_admin="on")
    assert admin.post(page(alice), sent).status_code == 303
    alice.refresh_from_db()
    assert (alice.name, alice.email, alice.language) == ("Alice Berger", "berger@segue.test", "de")
    assert (alice.time_zone, alice.is_admin, alice.departments.count()) == ("Asia/Tokyo", True, 2)


def test_another_address_is_told_to_the_old_one_and_to_the_new_one(admin: Client, alice: User) -> None:
    admin.post(page(alice), typed(alice, email="Alice@brandt.example"))
    assert [letter.to for letter in mail.outbox] == [["alice@segue.test"], ["alice@brandt.example"]]
    assert {letter.subject for letter in mail.outbox} == {"Your Segue account: E-mail address changed"}
    assert "alice@brandt.example" not in mail.outbox[0].body  # the old one may be somebody else's by now


def test_the_same_address_is_told_to_nobody(admin: Client, alice: User) -> None:
    admin.post(page(alice), typed(alice, name="Alice B.", email="Alice@SEGUE.test"))
    assert mail.outbox == []


def test_of_somebody_who_has_not_come_yet_or_has_gone_no_address_is_told(
    admin: Client, alice: User, bob: User, dana: User
) -> None:
    people.deactivate(bob, actor=dana)
    alice.set_unusable_password()
    alice.save()
    for person in (alice, bob):
        admin.post(page(person), typed(person, email=f"{person.name}@brandt.example"))
    assert mail.outbox == []
    assert set(User.objects.values_list("email", flat=True)) > {"alice@brandt.example", "bob@brandt.example"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", " "), ("name", "x" * 151), ("email", ""), ("email", "no address"), ("email", "dana@segue.test"),
        ("language", "fr"), ("time_zone", "Mars/Olympus"), ("departments", ["999"]), ("departments", ["9" * 30]),
        ("departments", ["x"]), ("name", "a\0b"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(admin: Client, alice: User, name: str, value: Any) -> None:
    answer = admin.post(page(alice), typed(alice, **{name: value}))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert not AuditEntry.objects.filter(event="person_changed").exists()


def test_nobody_steps_back_by_accident(admin: Client, dana: User) -> None:
    builders.person("Erik", is_admin=True)
    asked = admin.post(page(dana), typed(dana, is_admin=None))
    assert asked.status_code == 422
    assert "sure" in asked.content.decode()
    dana.refresh_from_db()
    assert dana.is_admin
    assert admin.post(page(dana), typed(dana, is_admin=None, sure="on")).status_code == 303
    dana.refresh_from_db()
    assert not dana.is_admin


def test_the_last_administrator_is_told_why_not(admin: Client, dana: User) -> None:
    answer = admin.post(page(dana), typed(dana, is_admin=None, sure="on"))
    assert answer.status_code == 422
    assert "Somebody has to administer." in answer.content.decode()


def test_the_page_speaks_german(admin: Client, dana: User, alice: User) -> None:
    User.objects.filter(pk=dana.pk).update(language="de")
    builders.deal(alice)
    shown = admin.get(page(alice)).content.decode()
    assert "Elemente übergeben" in shown
    assert "Offene Elemente" in shown


def test_the_page_says_what_else_names_somebody(admin: Client, dana: User, alice: User, sales: Department) -> None:
    Department.objects.filter(pk=sales.pk).update(head=alice)
    fields.stored(dana, "string", "SECRET").users.add(alice)
    Role.objects.get(code="manager").members.create(user=alice)
    builders.deal(dana, observers=(alice.pk,))
    named = {entry["label"]: entry for entry in admin.get(page(alice, "deactivate")).context["named"]}
    assert [line["value"] for line in named["Head of"]["lines"]] == ["Sales"]
    assert named["Observes"]["value"] == "1 item"
    assert named["Custom fields shown to this person"]["lines"]
    assert named["Roles given by name"]["lines"]


# Leaving ------------------------------------------------------------------------------------------------------


def test_whoever_is_deactivated_is_signed_out_everywhere_and_for_good(admin: Client, alice: User, dana: User) -> None:
    hers = [Client(), Client()]
    for client in hers:
        assert client.login(username=alice.email, password=builders.PASSWORD)
        assert client.get("/deals/").status_code == 200
    assert admin.post(page(alice, "deactivate")).status_code == 303
    assert all(client.get("/deals/")["Location"].startswith("/sign-in/") for client in hers)
    assert not Client().login(username=alice.email, password=builders.PASSWORD)
    assert admin.post(page(alice, "activate")).status_code == 303
    assert all(client.get("/deals/")["Location"].startswith("/sign-in/") for client in hers)
    assert Client().login(username=alice.email, password=builders.PASSWORD)


def test_three_items_go_at_once_and_the_page_says_so(admin: Client, alice: User, bob: User) -> None:
    for _number in range(3):
        builders.deal(alice)
    question = admin.get(page(alice, "deactivate"))
    assert [(entry["label"], entry["value"]) for entry in question.context["owned"]] == [("Deals", "3")]
    answer = admin.post(page(alice, "deactivate"), {"to": bob.pk}, follow=True)
    assert "3 items of Alice went to Bob." in answer.content.decode()
    assert Item.objects.filter(owner=bob).count() == 3


def test_items_stay_where_nobody_is_chosen(admin: Client, alice: User) -> None:
    builders.deal(alice)
    admin.post(page(alice, "deactivate"), {"to": ""})
    alice.refresh_from_db()
    assert (alice.is_active, Item.objects.get().owner) == (False, alice)
    assert not Handover.objects.exists()


def test_somebody_who_cannot_get_items_is_refused_and_nothing_happens(admin: Client, alice: User, dana: User) -> None:
    builders.deal(alice)
    gone = builders.person("Gone", is_active=False)
    for to in (str(alice.pk), str(gone.pk), "999999", "x", "9" * 30):
        answer = admin.post(page(alice, "deactivate"), {"to": to})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["to"])
    alice.refresh_from_db()
    assert alice.is_active


def test_oneself_and_the_last_administrator_stay(admin: Client, dana: User) -> None:
    answer = admin.post(page(dana, "deactivate"))
    assert answer.status_code == 409
    assert "You cannot deactivate yourself." in answer.content.decode()
    dana.refresh_from_db()
    assert dana.is_active


def test_nobody_gets_the_items_who_was_not_chosen(admin: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    assert '<option value="" selected>' in admin.get(page(alice, "hand-over")).content.decode()
    answer = admin.post(page(alice, "hand-over"), {"to": ""})
    assert answer.status_code == 422
    assert "Choose who gets the items." in answer.content.decode()
    deal.refresh_from_db()
    assert deal.owner == alice


def test_many_items_go_in_a_job_with_progress(
    admin: Client, alice: User, bob: User, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "AT_ONCE", 2)
    for _number in range(3):
        builders.deal(alice)
    with django_capture_on_commit_callbacks() as jobs:
        answer = admin.post(page(alice, "hand-over"), {"to": bob.pk})
    shown = admin.get(answer["Location"]).content.decode()
    assert "0 of 3" in shown
    assert 'hx-trigger="every 2s"' in shown
    for job in jobs:
        job()
    done = admin.get(answer["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "3 items of Alice went to Bob." in done
    assert "<html" not in done
    assert "every 2s" not in done


def test_one_that_stands_still_is_told_to_go_on(
    admin: Client, alice: User, bob: User, dana: User, django_capture_on_commit_callbacks: Any
) -> None:
    builders.deal(alice)
    begun = handover.start(alice, bob, with_closed=False, actor=dana)
    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post(f"/settings/handovers/{begun.pk}/go-on/").status_code == 303
    assert Item.objects.get().owner == bob


def test_a_second_handover_meanwhile_is_refused_beside_the_field(
    admin: Client, alice: User, bob: User, dana: User
) -> None:
    builders.deal(alice)
    handover.start(alice, bob, with_closed=False, actor=dana)
    answer = admin.post(page(alice, "hand-over"), {"to": bob.pk})
    assert answer.status_code == 422
    assert "being handed over already" in answer.content.decode()


# Rights -------------------------------------------------------------------------------------------------------

WRITES = ("", "deactivate", "activate", "invite", "hand-over")


def test_a_holder_of_the_settings_right_looks_and_changes_nothing(holder: Client, alice: User, bob: User) -> None:
    assert listed(holder) == ["Alice", "Bob", "Charlie"]
    shown = holder.get(page(alice)).content.decode()
    assert "alice@segue.test" in shown
    assert 'name="email"' not in shown
    for act in WRITES:
        answer = holder.post(page(alice, act) if act else page(alice), typed(alice, is_admin="on", to=bob.pk))
        assert answer.status_code == 403
        assert "Only administrators may do this." in answer.content.decode()
    assert holder.get(f"{HOME}new/").status_code == 403
    assert not AuditEntry.objects.exists()


def test_a_seller_finds_no_page(client: Client, alice: User, bob: User) -> None:
    client.force_login(bob)
    for address in (HOME, f"{HOME}new/", page(alice), page(alice, "deactivate"), page(alice, "hand-over")):
        assert client.get(address).status_code == 403
        assert client.post(address, typed(alice)).status_code in {403, 405}
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("address", ["999999/", "999999/deactivate/", "999999/hand-over/", "0/", "x/", f"{'9' * 30}/"])
def test_a_forged_address_leads_nowhere(admin: Client, address: str) -> None:
    assert admin.get(HOME + address).status_code == 404


@pytest.mark.parametrize("act", ["invite", "activate"])
def test_looking_at_an_act_does_nothing(admin: Client, alice: User, act: str) -> None:
    assert admin.get(page(alice, act)).status_code == 405


def test_a_handover_is_for_administrators(holder: Client, alice: User, bob: User, dana: User) -> None:
    begun = handover.start(alice, bob, with_closed=False, actor=dana)
    assert holder.get(f"/settings/handovers/{begun.pk}/").status_code == 403
    assert holder.post(f"/settings/handovers/{begun.pk}/go-on/").status_code == 403


def test_a_form_without_its_token_changes_nobody(dana: User, alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(dana)
    for act in WRITES:
        assert client.post(page(alice, act) if act else page(alice), typed(alice)).status_code == 403
