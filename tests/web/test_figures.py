"""Do the figures count what the reader sees, as the address narrows them, and does every number lead to its items?"""

import html
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from segue.core import pipelines, preferences
from segue.core.models import Department, Item, User
from segue.web.components import charts
from segue.web.components.charts import Bar
from segue.web.lists.reported import Reported
from tests import builders
from tests.crm.reports.test_funnel import worth
from tests.crm.reports.world import made, stands

HTMX = {"HX-Request": "true", "HX-Target": "figures-frame"}


@pytest.fixture
def business(alice: User, bob: User, charlie: User) -> list[Item]:
    """Two leads of Alice's and Bob's with a deal each, one of them won and invoiced; an open deal; Charlie's own."""
    leads = [builders.lead(alice, **worth(10)), builders.lead(bob, **worth(10))]
    deals = [builders.deal(alice, **worth(100)), builders.deal(bob, **worth(200)), builders.deal(alice, **worth(400))]
    estimate, invoice = builders.estimate(alice, **worth(90)), builders.invoice(alice, **worth(80))
    links = (leads[0], deals[0]), (leads[1], deals[1]), (deals[0], estimate), (estimate, invoice)
    for source, target in links:
        made(source, target)
    stands(deals[0], "WON", timezone.now())
    stands(invoice, "P", timezone.now())
    secret = [make(charlie, title="Secret", **worth(1000)) for make in (builders.lead, builders.deal, builders.invoice)]
    made(secret[0], secret[1])
    stands(secret[1], "WON", timezone.now())
    return [*leads, *deals, estimate, invoice]


def figure(client: Client, name: str, address: str = "/figures/") -> dict[str, Any]:
    found = {each["id"]: each for each in client.get(address, headers=HTMX).context["figures"]}
    figure: dict[str, Any] = found[name]
    return figure


def told(client: Client, name: str, address: str = "/figures/") -> dict[str, list[str]]:
    """The table of a figure by the label of its rows; empty for an empty one."""
    rows = figure(client, name, address).get("rows", [])
    return {str(row["label"]): [cell["text"] for cell in row["cells"]] for row in rows}


# Numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("business")
def test_the_funnel_reads_from_lead_to_paid(web: Client) -> None:
    assert told(web, "funnel") == {
        "Leads": ["2", "€20.00", ""],
        "Deals": ["2", "€300.00", "2 of 2 (100%)"],
        "Estimates": ["1", "€90.00", "1 of 2 (50%)"],
        "Invoices": ["1", "€80.00", "1 of 2 (50%)"],
        "Paid": ["1", "€80.00", "1 of 1 (100%)"],
    }


@pytest.mark.usefixtures("business")
def test_a_share_is_rounded(web: Client, alice: User) -> None:
    builders.lead(alice)
    assert told(web, "funnel")["Deals"][2] == "2 of 3 (67%)"


@pytest.mark.usefixtures("business")
def test_it_can_begin_with_deals(web: Client) -> None:
    assert told(web, "funnel", "/figures/?start=deal")["Deals"] == ["3", "€700.00", ""]


@pytest.mark.usefixtures("business")
def test_forecast_and_sales_end_with_their_sum(web: Client) -> None:
    assert told(web, "forecast")["Total"] == ["2", "€600.00", "€100.00"]
    assert told(web, "sales")["Total"] == ["1", "€100.00"]


NUMBER = re.compile(r'<td><a class="quiet-link" href="([^"]+)">([^<]+)</a>')
COLUMN = re.compile(r'<a class="chart-column" href="([^"]+)"><title>[^<]+')
ADDRESSES = ("", "?start=deal", "?whose=me", "?whose={bob}", "?whose={sales}", "?period=month", "?pipeline={pipeline}")


def listed(client: Client, address: str) -> int:
    """How many items stand on a page and on those that follow."""
    context = client.get(address).context
    following = context["next_href"]
    return len(context["rows"]) + (listed(client, following) if following else 0)


