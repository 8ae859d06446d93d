"""Do custom fields stand in lists as other columns do: shown, sorted, filtered, searched, hidden from who may not?"""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from segue.core.custom_fields import changes, definitions
from segue.core.models import CustomField, CustomFieldOption, Item, User
from segue.web.components import counts
from segue.web.lists import columns, paging
from tests import builders
from tests.web.test_list_pages import check_pages
from tests.web.test_lists import names, queries


def field(actor: User, kind: str, code: str, *, multiple: bool = False, **given: Any) -> CustomField:
    made = changes.new("deal", kind, multiple=multiple, code=code)
    values = {"labels": {"en": code.title()}, "in_filter": True, **given}
    return changes.save(made, values, actor=actor)


def headings(client: Client, address: str = "/deals/") -> dict[str, dict[str, Any]]:
    return {str(each["label"]): each for each in client.get(address).context["columns"]}


def cells(client: Client, column: str, address: str = "/deals/") -> list[str]:
    context = client.get(address).context
    at = [str(each["label"]) for each in context["columns"]].index(column)
    return [row["cells"][at]["text"] for row in context["rows"]]


def chips(client: Client, address: str) -> list[str]:
    return [chip["text"] for chip in client.get(address).context["head"]["chips"]]


def deals(actor: User, code: str, *values: Any) -> list[Item]:
    """Deals named after what they hold; None is blank."""
    return [
        builders.deal(actor, title=f"{value}", **({} if value is None else {code: value}), rows=()) for value in values
    ]


# Columns ------------------------------------------------------------------------------------------------------


def test_the_first_three_fields_are_the_last_columns(web: Client, alice: User, dana: User) -> None:
    for number in range(4):
        field(dana, "string", f"F{number}", sort=100 - number, in_list=number != 3)
    deals(alice, "F1", "one")
    assert columns.MOST_OWN == 3
    assert list(headings(web))[-3:] == ["F2", "F1", "F0"]
    assert cells(web, "F1") == ["one"]


def test_a_cell_reads_in_the_language_of_its_reader(web: Client, alice: User, dana: User) -> None:
    field(dana, "double", "SIZE")
    field(dana, "employee", "WHO")
    builders.deal(alice, SIZE=1234, WHO=dana.pk)
    assert cells(web, "Size") == ["1,234"]
    assert cells(web, "Who") == ["Dana"]
    User.objects.filter(pk=alice.pk).update(language="de")
    assert cells(web, "Size") == ["1.234"]


def test_a_restricted_field_is_for_those_who_see_it(web: Client, alice: User, dana: User) -> None:
    secret = field(dana, "integer", "SECRET")
    builders.deal(alice, title="Rich", SECRET=5)
    changes.restrict(secret, [dana], [], actor=dana)
    page = web.get("/deals/?f=SECRET&o=is&v=7&sort=SECRET")
    assert "Secret" not in page.content.decode()
    assert [row["label"] for row in page.context["rows"]] == ["Rich"]
    web.force_login(dana)
    assert names(web, "/deals/?f=SECRET&o=is&v=7") == []
    assert "Secret" in headings(web)


def test_fields_cost_no_query_per_row(web: Client, alice: User, dana: User) -> None:
    field(dana, "employee", "WHO")
    field(dana, "crm", "WHAT", settings={"types": ["deal"]})
    first = builders.deal(alice)
    builders.deal(alice, WHO=dana.pk, WHAT=first.pk)
    web.get("/deals/")
    before = queries(web, "/deals/")
    for _ in range(10):
        builders.deal(alice, WHO=alice.pk, WHAT=first.pk)
    assert queries(web, "/deals/") == before


# Order --------------------------------------------------------------------------------------------------------


SORTED: dict[str, tuple[Any, ...]] = {
    "integer": (-1, 2, 10, 100),
    "double": ("-0.5", "0.1", "2.25", "10"),
    "string": ("Apple", "banana", "Cherry", "date"),
    "date": ("2024-12-31", "2026-01-01", "2026-02-01", "2027-01-01"),
}


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("address", ["?sort=", "?sort=-", "?f=SIZE&o=is&v=1&sort=", "?f=SIZE&o=is&v=1&sort=-"])
@pytest.mark.parametrize("kind", SORTED)
def test_blank_ones_come_last_in_both_directions(web: Client, alice: User, dana: User, kind: str, address: str) -> None:
    field(dana, kind, "K")
    field(dana, "integer", "SIZE")
    values = [_stored(kind, value) for value in SORTED[kind]]
    blank = [builders.deal(alice, title=f"blank {number}", SIZE=1) for number in range(4)]
    made = [builders.deal(alice, title=f"{value} {at}", K=value, SIZE=1) for value in values for at in range(2)]
    way = -1 if address.endswith("-") else 1
    wanted = [*[deal.title for deal in made][::way], *[deal.title for deal in blank][::way]]
    check_pages(web, f"/deals/{address}K", wanted)


