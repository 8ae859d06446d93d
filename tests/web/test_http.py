"""How is what goes wrong answered, and does looking change nothing?"""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from segue.core.models import Item, Role, User
from segue.core.permissions import Forbidden, Missing
from segue.core.records import Stale
from segue.web import http
from segue.web.views import errors
from tests import builders


def answer(exception: Exception, user: User) -> tuple[int, str]:
    request = RequestFactory().post("/deals/1/")
    request.user = user
    found = errors.answer(request, exception)
    assert found is not None
    return found.status_code, found.content.decode()


# A missing right ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (Missing("edit", "deal", 1), "You may not edit this deal."),
        (Missing("add", "invoice"), "You may not add invoices."),
        (Missing("move", "lead", 1), "You may not move this lead to another stage."),
        (Missing("read", "company"), "You may not see companies."),
        (Missing("settings", ""), "You may not change CRM settings."),
        (Missing("teleport", "deal"), "You lack the right “teleport” here."),
    ],
)
def test_a_missing_right_is_named_in_words(alice: User, missing: Missing, said: str) -> None:
    status, page = answer(Forbidden(missing), alice)
    assert status == 403
    assert said in page


def test_every_missing_right_is_named(alice: User) -> None:
    _status, page = answer(Forbidden(Missing("add", "deal"), Missing("add", "contact")), alice)
    assert "You may not add deals. You may not add contacts." in page


def role(name: str, action: str, scope: str) -> None:
    Role.objects.create(code=name.lower(), labels={"en": name}).grants.create(
        item_type="deal", action=action, scope=scope
    )


def test_roles_that_would_help_are_named_and_others_are_not(alice: User, charlie: User) -> None:
    deal = builders.deal(charlie)
    builders.give_right("read", "deal", "all")  # acting goes no further than reading
    role("Chief", "edit", "all")
    role("Helper", "edit", "own")
    role("Reader", "read", "all")
    _status, page = answer(Forbidden(Missing("edit", "deal", deal.pk)), alice)
    assert "Ask an administrator for one of these roles: Chief." in page


def test_without_such_a_role_an_administrator_is_asked(alice: User) -> None:
    builders.take_right_away("add", "deal")
    _status, page = answer(Forbidden(Missing("add", "deal")), alice)
    assert "Ask an administrator for it." in page


# Other refusals -----------------------------------------------------------------------------------------------


def test_a_value_refused_outside_a_form_is_explained(alice: User) -> None:
    status, page = answer(ValidationError({"amount": ["<Too> large."]}), alice)
    assert status == 422
    assert "&lt;Too&gt; large." in page


def test_a_stale_save_that_no_form_caught_is_explained(alice: User) -> None:
    assert answer(Stale(builders.deal(alice), {}), alice)[0] == 409


def test_a_value_no_column_can_hold_is_a_bad_request(alice: User) -> None:
    assert answer(DataError("integer out of range"), alice)[0] == 400


@pytest.mark.parametrize(
    ("refusal", "status", "said"),
    [
        (Forbidden(Missing("add", "invoice")), 403, "You may not add invoices. Ask an administrator"),
        (ValidationError("<Too> large."), 422, "This cannot be saved. &lt;Too&gt; large."),
    ],
)
def test_a_part_is_refused_with_a_notice_that_leaves_the_page(
    alice: User, refusal: Exception, status: int, said: str
) -> None:
    request = RequestFactory().post("/deals/1/create/invoice/")
    request.user = alice
    request.htmx = True  # type: ignore[attr-defined]  # the middleware's
    found = errors.answer(request, refusal)
    assert found is not None
    assert (found.status_code, found["HX-Reswap"]) == (status, "none")
    assert said in found.content.decode()
    assert "<html" not in found.content.decode()


def test_a_fault_of_ours_is_not_dressed_up(alice: User) -> None:
    assert errors.answer(RequestFactory().get("/"), ZeroDivisionError()) is None