def counts(page: str) -> Iterator[tuple[str, int]]:
    """The addresses of a page, with how many items its texts promise."""
    for href, text in NUMBER.findall(page):
        if first := re.match(r"(\d+)( of \d+ \(\d+%\))?$", text):
            yield html.unescape(href), int(first[1])


@pytest.mark.usefixtures("business")
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_number_leads_to_as_many_items(web: Client, bob: User, sales: Department, address: str) -> None:
    deals = next(iter(Item.objects.of_type("deal").values_list("pipeline", flat=True)))
    known = {"bob": f"p{bob.pk}", "sales": f"d{sales.pk}", "pipeline": deals}
    page = web.get(f"/figures/{address.format_map(known)}").content.decode()
    found = list(counts(page))
    assert len(found) >= 5
    assert {href: listed(web, href) for href, _count in found} == dict(found)


@pytest.mark.usefixtures("business")
def test_every_amount_and_column_leads_where_a_number_does(web: Client) -> None:
    page = web.get("/figures/").content.decode()
    numbers = {href for href, _count in counts(page)}
    assert {html.unescape(href) for href, _text in NUMBER.findall(page)} == numbers
    columns = {html.unescape(href) for href in COLUMN.findall(page)}
    assert len(columns) >= 5
    assert columns < numbers


@pytest.mark.usefixtures("business")
def test_the_list_says_how_many_there_are_and_what_they_come_to(web: Client) -> None:
    page = web.get("/figures/forecast/").content.decode()
    assert "2 deals · €600.00" in page
    assert "<h1" in page
    assert "Website relaunch" in page


