"""In which order does a list stand, and does every item stand on one of its pages?"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any

import pytest
from django.test import Client

from segue.core import item_types, records
from segue.core.models import Grant, Item, User
from segue.crm.communications import Communication
from segue.web.components import counts
from tests import builders
from tests.web.test_lists import names


def walk(client: Client, address: str) -> Iterator[list[str]]:
    """Turn all pages forwards, then back to the first; each page is given once per visit."""
    answer = client.get(address)
    yield [row["label"] for row in answer.context["rows"]]
    for way in ("next_href", "previous_href"):
        while answer.context[way]:
            answer = client.get(answer.context[way])
            yield [row["label"] for row in answer.context["rows"]]


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("narrowed", ["owner=me", "stage=open&sort=title", "f=amount&o=at_least&v=0&sort=amount"])
def test_what_a_filter_leaves_is_turned_page_by_page_too(web: Client, alice: User, bob: User, narrowed: str) -> None:
    for number in range(7):
        builders.deal(alice, title=f"Mine {number}")
    pages = list(walk(web, f"/deals/?{narrowed}"))
    forwards, back = pages[:3], pages[2:]
    assert sorted(label for page in forwards for label in page) == [f"Mine {number}" for number in range(7)]
    assert back[::-1] == forwards


def check_pages(client: Client, address: str, wanted: list[str]) -> None:
    """All pages forwards give every item once, in order; back again they are the same pages."""
    pages = list(walk(client, address))
    forwards, back = pages[: (len(pages) + 1) // 2], pages[(len(pages) + 1) // 2 :]
    assert [name for page in forwards for name in page] == wanted
    assert back == forwards[-2::-1]


def test_latest_activity_comes_first_and_pages_turn_both_ways(web: Client, alice: User, small_pages: None) -> None:
    made = [builders.deal(alice, title=f"Deal {number}") for number in range(8)]
    check_pages(web, "/deals/", [deal.title for deal in reversed(made)])


def test_a_page_says_which_rows_it_shows(web: Client, alice: User, small_pages: None) -> None:
    for number in range(8):
        builders.deal(alice, title=f"Deal {number}")
    said: list[str] = []
    address = "/deals/"
    for way in ("next_href", "next_href", "previous_href", "previous_href", ""):
        page = web.get(address).context
        said, address = [*said, page["position"]], page[way] if way else ""
    rows = [f"8 deals, rows {rows}" for rows in ("1–3", "4–6", "7–8", "4–6", "1–3")]
    assert said == rows
    assert web.get("/deals/?q=Deal+7").context["position"] == "1 deal"


def test_a_page_that_cannot_know_where_it_stands_says_nothing_of_it(
    web: Client, alice: User, small_pages: None
) -> None:
    for number in range(8):
        builders.deal(alice, title=f"Deal {number}")
    second = web.get("/deals/").context["next_href"]
    for row in ("", "x", "-1", "9" * 30, "²"):
        assert web.get(second.replace("row=4", f"row={row}")).context["position"] == "8 deals", row


@pytest.mark.parametrize("sort", ["title", "stage", "amount", "owner", "due_on", "last_activity_at", "created_at"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_equal_ones_stand_in_the_order_of_their_ids(
    web: Client, alice: User, small_pages: None, sort: str, sign: str
) -> None:
    made = [builders.deal(alice, title="Same") for _ in range(8)]
    moment = made[0].created_at
    Item.objects.update(last_activity_at=moment, created_at=moment)
    for deal in made:
        Item.objects.filter(pk=deal.pk).update(title=str(deal.pk))
    wanted = [str(deal.pk) for deal in made]
    check_pages(web, f"/deals/?sort={sign}{sort}", wanted[::-1] if sign else wanted)


@pytest.mark.parametrize("sign", ["", "-"])
def test_missing_days_come_last_in_both_directions(web: Client, alice: User, small_pages: None, sign: str) -> None:
    days = [date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)]
    dated = [builders.deal(alice, title=f"{day} {at}", start_on=None, due_on=day) for at, day in enumerate(days)]
    without = [builders.deal(alice, title=f"none {at}", start_on=None, due_on=None) for at in range(5)]
    wanted = [[deal.title for deal in deals] for deals in (dated, without)]
    check_pages(web, f"/deals/?sort={sign}due_on", [*wanted[0][:: -1 if sign else 1], *wanted[1][:: -1 if sign else 1]])


def test_titles_sort_as_people_read(web: Client, alice: User, small_pages: None) -> None:
    titles = ["apple", "Ärger", "Banana", "cherry", "Zebra"]
    for title in reversed(titles):
        builders.deal(alice, title=title)
    check_pages(web, "/deals/?sort=title", titles)
    check_pages(web, "/deals/?sort=-title", titles[::-1])


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("sort", ["city", "utm_source"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_texts_sort_as_people_read_letters_with_marks_too(web: Client, alice: User, sort: str, sign: str) -> None:
    made = ["Aachen", "Öhringen", "ostheim", "Łódź", "Zell", "Überlingen", "ulm", "Ebern"]
    for name in made:
        builders.lead(alice, title=name, city=name, utm_source=name)
    wanted = ["Aachen", "Ebern", "Łódź", "Öhringen", "ostheim", "Überlingen", "ulm", "Zell"]
    check_pages(web, f"/leads/?sort={sign}{sort}", wanted[::-1] if sign else wanted)


@pytest.mark.parametrize(("sort", "sign"), [("amount", "-"), ("amount", "")])
def test_amounts_sort_by_their_worth(web: Client, alice: User, small_pages: None, sort: str, sign: str) -> None:
    worth = [Decimal("-1.5"), Decimal(0), Decimal(2), Decimal("10.25"), Decimal(100)]
    for amount in worth:
        builders.deal(alice, title=str(amount), amount_is_manual=True, amount=amount)
    check_pages(web, f"/deals/?sort={sign}{sort}", [str(amount) for amount in (worth[::-1] if sign else worth)])


def test_a_heading_clicked_twice_turns_the_order_round(web: Client, alice: User) -> None:
    builders.deal(alice)
    heading = {str(each["label"]): each["href"] for each in web.get("/deals/").context["columns"]}
    assert (heading["Name"], heading["Amount"]) == ("/deals/?sort=title", "/deals/?sort=-amount")
    assert heading["Last activity"] == "/deals/?sort=last_activity_at"
    again = {str(each["label"]): each["href"] for each in web.get(heading["Name"]).context["columns"]}
    assert again["Name"] == "/deals/?sort=-title"


def test_items_that_come_in_between_move_nothing_to_the_next_page(web: Client, alice: User, small_pages: None) -> None:
    made = [builders.deal(alice, title=f"Deal {number}") for number in range(6)]
    onwards = web.get("/deals/").context["next_href"]
    builders.deal(alice, title="Just now")
    assert names(web, onwards) == [deal.title for deal in reversed(made[:3])]


def test_a_page_that_lost_its_items_is_the_first_page(web: Client, alice: User, dana: User, small_pages: None) -> None:
    made = [builders.deal(alice, title=f"Deal {number}") for number in range(4)]
    onwards = web.get("/deals/").context["next_href"]
    records.delete(made[0], actor=dana)
    assert names(web, onwards) == ["Deal 3", "Deal 2", "Deal 1"]


def test_a_page_that_lost_its_items_counts_its_rows_from_the_first(
    web: Client, alice: User, dana: User, small_pages: None
) -> None:
    made = [builders.deal(alice, title=f"Deal {number}") for number in range(7)]
    last = web.get(web.get("/deals/").context["next_href"]).context["next_href"]
    records.delete(made[0], actor=dana)
    page = web.get(last).context
    assert (page["position"], "row=4" in page["next_href"]) == ("6 deals, rows 1–3", True)


def test_counts_are_exact_up_to_a_limit(web: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "EXACT_TO", 2)
    builders.deal(alice)
    assert web.get("/deals/").context["count"] == "1 deal"
    builders.deal(alice)
    assert web.get("/deals/").context["count"] == "2 deals"
    builders.deal(alice)
    assert web.get("/deals/").context["count"] == "2+ deals"


@pytest.fixture(params=[2, 10_000])
def many_or_few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a list holds counts as very much, or as little."""
    monkeypatch.setattr(counts, "EXACT_TO", request.param)


