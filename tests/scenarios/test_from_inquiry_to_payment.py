"""Can a customer be followed from the first inquiry to the payment, and can all of it be taken back?

Alice writes an inquiry down. She makes deal, contact and company of it, of the deal an estimate, of the estimate an
invoice; it is sent, and paid. She types client and products once.
"""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from segue.core.models import Department, Item, User
from tests import builders
from tests.scenarios.desk import Desk, named, product

INQUIRY = {
    "title": "Coffee for two offices", "first_name": "Jana", "last_name": "Brandt", "company_name": "Brandt GmbH",
    "position": "Office manager", "source_note": "Met at the fair", "comment": "Call **before** noon",
    "email-0-value": "jana@brandt.example", "email-0-type": "WORK",
    **product(0, "Machine", "1999.90", quantity="2", discount="10"),
    **product(1, "Beans", "14.99", quantity="36", tax_included="1"),
}  # fmt: skip
SLUGS = {"lead": "leads", "deal": "deals", "estimate": "estimates", "invoice": "invoices"}


@pytest.fixture(scope="module")
def told(shared: Path) -> None:
    """The story as far as the invoice, once for all tests."""
    department = Department.objects.create(name="Sales")
    desk = Desk(Client(), builders.person("Alice", department=department))
    builders.person("Dana", is_admin=True)
    desk.open("/leads/new/").press("Save", **INQUIRY).press("Deal + Contact + Company")
    desk.press("Estimate").edit(terms="Payable within 14 days").press("Sent to client").press("Invoice")


@pytest.fixture
def invoiced(told: None, untouched: None) -> Desk:
    """Alice's browser, in which the new invoice is open."""
    return go(Desk(Client(), User.objects.get(name="Alice")), "invoice")


@pytest.fixture
def paid(invoiced: Desk) -> Desk:
    """The invoice was sent, and the money has come."""
    return invoiced.press("Sent to client").press("Paid")


def go(desk: Desk, item_type: str) -> Desk:
    """Open the lead, the deal, the estimate or the invoice of the story."""
    return desk.open(f"/{SLUGS[item_type]}/{Item.objects.get(type=item_type).pk}/")


def entries(desk: Desk) -> list[dict[str, Any]]:
    """What the timeline of the open page tells, newest first."""
    return [entry for day in desk.page.context["timeline"]["days"] for entry in day["entries"]]


def headlines(desk: Desk) -> list[str]:
    """The timeline of the open page in short."""
    return [str(entry["headline"]) for entry in entries(desk)]


def made_here(desk: Desk) -> str:
    """The address of the main item that was made of the open one, as its timeline links it."""
    links = [entry["links"][0] for entry in entries(desk) if str(entry["headline"]).startswith("Created based on this")]
    return next(str(link["href"]) for link in links if link["label"] == INQUIRY["title"])


def events(desk: Desk) -> list[tuple[str, str]]:
    """Who did what, by the History tab of the open item."""
    return [(row["author"], row["event"]) for row in desk.tab("history")["history"]["rows"]]


def chain(nodes: list[dict[str, Any]]) -> list[Any]:
    """The tree of dependencies by kind of item."""
    return [(str(node["type"]), *chain(node["children"])) for node in nodes]


def filled_in(desk: Desk) -> dict[str, list[str]]:
    """Everything the form of the inquiry holds."""
    form = named(go(desk, "lead").open(f"{desk.address}edit/").sheet.buttons, "Save").form
    return {name: values for name, values in form.items() if name not in {"csrfmiddlewaretoken", "version"}}


def take_back(desk: Desk, times: int = 1) -> Desk:
    """Press Undo on the open page, and again when asked; what it was made of is open then."""
    for _time in range(times):
        desk.press("Undo").press("Undo")
    return desk


def test_the_money_is_the_same_on_every_paper(paid: Desk) -> None:
    totals = [go(paid, kind).tab("products")["products"]["totals"] for kind in SLUGS]
    assert totals[0]["total"] == "€4,139.46"
    assert [each for each in totals if each != totals[0]] == []


def test_the_rows_are_those_of_the_inquiry(paid: Desk) -> None:
    rows = go(paid, "invoice").tab("products")["products"]["rows"]
    assert [(row["name"], row["quantity"], row["price"], row["discount"]) for row in rows] == [
        ("Machine", "2", "€1,999.90", "10%"),
        ("Beans", "36", "€14.99", ""),
    ]