def test_a_list_is_turned_page_by_page(web: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("segue.web.lists.paging.SIZE", 2)
    for _ in range(5):
        builders.deal(alice)
    assert listed(web, "/figures/forecast/") == 5
    second = web.get(web.get("/figures/forecast/").context["next_href"]).context
    assert len(web.get(second["previous_href"]).context["rows"]) == 2


@pytest.mark.parametrize(
    "address",
    [
        "nothing/",
        "funnel/",
        "funnel/?part=lead.x",
        "funnel/?part=lead.from-lead",
        "sales/?part=1999-01",
        "forecast/?part=x",
    ],
)
def test_a_number_that_is_none_is_not_found(web: Client, address: str) -> None:
    assert web.get(f"/figures/{address}").status_code == 404


# Rights -------------------------------------------------------------------------------------------------------


PLACES = ["/figures/", "/figures/sales/", "/figures/funnel/?part=lead.lead", "/figures/funnel/?part=lead.deal"]


@pytest.mark.usefixtures("business")
@pytest.mark.parametrize("address", PLACES)
def test_a_strangers_items_are_nowhere(client: Client, web: Client, charlie: User, address: str) -> None:
    assert "Secret" not in web.get(address).content.decode()
    assert "1,000" not in web.get(address).content.decode()
    client.force_login(charlie)
    assert "1,000" in client.get(address).content.decode()


@pytest.mark.usefixtures("business")
def test_nobody_widens_what_they_see_by_naming_somebody(web: Client, charlie: User) -> None:
    assert told(web, "funnel", f"/figures/?whose=p{charlie.pk}") == {}


def test_without_the_right_to_read_deals_there_is_nothing_to_show(web: Client) -> None:
    builders.take_right_away("read", "deal")
    assert web.get("/figures/", headers=HTMX).context["figures"] == []
    assert web.get("/figures/forecast/").status_code == 403
    assert web.get("/figures/funnel/?part=deal.deal").status_code == 403


@pytest.mark.usefixtures("business")
def test_without_the_right_to_read_leads_the_funnel_begins_with_deals(web: Client) -> None:
    builders.take_right_away("read", "lead")
    assert list(told(web, "funnel")) == ["Deals", "Estimates", "Invoices", "Paid"]
    assert web.get("/figures/funnel/?part=lead.lead").status_code == 403


# What the address narrows -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("business")
def test_it_can_be_narrowed_to_a_person(web: Client, bob: User) -> None:
    assert told(web, "funnel", "/figures/?whose=me")["Leads"][0] == "1"
    assert told(web, "forecast", f"/figures/?whose=p{bob.pk}")["Total"][:2] == ["1", "€200.00"]


@pytest.mark.usefixtures("business")
def test_it_can_be_narrowed_to_a_department(admin: Client, sales: Department, charlie: User) -> None:
    assert told(admin, "sales", f"/figures/?whose=d{sales.pk}")["Total"] == ["1", "€100.00"]
    service = charlie.departments.get()
    assert told(admin, "sales", f"/figures/?whose=d{service.pk}")["Total"] == ["1", "€1,000.00"]


@pytest.mark.usefixtures("business")
def test_it_can_be_narrowed_to_a_pipeline(web: Client, dana: User) -> None:
    other = pipelines.add("deal", {"en": "Wholesale", "de": "Großhandel"}, actor=dana)
    assert told(web, "forecast", f"/figures/?pipeline={other.pk}") == {}
    selects = {each["name"]: each for each in web.get("/figures/").context["bar"]["selects"]}
    assert str(other.pk) in [option["value"] for option in selects["pipeline"]["options"]]


@pytest.mark.usefixtures("business")
def test_one_pipeline_is_no_choice(web: Client) -> None:
    assert "pipeline" not in [each["name"] for each in web.get("/figures/").context["bar"]["selects"]]


def scope(client: Client, query: str) -> tuple[str, str]:
    """The first and the last day that an address asks for."""
    params = client.get(f"/figures/?{query}").wsgi_request.GET
    found = Reported(params, User.objects.get(email="alice@segue.test")).scope
    return str(found.since), str(found.until)


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", ("2025-12-01", "2026-11-18")),
        ("period=month", ("2026-11-01", "2026-11-18")),
        ("period=last-month", ("2026-10-01", "2026-10-31")),
        ("period=quarter", ("2026-10-01", "2026-11-18")),
        ("period=year", ("2026-01-01", "2026-11-18")),
        ("period=last-year", ("2025-01-01", "2025-12-31")),
        ("period=nonsense", ("2025-12-01", "2026-11-18")),
        ("since=2026-03-05", ("2026-03-05", "2026-11-18")),
        ("until=2026-03-05", ("2025-04-01", "2026-03-05")),
        ("since=2026-05-01&until=2026-03-05", ("2026-03-05", "2026-05-01")),
        ("since=1900-01-01&until=2026-03-05", ("2016-03-01", "2026-03-05")),
        ("period=year&since=2026-03-05", ("2026-03-05", "2026-11-18")),
        ("since=yesterday", ("2025-12-01", "2026-11-18")),
    ],
)  # fmt: skip
def test_periods_are_those_of_the_organisation(
    web: Client, monkeypatch: pytest.MonkeyPatch, query: str, days: tuple[str, str]
) -> None:
    monkeypatch.setattr("segue.web.lists.reported.dates.today", lambda zone: date(2026, 11, 18))
    assert scope(web, query) == days


def test_today_is_where_the_organisation_is(web: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(time_zone="Pacific/Auckland")
    preferences.save({"time_zone": "Pacific/Honolulu"})
    there = timezone.now().astimezone(ZoneInfo("Pacific/Honolulu")).date()
    assert scope(web, "")[1] == str(there)


# Names --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("business")
def test_a_typed_name_narrows_to_whom_it_means(web: Client) -> None:
    assert told(web, "forecast", "/figures/?who=bob")["Total"][:2] == ["1", "€200.00"]
    assert told(web, "forecast", "/figures/?who=sales")["Total"][:2] == ["2", "€600.00"]


def test_several_of_a_name_are_offered(web: Client) -> None:
    anna = [builders.person(name) for name in ("Anna Brandt", "Anna Weber")]
    for home in ("/", "/figures/"):
        page = web.get(f"{home}?who=anna&period=year").content.decode()
        assert "Several are called “anna”:" in page
        for each in anna:
            assert f'href="{home}?period=year&amp;whose=p{each.pk}">{each.name}' in page


def test_who_is_called_exactly_so_is_meant(web: Client) -> None:
    short = builders.person("Ann")
    for number in range(9):  # more than are offered, and before her by name
        builders.person(f"Aann{number}")
    assert web.get("/?who=ann").context["figures_href"] == f"/figures/?whose=p{short.pk}"


@pytest.mark.parametrize("typed", ["xyzzy", "<b>", "%", "x" * 1000, "\x00y"])
def test_a_name_of_nobody_is_said(web: Client, typed: str) -> None:
    answer = web.get("/", {"who": typed})
    assert answer.status_code == 200
    assert "Nobody is called" in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["whose=p999999", "whose=px", "whose=d", "whose=p" + "9" * 30, "pipeline=x", "start=x"]
)
def test_what_an_address_cannot_mean_is_left_out(web: Client, query: str) -> None:
    assert web.get(f"/?{query}").context["figures_href"] == "/figures/"


