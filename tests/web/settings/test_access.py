"""Who may open the settings, and what answers everybody else?"""

import pytest
from django.test import Client

from segue.core.models import AuditEntry, Role, User
from tests import builders
from tests.core.custom_fields import fields
from tests.web.settings import pages

EVERY_PAGE = [*pages.READ, *pages.NEW_ROWS]


def page(name: str) -> str:
    return name if name.startswith("/") else pages.address(name)


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_an_administrator_opens_every_page(client: Client, dana: User, name: str) -> None:
    client.force_login(dana)
    assert client.get(page(name)).status_code == 200


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_a_colleague_without_the_right_is_told_which_one_is_missing(client: Client, alice: User, name: str) -> None:
    client.force_login(alice)
    answer = client.get(page(name))
    assert answer.status_code == 403
    what = "the catalogue" if name.startswith("/products/") else "CRM settings"
    assert f"You may not change {what}." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", EVERY_PAGE)
def test_nobody_in_particular_is_sent_to_sign_in(client: Client, name: str) -> None:
    answer = client.get(page(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("place", pages.NEW_ROWS)
def test_a_colleague_writes_nothing(client: Client, alice: User, place: str) -> None:
    client.force_login(alice)
    row = pages.ROWS[place].objects.order_by("pk").first()
    for more in (("new",), (row.pk,), (row.pk, "delete"), (row.pk, "up")):
        assert client.post(pages.address(place, *more), pages.NEW_ROWS[place]).status_code == 403
    assert not AuditEntry.objects.filter(event__startswith="setting").exists()


def test_a_colleague_touches_no_field_and_no_option(client: Client, alice: User, dana: User) -> None:
    field = fields.stored(dana, "list", "SIZE", options=("Small", "Large"))
    before, option = AuditEntry.objects.count(), field.options.latest("pk").pk
    client.force_login(alice)
    sent = {"label_en": "Mine", "text": "Mine", "confirm": "1", "replacement": "remove"}
    for more in ("", "delete/", "up/", "options/new/", f"options/{option}/", f"options/{option}/delete/",
                 f"options/{option}/up/"):  # fmt: skip
        assert client.post(f"/settings/custom-fields/{field.pk}/{more}", sent).status_code == 403
    assert client.post("/settings/custom-fields/new/?type=deal&kind=string", sent).status_code == 403
    assert AuditEntry.objects.count() == before


def test_a_holder_of_the_settings_right_needs_no_more(client: Client, alice: User) -> None:
    Role.objects.filter(code="manager").update(may_change_settings=True)
    client.force_login(alice)
    assert client.get("/settings/").status_code == 200
    pages.add(client, "vat-rates")


@pytest.mark.parametrize("path", ["general", "my-companies/new", "numbering/estimates", "currencies/USD/base"])
def test_a_colleague_saves_no_page_of_its_own(client: Client, alice: User, path: str) -> None:
    client.force_login(alice)
    assert client.post(f"/settings/{path}/", {"title": "x", "confirm": "1"}).status_code == 403
    assert not AuditEntry.objects.filter(event__startswith="setting").exists()


@pytest.mark.parametrize(
    "path",
    [
        "currencies/ZZZ/", "currencies/ZZZ/base/", "currencies/EUR/base/", "stages/999999/", "stages/999999/new/",
        "directories/other/", "directories/source/999999/", "vat-rates/abc/", "measures/1/up/", "nonsense/",
        "my-companies/999999/", "numbering/deals/", "numbering/nonsense/", "custom-fields/planets/",
        "custom-fields/999999/", "custom-fields/999999/delete/", "custom-fields/999999/options/", "custom-fields/code/",
    ],
)  # fmt: skip
def test_a_forged_address_leads_nowhere(client: Client, dana: User, path: str) -> None:
    client.force_login(dana)
    method = client.post if path.endswith("up/") else client.get
    assert method(f"/settings/{path}").status_code == 404


def test_a_row_of_another_list_is_not_found(client: Client, dana: User) -> None:
    client.force_login(dana)
    stage = pages.ROWS["stages/general"].objects.get(code="DRAFT")
    assert client.get(pages.address("stages/general", stage.pk)).status_code == 404


def test_an_ordinary_company_is_none_of_ours(client: Client, dana: User) -> None:
    client.force_login(dana)
    assert client.get(f"/settings/my-companies/{builders.company(dana).pk}/").status_code == 404


@pytest.mark.parametrize("path", ["vat-rates/1/up/", "my-companies/1/default/", "custom-fields/1/up/"])
def test_looking_at_an_act_does_nothing(client: Client, dana: User, path: str) -> None:
    client.force_login(dana)
    assert client.get(f"/settings/{path}").status_code == 405