def test_a_view_that_may_not_be_used_says_why(alice: User) -> None:
    request = RequestFactory().get("/")
    request.user = alice
    page = errors.denied(request, PermissionDenied("Not today."))
    assert page.status_code == 403
    assert "Not today." in page.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/deals/99999999999999999999/", "/deals/0/", "/nothing/", "/deals/x/", "/bin/9999999999999999999/restore/"],
)
def test_an_address_that_cannot_be_is_not_found(client: Client, alice: User, address: str) -> None:
    client.force_login(alice)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_the_largest_id_is_simply_not_there(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get(f"/deals/{10**18 - 1}/").status_code == 404


def test_too_many_fields_and_too_much_text_are_refused(client: Client, alice: User, settings: Any) -> None:
    client.force_login(alice)
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
    many = {f"field{number}": "x" for number in range(101)}
    for data in (many, {"theme": "x" * 10_000_000}):
        answer = client.post("/me/theme/", data)
        assert answer.status_code == 413
        assert "too much at once" in answer.content.decode()


def test_a_form_without_its_token_is_refused_with_a_page(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    answer = client.post("/me/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


def test_error_pages_keep_language_and_appearance(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="de", theme="dark")
    client.force_login(alice)
    page = client.get("/deals/99999999999999999999/").content.decode()
    assert '<html lang="de" data-theme="dark">' in page


# Answers ------------------------------------------------------------------------------------------------------


def test_places_of_items(alice: User) -> None:
    deal = builders.deal(alice)
    assert http.address(deal) == reverse("item", args=["deals", deal.pk])
    assert http.address(deal, "history") == f"/deals/{deal.pk}/history/"
    assert http.go_to(deal).status_code == http.back_to("/bin/").status_code == 303


def test_a_part_is_kept_apart_from_its_page() -> None:
    answer = http.part(RequestFactory().get("/"), "403.html", {}, status=403)
    assert "HX-Request" in answer["Vary"]


# Looking changes nothing (C9) ---------------------------------------------------------------------------------


def routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, before + str(each.pattern))
        else:
            yield before + str(each.pattern), each


def everything() -> list[tuple[str, int]]:
    """The number of rows of every table but that of sessions, and what changes in place."""
    tables = [model for model in apps.get_models() if model._meta.app_label != "sessions" and not model._meta.proxy]
    counts = [(model._meta.label, model._default_manager.count()) for model in tables]
    return counts + [(str(pk), version) for pk, version in Item.objects.order_by("pk").values_list("pk", "version")]


# What the parts of addresses may be, beside the slug and the id of an item.
FILL: dict[str, tuple[Any, ...]] = {
    "variant": ("deal-contact-company", "estimate", "invoice"),
    "tab": ("products", "timeline", "dependencies", "history", "deals", "invoices"),
    "entry": (1,),
    "spot": ("title", "amount", "address", "communications", "files", "observers", "comment", "section-about", "NONE"),
    "name": ("offer.pdf",),
    "pipeline": ("general", "none"),
    "column": ("amount", "comment", "city", "phone", "NONE"),
    "place": ("currencies", "vat-rates", "measures", "pipelines", "directories/source", "stages/1"),
    "key": ("1", "EUR", "new"),
    "code": ("USD", "mine", "1"),
    "step": ("up", "down"),
    "option": (1,),
    "token": ("abc-def",),
    "kind": ("estimates", "invoices", "deals"),
    "topic": ("roles", "nothing"),
    "who": ("MQ",),
    "what": ("to-do", "call", "meeting", "e-mail"),
    "activity": (1,),
    "act": ("cancel", "nothing"),
    "figure": ("funnel", "forecast", "sales", "stale", "due", "activities", "nothing"),
}


def addresses(items: dict[str, Item]) -> list[str]:
    """Every route, filled in with an item of every type and with all that its other parts may be."""
    found = set()
    for _route, pattern in routes(get_resolver().url_patterns):
        if pattern.name is None:
            continue
        others = [name for name in pattern.pattern.converters if name not in {"slug", "pk"}]
        for (slug, item), *chosen in itertools.product(items.items(), *(FILL[name] for name in others)):
            fill = {"slug": slug, "pk": item.pk} | dict(zip(others, chosen, strict=True))
            found.add(reverse(pattern.name, kwargs={name: fill[name] for name in pattern.pattern.converters}))
    return sorted(found)


@pytest.mark.parametrize("who", ["alice", "dana"])
def test_c9_no_get_writes_anything(
    client: Client, request: pytest.FixtureRequest, alice: User, dana: User, who: str
) -> None:
    company = builders.company(alice)
    contact = builders.contact(alice, companies=(company.pk,))
    of = builders.client(company, contact)
    items = {
        "leads": builders.lead(alice),
        "deals": builders.deal(alice, client=of),
        "contacts": contact,
        "companies": company,
        "estimates": builders.estimate(alice, client=of),
        "invoices": builders.invoice(alice, client=of),
    }
    client.force_login(request.getfixturevalue(who))
    before, status = everything(), {}
    for address in addresses(items):
        for more in ({}, {"HX-Request": "true"}):
            status[address] = client.get(address, headers=more).status_code
    assert everything() == before
    assert {address: code for address, code in status.items() if code >= 500} == {}
    assert sum(code == 200 for code in status.values()) > 20