def _stored(kind: str, value: Any) -> Any:
    return Decimal(value) if kind == "double" else value


@pytest.mark.parametrize("sort", ["title", "stage", "-amount", "owner", "due_on", "-due_on", "created_at"])
def test_what_few_meet_turns_its_pages_by_every_column(
    web: Client, alice: User, dana: User, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    field(dana, "integer", "SIZE")
    for at in range(8):
        builders.deal(alice, title=f"{at}", amount=Decimal(at % 3), due_on=date(2026, 1, 1 + at))
        due = date(2026, 2, 1 + at) if at % 2 else None
        builders.deal(alice, title=f"few {at}", amount=Decimal(at % 3), due_on=due, SIZE=at)
    wanted = [name for name in names(web, f"/deals/?sort={sort}") if name.startswith("few")]
    monkeypatch.setattr(paging, "SIZE", 3)
    check_pages(web, f"/deals/?f=SIZE&o=at_least&v=0&sort={sort}", wanted)


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("kind", ["money", "boolean", "list", "datetime", "url", "directory"])
def test_every_other_kind_with_an_order_turns_its_pages(web: Client, alice: User, dana: User, kind: str) -> None:
    of = field(dana, kind, "K")
    option = CustomFieldOption.objects.create(field=of, text="One") if kind == "list" else None
    first = next(iter(definitions.of_type("deal")["K"].offered), None)
    value = {
        "money": {"amount": 5, "currency": "EUR"}, "boolean": True, "list": option and option.pk,
        "datetime": "2026-01-01T08:00:00Z", "url": "https://a.example", "directory": first,
    }[kind]  # fmt: skip
    made = [builders.deal(alice, title=f"{at}", **({"K": value} if at < 5 else {})) for at in range(8)]
    check_pages(web, "/deals/?sort=K", [deal.title for deal in made])


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.usefixtures("small_pages")
def test_what_is_chosen_stands_in_the_order_in_which_it_is_offered(
    web: Client, alice: User, dana: User, sign: str
) -> None:
    of = field(dana, "list", "K")
    options = [CustomFieldOption.objects.create(field=of, text=text, sort=9 - at) for at, text in enumerate("cba")]
    made = [builders.deal(alice, title=f"{option.text} {at}", K=option.pk) for option in options for at in range(2)]
    wanted = ["a 0", "a 1", "b 0", "b 1", "c 0", "c 1"]
    assert {deal.title for deal in made} == {*wanted}
    check_pages(web, f"/deals/?sort={sign}K", wanted[::-1] if sign else wanted)


def test_an_order_that_no_heading_shows_is_a_chip(web: Client, alice: User, dana: User) -> None:
    for number in range(5):
        field(dana, "integer", f"F{number}", sort=number)
    builders.deal(alice)
    address = "/deals/?q=&owner=me&sort=-F4"
    assert chips(web, address) == ["Responsible person: Mine", "Sort by: F4, descending"]
    assert web.get(address).context["head"]["chips"][-1]["href"] == "/deals/?owner=me"
    assert chips(web, "/deals/?sort=-F0") == chips(web, "/deals/") == chips(web, "/deals/board/?sort=-F4") == []


def test_only_a_filterable_field_is_sorted_by(web: Client, alice: User, dana: User) -> None:
    field(dana, "integer", "PLAIN", in_filter=False)
    field(dana, "list", "MANY", multiple=True)
    field(dana, "integer", "GOOD")
    found = headings(web)
    assert (found["Plain"]["href"], found["Many"]["href"]) == ("", "")
    assert found["Good"]["href"] == "/deals/?sort=-GOOD"
    assert "sorted" in found["Good"]


# Filters ------------------------------------------------------------------------------------------------------


def test_the_address_says_what_is_wanted(web: Client, alice: User, dana: User) -> None:
    field(dana, "integer", "SIZE")
    field(dana, "string", "TOWN")
    for size, town in ((1, "Bonn"), (5, "Bonn"), (9, "Kiel")):
        builders.deal(alice, title=f"{size}", SIZE=size, TOWN=town)
    assert names(web, "/deals/?f=SIZE&o=at_least&v=5") == ["9", "5"]
    assert names(web, "/deals/?f=SIZE&o=between&v=2~9&f=TOWN&o=is&v=Bonn") == ["5"]
    assert names(web, "/deals/?f=TOWN&o=starts&v=bo&sort=SIZE") == ["1", "5"]
    assert names(web, "/deals/?f=SIZE&o=blank&v=") == []


def test_what_is_wanted_stays_with_order_and_pages(web: Client, alice: User, dana: User, small_pages: None) -> None:
    field(dana, "integer", "SIZE")
    deals(alice, "SIZE", *range(8))
    context = web.get("/deals/?q=&owner=me&f=SIZE&o=at_least&v=2&sort=SIZE").context
    said = dict(parse_qsl(urlsplit(context["next_href"]).query, keep_blank_values=True))
    place = {"after": "", "row": "4"}
    assert said | place == {"owner": "me", "f": "SIZE", "o": "at_least", "v": "2", "sort": "SIZE"} | place
    assert {"name": "v", "value": "2"} in context["head"]["hidden"]
    check_pages(web, "/deals/?f=SIZE&o=at_least&v=2&sort=SIZE", [str(size) for size in range(2, 8)])
    check_pages(web, "/deals/?f=SIZE&o=at_least&v=2", [str(size) for size in range(7, 1, -1)])


def test_a_chip_says_it_and_takes_it_away(web: Client, dana: User) -> None:
    of = field(dana, "list", "REGION")
    north, south = (CustomFieldOption.objects.create(field=of, text=text) for text in ("North", "South"))
    field(dana, "money", "BUDGET")
    field(dana, "date", "DAY")
    address = (
        f"/deals/?f=REGION&o=among&v={north.pk}~{south.pk}&f=BUDGET&o=at_least&v=1000.5&f=DAY&o=at_least&v=2026-01-31"
    )
    assert chips(web, address) == [
        "Region is one of North, South",
        "Budget at least 1,000.5",
        "Day from Jan 31, 2026",
    ]
    first = web.get(address).context["head"]["chips"][0]["href"]
    assert len(chips(web, first)) == 2


@pytest.mark.parametrize("with_others", [False, True])
def test_many_hits_are_walked_and_few_are_fetched(
    web: Client, alice: User, dana: User, monkeypatch: pytest.MonkeyPatch, with_others: bool
) -> None:
    field(dana, "integer", "SIZE")
    field(dana, "list", "MANY", multiple=True)
    deals(alice, "SIZE", *range(6))
    if with_others:
        monkeypatch.setattr(counts, "EXACT_TO", 2)
    for address, wanted in (
        ("f=SIZE&o=at_least&v=3", "543"),
        ("f=SIZE&o=is&v=3", "3"),
        ("f=SIZE&o=at_least&v=3&sort=SIZE", "345"),
        ("f=SIZE&o=is_not&v=3&sort=-SIZE", "54210"),
        ("f=MANY&o=blank&v=&owner=me&stage=open&sort=-SIZE", "543210"),
        ("f=SIZE&o=filled&v=&sort=title", "012345"),
    ):
        assert "".join(names(web, f"/deals/?{address}")) == wanted, address


BAD = (
    "f=NONE&o=is&v=1",
    "f=SIZE&o=contains&v=1",
    "f=SIZE&o=is&v=x",
    "f=SIZE&o=is&v=",
    "f=SIZE&o=is&v=NaN",
    "f=SIZE&o=is&v=1e5000",
    "f=SIZE&o=is&v=%00",
    "f=SIZE&o=between&v=9~1",
    "f=SIZE&o=between&v=1",
    "f=SIZE&o=is",
    "f=SIZE",
    "o=is&v=1",
    f"f=SIZE&o=is&v={'9' * 10_000}",
    "f=TOWN&o=is&v=%00",
    f"f=TOWN&o=contains&v={'x' * 10_000}",
    "f=size&o=is&v=1",
    "f=SIZE'--&o=is&v=1",
    "f=SIZE&o='&v=1",
    "f=DAY&o=is&v=2026-13-45",
    "f=WHO&o=is&v=x",
    "f=WHO&o=is&v=" + "9" * 40,
    "f=SEEN&o=is&v=maybe",
    "f=REGION&o=is&v=4711",
    "f=REGION&o=among&v=" + "~".join("1" * 300),
    "f=AT&o=at_least&v=yesterday",
    "sort=NONE",
    "sort=-SIZE'",
)
WORSE = (
    "after=%00~1&sort=SIZE",
    "after=x~1&sort=SIZE",
    "after=1e9999~1&sort=SIZE",
    "after=NaN~1&sort=SIZE",
    "before=~9&sort=SIZE",
    "after=maybe~1&sort=SEEN",
    "after=x~1&sort=REGION",
    "after=²~1&sort=REGION",
    "after=%00~1&sort=TOWN",
    "after=x~1&sort=DAY",
    "after=x~1&sort=AT",
    "after=1~1&sort=WHO",
    f"after={'9' * 5000}~1&sort=SIZE",
    "f=TOWN&o=contains&v=%25_'\"\\",
)


def all_kinds(dana: User) -> None:
    for kind, code in (
        ("integer", "SIZE"), ("string", "TOWN"), ("date", "DAY"), ("employee", "WHO"), ("boolean", "SEEN"),
        ("list", "REGION"), ("datetime", "AT"),
    ):  # fmt: skip
        field(dana, kind, code)


def test_what_an_address_cannot_mean_is_left_out(web: Client, alice: User, dana: User) -> None:
    all_kinds(dana)
    builders.deal(alice, title="Here")
    for bad in BAD:
        assert names(web, f"/deals/?{bad}") == ["Here"], bad
        assert chips(web, f"/deals/?{bad}") == [], bad
    for worse in WORSE:
        assert web.get(f"/deals/?{worse}").status_code == 200, worse


# The form that puts a filter together --------------------------------------------------------------------------


def put(client: Client, code: str, how: str, *what: str, address: str = "") -> Any:
    sent = {"row": "0", "field-0": code, "how-0": how, "what-0": list(what), "act": "apply"}
    return client.post(f"/deals/filter/?{address}", sent, follow=True)


@pytest.mark.parametrize(
    ("code", "how", "what", "chip"),
    [
        ("SIZE", "between", ["1", "5"], "Size between 1 – 5"),
        ("SIZE", "blank", ["", ""], "Size is empty"),
        ("TOWN", "contains", ["bo~nn"], "Town contains bo~nn"),
        ("SEEN", "is", ["0"], "Seen is No"),
        ("DAY", "at_most", ["2026-01-31"], "Day until Jan 31, 2026"),
        ("DAY", "within", ["last", "7"], "Day: the last 7 days"),
        ("AT", "within", ["this_week", ""], "At: this week"),
    ],
)
def test_what_is_typed_becomes_a_condition(  # noqa: PLR0917  a field, a comparison, values, and what they say
    web: Client, dana: User, code: str, how: str, what: list[str], chip: str
) -> None:
    all_kinds(dana)
    assert [each["text"] for each in put(web, code, how, *what).context["head"]["chips"]] == [chip]


def test_several_chosen_options_are_any_of_them(web: Client, dana: User) -> None:
    of = field(dana, "list", "REGION")
    first, second = (CustomFieldOption.objects.create(field=of, text=text) for text in "AB")
    found = put(web, "REGION", "is", str(first.pk), str(second.pk))
    assert [each["text"] for each in found.context["head"]["chips"]] == ["Region is one of A, B"]


@pytest.mark.parametrize("what", ["", "x", "1" * 30, "\0", "9" * 10_000])
def test_what_cannot_be_read_is_told_beside_the_input(web: Client, dana: User, what: str) -> None:
    field(dana, "integer", "SIZE")
    page = put(web, "SIZE", "is", what)
    assert page.status_code == 422
    assert page.context["lines"][0]["inputs"][0]["error"]


# Search -------------------------------------------------------------------------------------------------------


@pytest.fixture
def searched(web: Client, alice: User, dana: User) -> Client:
    field(dana, "string", "NOTE")
    field(dana, "url", "SITE", in_filter=False)
    builders.deal(alice, title="Found", NOTE="Größe fünf", SITE="https://brandt.example/shop")
    builders.deal(alice, title="Other")
    return web


@pytest.mark.parametrize("q", ["grosse", "FÜNF", "brandt.example", "found funf"])
def test_words_of_text_fields_are_found(searched: Client, q: str) -> None:
    assert names(searched, f"/deals/?q={q}") == ["Found"]


@pytest.mark.parametrize("multiple", [False, True])
def test_in_a_field_of_people_me_is_whoever_reads(
    web: Client, alice: User, bob: User, dana: User, multiple: bool
) -> None:
    field(dana, "employee", "WHO", multiple=multiple)
    for person in (alice, bob):
        builders.deal(alice, title=person.name, WHO=[person.pk] if multiple else person.pk)
    address = "/deals/?f=WHO&o=is&v=me"
    assert (names(web, address), chips(web, address)) == (["Alice"], ["Who is me"])
    assert names(web, "/deals/?f=WHO&o=is_not&v=me") == ["Bob"]
    web.force_login(bob)
    assert names(web, address) == ["Bob"]


def test_me_is_offered_in_a_field_of_people(web: Client, dana: User) -> None:
    field(dana, "employee", "WHO")
    page = web.get("/deals/filter/?f=WHO&o=is&v=me").content.decode()
    assert '<option value="me" selected>me</option>' in page
