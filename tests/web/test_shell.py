"""What stands around every page, for whom?"""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from segue.core.models import Grant, User
from segue.web.components import shell, toasts, waiting
from tests import builders


def shell_at(path: str, user: User) -> dict[str, Any]:
    request = RequestFactory().get(path)
    request.user, request.resolver_match = user, resolve(path)
    return shell.of(request)


def labels(entries: list[dict[str, Any]]) -> list[str]:
    return [str(entry["label"]) for entry in entries]


RAIL = ["My day", "Leads", "Deals", "Contacts", "Companies", "Estimates", "Invoices", "Products", "Recycle bin"]


def test_the_rail_of_somebody_who_sells(alice: User) -> None:
    nav = shell_at("/deals/", alice)["nav"]
    assert labels(nav) == RAIL
    assert [str(entry["label"]) for entry in nav if entry["current"]] == ["Deals"]
    assert [str(entry["label"]) for entry in nav if entry.get("apart")] == ["Recycle bin"]


def test_settings_are_for_holders_of_the_settings_right(dana: User) -> None:
    assert labels(shell_at("/deals/", dana)["nav"]) == [*RAIL, "Settings"]


def test_a_type_one_may_not_read_stands_nowhere(alice: User) -> None:
    Grant.objects.filter(item_type="invoice", action="read").delete()
    around = shell_at("/deals/", alice)
    assert "Invoices" not in labels(around["nav"])
    assert labels(around["dock"]) == ["Leads", "Deals", "Clients", "Estimates", "More"]


def test_without_any_role_there_is_nowhere_to_go(alice: User) -> None:
    builders.take_roles_away()
    around = shell_at("/", alice)
    assert (around["nav"], around["dock"], around["new_menu"]) == ([], [], [])


def test_the_dock_has_the_documents_one_tap_away(alice: User) -> None:
    dock = shell_at("/invoices/", alice)["dock"]
    assert labels(dock) == ["Leads", "Deals", "Clients", "Documents", "More"]
    assert labels(dock[2]["entries"]) == ["Contacts", "Companies"]
    assert labels(dock[3]["entries"]) == ["Estimates", "Invoices"]
    assert labels(dock[4]["entries"]) == ["My day", "Products", "Recycle bin"]
    assert [bool(entry["current"]) for entry in dock] == [False, False, False, True, False]


def test_one_can_add_what_one_may(alice: User) -> None:
    Grant.objects.filter(action="add").exclude(item_type__in=("lead", "deal")).delete()
    new = shell_at("/deals/", alice)["new_menu"]
    assert [(str(entry["label"]), entry["href"]) for entry in new] == [("Lead", "/leads/new/"), ("Deal", "/deals/new/")]


def test_an_item_offers_the_search_of_its_list(alice: User) -> None:
    assert shell_at("/deals/", alice)["search"] is None
    search = shell_at("/deals/42/create/invoice/", alice)["search"]
    assert (str(search["label"]), search["action"]) == ("Search deals", "/deals/")


@pytest.mark.parametrize(
    ("name", "short"),
    [("Alice", "A"), ("Alice Sommer", "AS"), ("Ana Maria de Souza", "AS"), ("王 伟", "王伟"), ("", "")],
)
def test_initials(name: str, short: str) -> None:
    assert shell.initials(name) == short


def test_names_are_shown_as_text(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(name="<script>alert(1)</script>")
    client.force_login(alice)
    assert "<script>alert(1)" not in client.get("/deals/").content.decode()


def notice(client: Client, **said: Any) -> None:
    request = RequestFactory().post("/")
    request.session = client.session
    toasts.add(request, **said)
    response = HttpResponse()
    waiting.leave(request, response)
    client.cookies.update(response.cookies)


def test_a_notice_is_shown_once_with_its_link_and_its_way_back(client: Client, alice: User) -> None:
    client.force_login(alice)
    undo = {"action": "/conversions/7/undo/", "hidden": [{"name": "key", "value": "abc"}]}
    notice(client, text="Invoice <7> created", link={"label": "Deal 1", "href": "/deals/1/"}, undo=undo)
    page = client.get("/deals/").content.decode()
    assert "Invoice &lt;7&gt; created" in page
    assert 'href="/deals/1/"' in page
    assert 'action="/conversions/7/undo/"' in page
    assert "Invoice &lt;7&gt;" not in client.get("/deals/").content.decode()


def test_a_part_that_htmx_asks_for_leaves_notices_to_the_next_page(client: Client, alice: User) -> None:
    client.force_login(alice)
    notice(client, text="Saved as deal 9")
    assert "Saved as deal 9" not in client.get("/deals/", headers={"HX-Request": "true"}).content.decode()
    assert "Saved as deal 9" in client.get("/deals/").content.decode()