def test_the_invoice_on_paper_is_for_the_customer(paid: Desk) -> None:
    paper = paid.open(f"{paid.address}print/").page.context["paper"]
    assert paper["recipient"] == ["Brandt GmbH", "Jana Brandt"]


@pytest.mark.parametrize("kind", SLUGS)
def test_every_step_has_the_client_and_the_comment(paid: Desk, kind: str) -> None:
    assert "Brandt GmbH" in go(paid, kind).text
    assert "Call before noon" in paid.text


@pytest.mark.parametrize("kind", SLUGS)
def test_the_whole_chain_is_shown_from_wherever_one_looks(paid: Desk, kind: str) -> None:
    (root,) = chain(go(paid, kind).tab("dependencies")["chain"]["nodes"])
    assert root[0] == "Lead"
    assert sorted(root[1:]) == [("Company",), ("Contact",), ("Deal", ("Estimate", ("Invoice",)))]


def test_timelines_lead_from_the_inquiry_to_the_invoice(paid: Desk) -> None:
    go(paid, "lead")
    assert [paid.open(made_here(paid)).item.type for _step in range(3)] == ["deal", "estimate", "invoice"]


def test_the_invoice_tells_the_whole_story(paid: Desk) -> None:
    told = headlines(go(paid, "invoice"))
    assert told[:3] == ["Stage: Sent to client → Paid", "Stage: New → Sent to client", "Created based on estimate"]
    assert told[-1] == "Lead created"


def test_the_history_of_the_invoice_has_each_step_and_who_took_it(paid: Desk) -> None:
    assert events(go(paid, "invoice")) == [
        ("Alice", "Stage changed"),
        ("Alice", "Stage changed"),
        ("Alice", "Created based on estimate"),
    ]


def test_the_history_of_the_inquiry_has_what_was_made_and_that_it_moved(paid: Desk) -> None:
    told = events(go(paid, "lead"))
    assert told.count(("Alice", "Created based on this lead")) == 3
    assert told.count(("Alice", "Stage changed")) == 1


def test_the_customer_is_reached_as_the_inquiry_said(paid: Desk) -> None:
    assert "jana@brandt.example" in paid.follow("Jana Brandt").text
    assert paid.item.type == "contact"


def test_the_inquiry_counts_as_converted(paid: Desk) -> None:
    closing = go(paid, "lead").page.context["stage_bar"]["closing"]
    assert (closing["label"], closing["state"]) == ("Converted", "success")


def test_a_paid_invoice_is_not_taken_back(paid: Desk) -> None:
    assert "This cannot be undone" in go(paid, "estimate").press("Undo").text
    assert Item.objects.alive().filter(type="invoice").exists()


def test_the_estimate_is_not_taken_back_before_its_invoice(invoiced: Desk) -> None:
    assert "Undo that first." in go(invoiced, "deal").press("Undo").text


def test_step_by_step_everything_is_taken_back(invoiced: Desk) -> None:
    arrived = [take_back(invoiced).address.split("/")[1] for _step in range(3)]
    assert arrived == ["estimates", "deals", "leads"]
    assert list(Item.objects.alive().values_list("type", flat=True)) == ["lead"]


def test_the_inquiry_is_afterwards_what_was_written_down(invoiced: Desk) -> None:
    form = filled_in(take_back(invoiced, 3))
    assert {name: form[name] for name in INQUIRY if not name.startswith("rows-")} == {
        name: [value] for name, value in INQUIRY.items() if not name.startswith("rows-")
    }
    assert "company" not in form
    assert "contacts" not in form


def test_the_inquiry_is_open_again(invoiced: Desk) -> None:
    stages = take_back(invoiced, 3).page.context["stage_bar"]["stages"]
    assert [stage["state"] for stage in stages] == ["current", "future", "future"]


def test_nothing_of_it_is_forgotten(invoiced: Desk) -> None:
    story = headlines(take_back(invoiced, 3))
    assert story[0] == "Conversion undone"
    assert "Stage: Converted → Unassigned" in story
    assert "Undone by Alice" in invoiced.text


def test_the_number_of_the_invoice_is_not_given_to_another(invoiced: Desk) -> None:
    assert take_back(invoiced).press("Invoice").item.number == "2"


def test_once_an_administrator_deleted_the_paid_invoice_the_rest_can_go(paid: Desk) -> None:
    dana = Desk(Client(), User.objects.get(name="Dana"))
    go(dana, "invoice").open(f"{dana.address}delete/").press("Delete")
    take_back(go(paid, "estimate"), 3)
    assert list(Item.objects.alive().values_list("type", flat=True)) == ["lead"]