@pytest.fixture(params=["admin", "web"])
def reading_all(db: None, request: pytest.FixtureRequest) -> Any:
    """An administrator, and somebody who reads everything."""
    Grant.objects.filter(action="read").update(scope="all")
    return request.getfixturevalue(request.param)


@pytest.mark.usefixtures("small_pages", "many_or_few")
@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("kind", ["deal", "lead"])
def test_they_sort_by_the_names_of_their_clients(reading_all: Client, dana: User, sign: str, kind: str) -> None:
    """By the company, else by the primary contact; without either, or with one in the bin, they come last."""
    adler, other, zebra, binned = (builders.company(dana, title=name) for name in ("Adler", "Ädler", "Zebra", "Berg"))
    same, meyer = (builders.contact(dana, first_name="", last_name=name) for name in ("Adler", "Meyer"))
    records.delete(binned, actor=dana)
    clients = [
        ("zebra", (zebra, meyer)), ("adler", (adler,)), ("meyer", (None, meyer, same)), ("adler", (other,)),
        ("adler adler", (None, same)), ("", (binned, meyer)), ("adler", (adler,)), ("", ()),
    ]  # fmt: skip
    made = [(name, builders.MAKERS[kind](dana, client=builders.client(*client))) for name, client in clients]
    made.sort(key=lambda each: (each[0], each[1].pk), reverse=bool(sign))
    wanted = [item.pk for name, item in made if name] + [item.pk for name, item in made if not name]
    for item in Item.objects.filter(pk__in=wanted):
        records.change(item, {"title": f"Sorted {item.pk}"}, actor=dana)
    check_pages(reading_all, f"/{kind}s/?sort={sign}client", [f"Sorted {pk}" for pk in wanted])


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("sign", ["", "-"])
def test_a_client_one_may_not_see_says_nothing_by_where_its_deals_stand(
    web: Client, alice: User, charlie: User, sign: str
) -> None:
    hidden = [builders.company(charlie, title=name) for name in ("Aal", "Mohn", "Zuse")]
    seen = [builders.company(alice, title=name) for name in ("Berg", "Nord", "Berg", "Wald")]
    made = [builders.deal(alice, title="", client=builders.client(each)) for each in (*hidden, *seen)]
    unknown, known = ([deal.pk for deal in some] for some in (made[:3], made[3:]))
    in_order = [known[0], known[2], known[1], known[3]]
    wanted = [*in_order[:: -1 if sign else 1], *unknown[:: -1 if sign else 1]]
    check_pages(web, f"/deals/?sort={sign}client", [f"Deal #{pk}" for pk in wanted])


