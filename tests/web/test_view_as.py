"""Does an administrator see just what somebody else sees, change nothing meanwhile, and leave a trace?"""

import pytest
from django.test import Client

from segue.core.models import AuditEntry, Item, User
from tests import builders


@pytest.fixture
def looking(client: Client, dana: User, alice: User) -> Client:
    """An administrator who sees what Alice sees."""
    client.force_login(dana)
    assert client.post(f"/view-as/{alice.pk}/").status_code == 303
    return client


def test_pages_show_what_the_other_person_sees_and_say_so(looking: Client, charlie: User, alice: User) -> None:
    own, hidden = builders.deal(alice, title="Of Alice"), builders.deal(charlie, title="Of Charlie")
    page = looking.get("/deals/").content.decode()
    assert "You see what Alice sees." in page
    assert "Of Alice" in page
    assert "Of Charlie" not in page
    assert looking.get(f"/deals/{own.pk}/").status_code == 200
    assert looking.get(f"/deals/{hidden.pk}/").status_code == 404
    assert looking.get("/settings/").status_code == 403


@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_nothing_can_be_changed_meanwhile(looking: Client, alice: User, htmx: dict[str, str]) -> None:
    deal = builders.deal(alice, title="Before")
    answer = looking.post(f"/deals/{deal.pk}/edit/", {"title": "After"}, headers=htmx)
    assert answer.status_code == 403
    assert "Nothing was changed: you only look at what Alice sees." in answer.content.decode()
    assert "End the view to work as yourself." in answer.content.decode()
    assert "Ask an administrator" not in answer.content.decode()
    assert looking.post(f"/deals/{deal.pk}/create/invoice/", headers=htmx).status_code == 403
    assert Item.objects.count() == 1
    assert Item.objects.get().title == "Before"


def test_what_is_refused_is_said_in_the_administrator_s_language(looking: Client, dana: User, alice: User) -> None:
    User.objects.filter(pk=dana.pk).update(language="de")
    answer = looking.post(f"/deals/{builders.deal(alice).pk}/edit/", headers={"Accept-Language": "en"})
    assert "Nichts wurde geändert: Sie sehen nur, was Alice sieht." in answer.content.decode()


def test_ending_the_view_brings_back_one_s_own(looking: Client, charlie: User, alice: User) -> None:
    deal = builders.deal(charlie)
    answer = looking.post("/view-as/end/")
    assert answer["Location"] == f"/settings/access/people/{alice.pk}/"
    assert looking.get(f"/deals/{deal.pk}/").status_code == 200


def test_both_ends_are_logged(looking: Client, alice: User, dana: User) -> None:
    looking.post("/view-as/end/")
    looking.post("/view-as/end/")
    logged = AuditEntry.objects.filter(event__startswith="view_as").order_by("pk")
    assert [(each.event, each.actor, each.subject) for each in logged] == [
        ("view_as_started", dana, alice.email),
        ("view_as_ended", dana, alice.email),
    ]


def test_signing_out_meanwhile_signs_the_administrator_out(looking: Client, dana: User) -> None:
    looking.post("/sign-out/")
    assert AuditEntry.objects.get(event="signed_out").actor == dana
    assert looking.get("/deals/").status_code == 302


def test_the_administrator_s_language_and_appearance_stay(looking: Client, dana: User) -> None:
    User.objects.filter(pk=dana.pk).update(language="de", theme="dark")
    assert '<html lang="de" data-theme="dark">' in looking.get("/deals/").content.decode()


def test_the_administrator_s_keys_stay_off(looking: Client, dana: User) -> None:
    User.objects.filter(pk=dana.pk).update(single_keys=False)
    assert "has-keys" not in looking.get("/deals/").content.decode()


def test_only_administrators_look_and_never_at_each_other(client: Client, alice: User, bob: User, dana: User) -> None:
    client.force_login(alice)
    assert client.post(f"/view-as/{bob.pk}/").status_code == 403
    client.force_login(dana)
    assert client.post(f"/view-as/{builders.person('Emil', is_admin=True).pk}/").status_code == 404
    assert client.post("/view-as/999999/").status_code == 404


def test_who_is_no_administrator_any_more_sees_their_own_at_once(looking: Client, dana: User) -> None:
    User.objects.filter(pk=dana.pk).update(is_admin=False)
    assert "You see what" not in looking.get("/deals/").content.decode()


def test_a_person_deactivated_meanwhile_is_no_longer_seen_through(looking: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert "You see what" not in looking.get("/deals/").content.decode()


def test_the_view_of_somebody_without_a_role_can_be_ended(looking: Client) -> None:
    builders.take_roles_away()
    for address in ("/", "/deals/", "/nothing/"):
        assert "/view-as/end/" in looking.get(address).content.decode()