def test_who_was_chosen_stands_among_the_choices(web: Client, charlie: User) -> None:
    selects = web.get(f"/?whose=p{charlie.pk}").context["bar"]["selects"]
    [whose] = [each for each in selects if each["name"] == "whose"]
    assert [option["label"] for option in whose["options"] if option["selected"]] == ["Charlie"]


# The page -----------------------------------------------------------------------------------------------------


def test_empty_figures_say_why(web: Client) -> None:
    page = web.get("/figures/").content.decode()
    for said in ("Nothing came in on these days.", "There are no open deals.", "No deal was won on these days."):
        assert said in page


@pytest.mark.usefixtures("business")
def test_drawings_have_a_name_and_a_description(web: Client) -> None:
    page = web.get("/figures/").content.decode()
    for svg in re.findall(r'<svg class="chart".*?</svg>', page, re.DOTALL):
        name, about = re.search(r'aria-labelledby="(\S+) (\S+)"', svg).groups()
        assert re.search(rf'<title id="{name}">[^<]+</title><desc id="{about}">[^<]+</desc>', svg)
        assert "style=" not in svg
    assert page.count('<svg class="chart"') == 3


@pytest.mark.usefixtures("business")
def test_it_takes_few_queries(alice: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    web = builders.noted(Client(), alice)
    web.get("/figures/", headers=HTMX)
    with django_assert_num_queries(QUERIES):
        web.get("/figures/", headers=HTMX)


QUERIES = 24


# Drawing ------------------------------------------------------------------------------------------------------


def heights(*values: int) -> list[int]:
    drawn = charts.draw([Bar("", Decimal(value), "") for value in values], str)
    return [bar["height"] for bar in drawn["bars"]]


def test_columns_are_as_high_as_their_numbers() -> None:
    ground, full = charts.HEIGHT - charts.FOOT, charts.HEIGHT - charts.FOOT - charts.TOP
    assert heights(0, 50, 100) == [0, full // 2, full]
    assert ground > full


@pytest.mark.parametrize(
    ("most", "marks"),
    [(0, ["0", "1"]), (1, ["0", "1"]), (3, ["0", "1", "2", "3"]), (7, ["0", "2", "4", "6", "8"]),
     (341, ["0", "100", "200", "300", "400"]), (1_000_001, ["0", "500000", "1000000", "1500000"])],
)  # fmt: skip
def test_lines_stand_at_round_numbers(most: int, marks: list[str]) -> None:
    drawn = charts.draw([Bar("", Decimal(most), "")], lambda number: f"{number:f}")
    assert [line["label"] for line in drawn["lines"]] == marks


def test_many_columns_are_not_all_labelled() -> None:
    drawn = charts.draw([Bar("Jan", Decimal(1), "") for _ in range(60)], str)
    labelled = [bar["label"] for bar in drawn["bars"] if bar["label"]]
    assert 5 <= len(labelled) <= 14


def test_nothing_is_drawn_below_the_ground() -> None:
    assert heights(-5, 10)[0] == 0
