"""Can lists be filtered by everything, with the comparisons of its kind, and does that find what it says?"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from segue.core import item_types, records
from segue.core.models import Item, Stage, User
from segue.crm.communications import Communication
from segue.crm.types import ITEM_TYPES
from segue.web.lists import views
from segue.web.lists.asked import Asked
from segue.web.lists.filtering import periods, standard
from tests import builders
from tests.crm.conversion.steps import convert
from tests.web.test_list_pages import check_pages
from tests.web.test_lists import names

every_type = pytest.mark.parametrize("code", [each.code for each in ITEM_TYPES])
SOME: dict[str, str] = {
    "semantics": "process",
    "made_from": "lead",
    "made_into": "deal",
    "stale": "30",
    "currency": "EUR",
}


def said(*conditions: tuple[str, str, str], **more: str) -> str:
    return urlencode([pair for f, o, v in conditions for pair in (("f", f), ("o", o), ("v", v))] + [*more.items()])


def found(client: Client, *conditions: tuple[str, str, str], of: str = "deals", **more: str) -> list[str]:
    return sorted(names(client, f"/{of}/?{said(*conditions, **more)}"))


# Everything -----------------------------------------------------------------------------------------------------


def value_for(to: Asked, code: str, operator: str) -> str:
    """A value that could be asked for."""
    subject = to.subjects[code]
    if operator in {"blank", "filled"}:
        return ""
    if operator == "within":
        return "this_month"
    single = SOME.get(code)
    if single is None and subject.options is not None:
        single = next((value for value, _label in subject.options(to.context)), None)
    single = single or ("2026-01-31" if subject.input == "date" else "1")
    return f"{single}~{single}" if operator == "between" else single


@every_type
def test_everything_can_be_asked_with_each_of_its_comparisons(web: Client, alice: User, code: str) -> None:
    item_type = item_types.get(code)
    builders.MAKERS[code](alice)
    empty = Asked(item_type, QueryDict(), alice)
    for name in standard.of(item_type):
        for operator in empty.subjects[name].operators:
            address = said((name, operator, value_for(empty, name, operator)))
            to = Asked(item_type, QueryDict(address), alice)
            assert [each.code for each in to.chosen.conditions.each] == [name], address
            assert to.chosen.conditions.each[0].text(to.context)
            list(to.rows[:2])


@every_type
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_column_with_an_order_turns_its_pages(
    web: Client, alice: User, small_pages: None, code: str, sign: str
) -> None:
    item_type = item_types.get(code)
    for _ in range(5):
        builders.MAKERS[code](alice)
    every = Asked(item_type, QueryDict(), alice).all_columns
    for name in every.rows:
        if every.one(name).order is None:
            continue
        shown = names(web, f"/{item_type.slug}/?sort={sign}{name}&size=100")
        check_pages(web, f"/{item_type.slug}/?sort={sign}{name}", shown)


BAD = ("f=nothing&o=is&v=1", "f=amount&o=contains&v=1", "f=amount&o=is&v=x", "f=stage&o=is&v=4711", "f=x.id&o=is&v=1",
       "f=due_on&o=within&v=someday", "f=due_on&o=is&v=2026-13-45", "f=due_on&o=at_most&v=9999-12-31", "f=2.x",
       "f=due_on&o=within&v=last:0", "f=created_at&o=at_least&v=0001-01-01", "f=stale&o=at_least&v=0", "f=&o=&v=",
       "f=made_from&o=is&v=cat", "f=amount&o=between&v=9~1", "match=any", "view=4711", "view=%00", "size=7",
       "f=owner&o=is&v=²", f"f=id&o=is&v={'9' * 30}", "f=title&o=contains&v=%00")  # fmt: skip


def test_what_an_address_cannot_mean_is_left_out(web: Client, alice: User) -> None:
    builders.deal(alice, title="Here")
    for bad in BAD:
        answer = web.get(f"/deals/?{bad}")
        assert [row["label"] for row in answer.context["rows"]] == ["Here"], bad
        assert not answer.context["chosen"].conditions, bad


@every_type
def test_an_id_that_nothing_has_is_named_as_gone(web: Client, code: str) -> None:
    slug = item_types.get(code).slug
    for name in ("client", "companies", "contacts", "lead", "deal", "estimate"):
        assert web.get(f"/{slug}/?f={name}&o=is&v=0").status_code == 200, name


TYPED = {"is": "ÄPFEL FÜR ZÜRICH", "contains": "FÜR", "starts": "äPF"}


@pytest.mark.parametrize("operator", TYPED)
def test_case_does_not_count_beyond_ascii_either(web: Client, alice: User, operator: str) -> None:
    builders.deal(alice, title="Äpfel für Zürich", comment="Äpfel für Zürich")
    assert found(web, ("title", operator, TYPED[operator])) == ["Äpfel für Zürich"]
    assert found(web, ("comment", "contains", "äPFEL FÜR")) == ["Äpfel für Zürich"]
    assert found(web, ("title", "is_not", "äpfel für ZÜRICH")) == []


# What it finds --------------------------------------------------------------------------------------------------


def test_amounts_and_texts(web: Client, alice: User) -> None:
    for title, amount in (("Small", 5), ("Large", 5000)):
        builders.deal(alice, title=title, amount=Decimal(amount), amount_is_manual=True, source_note=f"of {title}")
    assert found(web, ("amount", "at_least", "100")) == ["Large"]
    assert found(web, ("amount", "between", "1~10")) == ["Small"]
    assert found(web, ("source_note", "contains", "LARGE")) == ["Large"]
    assert found(web, ("title", "is_not", "large")) == ["Small"]
    assert found(web, ("utm_source", "filled", "")) == []


def test_days_are_the_readers(web: Client, alice: User) -> None:
    today = timezone.localdate()
    for title, days in (("Past", -3), ("Now", 0), ("Soon", 3), ("Late", 40)):
        builders.deal(alice, title=title, due_on=today + timedelta(days=days))
    assert found(web, ("due_on", "within", "today")) == ["Now"]
    assert found(web, ("due_on", "within", "last:4")) == ["Now", "Past"]
    assert found(web, ("due_on", "within", "next:4")) == ["Now", "Soon"]
    assert found(web, ("due_on", "within", "past")) == found(web, ("overdue", "is", "1")) == ["Past"]
    assert found(web, ("due_on", "at_least", (today + timedelta(days=1)).isoformat())) == ["Late", "Soon"]
    assert len(found(web, ("created_at", "within", "today"))) == 4


def test_columns_of_the_type_alone(web: Client, alice: User) -> None:
    builders.deal(alice, title="Likely", probability=90)
    builders.deal(alice, title="Open")
    assert found(web, ("probability", "at_least", "50")) == ["Likely"]
    assert found(web, ("probability", "blank", "")) == ["Open"]
    assert found(web, ("probability", "at_least", "50"), sort="-probability") == ["Likely"]


def test_people_and_oneself(web: Client, alice: User, bob: User) -> None:
    builders.deal(alice, title="Mine"), builders.deal(bob, title="His", observers=(alice.pk,))
    assert found(web, ("owner", "is", "me")) == ["Mine"]
    assert found(web, ("created_by", "is_not", "me")) == ["His"]
    assert found(web, ("observers", "is", "me")) == found(web, ("observers", "filled", "")) == ["His"]
    assert found(web, ("owner", "among", f"me~{bob.pk}")) == ["His", "Mine"]


def test_clients_are_found_by_names_one_sees_and_by_key(web: Client, alice: User, charlie: User) -> None:
    ours, theirs = builders.company(alice, title="Brandt GmbH"), builders.company(charlie, title="Secret Brandt")
    builders.deal(alice, title="Ours", client=builders.client(ours))
    builders.deal(alice, title="Hidden", client=builders.client(theirs))
    builders.deal(alice, title="Nobody's")
    assert found(web, ("client", "contains", "brandt")) == ["Ours"]
    assert found(web, ("client", "is", str(ours.pk))) == ["Ours"]
    assert found(web, ("client", "blank", "")) == ["Nobody's"]


@pytest.mark.parametrize("typed", ["030 12345", "+49 30 123", "(030) 12-34", "0049 30/123456", "123456"])
def test_a_phone_is_found_in_any_notation(web: Client, alice: User, typed: str) -> None:
    builders.contact(alice, first_name="Ann", last_name="", communications=(Communication("PHONE", "030 / 123 456"),))
    builders.contact(alice, first_name="Else", last_name="", communications=(Communication("PHONE", "040 99"),))
    assert found(web, ("phone", "contains", typed), of="contacts") == ["Ann"]
    assert found(web, ("email", "contains", typed), of="contacts") == []


def test_phones_and_emails(web: Client, alice: User) -> None:
    builders.contact(alice, first_name="Ann", communications=(Communication("EMAIL", "ann@brandt.example"),))
    builders.contact(alice, first_name="Tom")
    assert found(web, ("email", "contains", "BRANDT"), of="contacts") == ["Ann Brandt"]
    assert found(web, ("email", "blank", ""), of="contacts") == ["Tom Brandt"]


def test_stages_what_they_mean_and_where_an_item_was(web: Client, alice: User) -> None:
    deal, other = builders.deal(alice, title="Won"), builders.deal(alice, title="New")
    first, won = deal.stage, Stage.objects.get(pipeline=deal.pipeline, semantics="success")
    records.change(deal, {"stage": won}, actor=alice)
    assert found(web, ("stage", "is", str(other.stage_id))) == ["New"]
    assert found(web, ("semantics", "is", "success")) == ["Won"]
    assert found(web, ("was_in_stage", "is", str(first.pk))) == ["New", "Won"]
    assert found(web, ("was_in_stage", "is_not", str(won.pk))) == ["New"]


def test_what_is_planned_and_what_is_stale(web: Client, alice: User) -> None:
    busy, stale = builders.deal(alice, title="Busy"), builders.deal(alice, title="Stale")
    builders.activity(alice, busy)
    Item.objects.filter(pk=stale.pk).update(last_activity_at=timezone.now() - timedelta(days=31))
    assert found(web, ("planned", "filled", "")) == ["Busy"]
    assert found(web, ("planned", "blank", "")) == ["Stale"]
    assert found(web, ("stale", "at_least", "30")) == ["Stale"]


def test_products(web: Client, alice: User) -> None:
    builders.deal(alice, title="Hosted", rows=(builders.row("Hosting"),))
    builders.deal(alice, title="Bare", rows=())
    assert found(web, ("product", "contains", "host")) == ["Hosted"]
    assert found(web, ("product", "blank", "")) == ["Bare"]


def test_what_was_made_from_and_into_what(web: Client, alice: User) -> None:
    lead = builders.lead(alice, title="Asked")
    convert(lead, "deal", alice)
    builders.deal(alice, title="By hand"), builders.lead(alice, title="Fresh")
    assert found(web, ("made_from", "is", "lead")) == ["Asked"]
    assert found(web, ("made_from", "blank", "")) == ["By hand"]
    assert (
        found(web, ("made_into", "is", "deal"), of="leads")
        == found(web, ("converted", "is", "1"), of="leads")
        == ["Asked"]
    )
    assert found(web, ("converted", "is", "0"), of="leads") == ["Fresh"]


# Together -------------------------------------------------------------------------------------------------------


@pytest.fixture
def three(alice: User) -> None:
    for title, amount, source in (("A", 5, "x"), ("B", 500, "x"), ("C", 5000, "y")):
        builders.deal(alice, title=title, amount=Decimal(amount), amount_is_manual=True, utm_source=source)


@pytest.mark.usefixtures("three")
def test_all_must_hold_or_any_one(web: Client) -> None:
    both = (("amount", "at_least", "100"), ("utm_source", "is", "x"))
    assert found(web, *both) == ["B"]
    assert found(web, *both, match="any") == ["A", "B", "C"]


@pytest.mark.usefixtures("three")
def test_groups_turn_it_round(web: Client) -> None:
    group = (("1.amount", "is", "5"), ("1.amount", "is", "5000"))
    assert found(web, ("utm_source", "is", "x"), *group) == ["A"]
    inner = (("1.amount", "at_least", "100"), ("1.utm_source", "is", "x"))
    assert found(web, ("amount", "is", "5000"), *inner, match="any") == ["B", "C"]


@pytest.mark.usefixtures("three")
def test_chips_say_what_is_asked_and_take_it_away(web: Client) -> None:
    head = web.get(
        f"/deals/?{said(('utm_source', 'is', 'x'), ('1.amount', 'is', '5'), ('1.amount', 'is', '500'))}"
    ).context["head"]
    assert [(chip["text"], chip["joint"]) for chip in head["chips"]] == [
        ("UTM Source is x", ""), ("Amount is 5", ""), ("Amount is 500", "or"),
    ]  # fmt: skip
    assert names(web, head["chips"][1]["href"]) == ["B"]


def test_a_form_grows_shrinks_and_changes_nothing(web: Client) -> None:
    sent: dict[str, Any] = {
        "row": ["0", "1"],
        "field-0": "amount",
        "how-0": "at_least",
        "what-0": "5",
        "field-1": "title",
    }
    assert len(web.post("/deals/filter/", sent | {"act": "add:0"}).context["lines"]) == 3
    grown = web.post("/deals/filter/", sent | {"act": "add:1"}).context
    assert [group["number"] for group in grown["groups"]] == [1]
    left = web.post("/deals/filter/", sent | {"act": "remove:1"}).context["lines"]
    assert [line["label"] for line in left] == ["Amount"]


@pytest.mark.parametrize("days", ["", "soon", "0", "-1", "99999"])
def test_a_number_of_days_that_is_none_is_told_beside_it(web: Client, days: str) -> None:
    sent = {"row": "0", "field-0": "due_on", "how-0": "within", "what-0": ["last", days]}
    answer = web.post("/deals/filter/", sent)
    period, number = answer.context["lines"][0]["inputs"]
    assert (answer.status_code, period["error"], number["value"]) == (422, "", days)
    assert number["error"] == "Enter a number of days, such as 7."


def test_what_the_form_comes_to_is_an_address(web: Client) -> None:
    sent = {"row": ["0", "1"], "field-0": "amount", "how-0": "at_least", "what-0": "1,000", "group-1": "1",
            "field-1": "planned", "how-1": "blank", "owner": "me", "stage": "open", "sort": "-amount"}  # fmt: skip
    answer = web.post("/deals/filter/?q=x", sent)
    wanted = said(("amount", "at_least", "1000"), ("1.planned", "blank", ""))
    assert (answer.status_code, answer["Location"]) == (303, f"/deals/?q=x&stage=open&owner=me&{wanted}&sort=-amount")


@every_type
def test_the_form_asks_for_everything_in_the_readers_words(web: Client, alice: User, code: str) -> None:
    slug, item_type = item_types.get(code).slug, item_types.get(code)
    for name in Asked(item_type, QueryDict(), alice).subjects:
        line = web.post(f"/{slug}/filter/", {"row": "0", "field-0": name, "act": "look"}).context["lines"][0]
        assert line["operators"], name


def test_without_the_right_to_read_there_is_no_filter(web: Client) -> None:
    builders.take_right_away("read", "deal")
    assert web.get("/deals/filter/").status_code == 403
    assert web.get("/nothing/filter/").status_code == 404


# Periods --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("this_week", (2026, 1, 12), (2026, 1, 18)), ("last_week", (2026, 1, 5), (2026, 1, 11)),
        ("next_month", (2026, 2, 1), (2026, 2, 28)), ("last_month", (2025, 12, 1), (2025, 12, 31)),
        ("this_quarter", (2026, 1, 1), (2026, 3, 31)), ("last_year", (2025, 1, 1), (2025, 12, 31)),
        ("last:7", (2026, 1, 8), (2026, 1, 14)), ("next:1", (2026, 1, 14), (2026, 1, 14)),
    ],
)  # fmt: skip
def test_a_period_has_a_first_and_a_last_day(period: str, first: Any, last: Any) -> None:
    assert periods.days(period, date(2026, 1, 14)) == (date(*first), date(*last))


@every_type
def test_the_views_supplied_ask_what_there_is(web: Client, alice: User, code: str) -> None:
    item_type = item_types.get(code)
    for view in views.Shelf(item_type, alice).views.values():
        to = Asked(item_type, QueryDict(urlencode({"view": view.code})), alice)
        assert to.said == list(view.asked)
        assert not to.is_changed


def test_in_a_company_of_hundreds_everybody_can_be_chosen(web: Client) -> None:
    User.objects.bulk_create(User(name=f"P {n:03}", email=f"p{n}@example.com") for n in range(320))
    last = User.objects.get(name="P 319")
    for page in ("/deals/", "/deals/board/", "/deals/filter/"):
        assert f'<option value="{last.pk}">P 319</option>' in web.get(page).content.decode()
    line = {"row": "0", "field-0": "owner", "how-0": "is", "act": "update"}
    assert "P 319" in web.post("/deals/filter/", line).content.decode()


def test_a_value_given_for_one_field_is_none_for_the_field_chosen_next(web: Client) -> None:
    sent = {"row": "0", "field-0": "amount", "how-0": "is", "what-0": "today", "act": "look"}
    [line] = web.post("/deals/filter/", sent | {"of-0": "due_on"}).context["lines"]
    assert [each["value"] for each in line["inputs"]] == [""]
    [line] = web.post("/deals/filter/", sent | {"of-0": "amount", "what-0": "5000"}).context["lines"]
    assert [each["value"] for each in line["inputs"]] == ["5000"]