def phoned(number: str) -> dict[str, Any]:
    return {"communications": (Communication("PHONE", number),) if number else ()}


def observed(name: str) -> dict[str, Any]:
    return {"observers": tuple(User.objects.filter(name=name).values_list("pk", flat=True))}


# By an item type and a column: what makes an item that has a value there, and which values there are.
HELD: dict[str, tuple[Callable[[Any], dict[str, Any]], list[Any]]] = {
    "deal probability": (lambda rate: {"probability": rate}, [30, None, 10, 30, 5, None, 100]),
    "lead last_name": (lambda name: {"last_name": name}, ["Zuse", "", "adler", "Meyer", "Adler", "", "Berg"]),
    "lead birth_on": (
        lambda day: {"birth_on": day},
        [date(1970, 5, 1), None, date(1950, 1, 1), date(2001, 2, 3), None],
    ),
    "lead phone": (phoned, ["+49 30 2", "", "+49 30 1", "+49 30 2", "+49 30 3", "", "+49 30 0"]),
    "deal observers": (observed, ["Charlie", "", "Bob", "Dana", "", "Bob", ""]),
}


@pytest.mark.usefixtures("small_pages", "many_or_few", "bob", "charlie", "dana")
@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("kind", HELD)
def test_what_items_have_in_other_tables_sorts_as_it_reads(web: Client, alice: User, kind: str, sign: str) -> None:
    """In the table of their type, or in rows beside them; what has nothing there comes last."""
    (code, column), (values, held) = kind.split(), HELD[kind]
    made = [(value.lower() if isinstance(value, str) else value, number) for number, value in enumerate(held)]
    for number, value in enumerate(held):
        builders.MAKERS[code](alice, title=f"No {number}", **values(value))
    there = sorted((each for each in made if each[0]), reverse=bool(sign))
    missing = sorted((each for each in made if not each[0]), key=itemgetter(1), reverse=bool(sign))
    wanted = [f"No {number}" for _value, number in (*there, *missing)]
    check_pages(web, f"/{item_types.get(code).slug}/?sort={sign}{column}", wanted)
