"""Are the fields that a company added typed and read on an item's pages as its own are?"""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from segue.core import records
from segue.core.custom_fields import changes
from segue.core.models import CustomFieldOption, Item, User
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.web.form_data import errors, typed


def new(web: Client, slug: Any = "deals", **changes: Any) -> Any:
    """Open the form of a new item, fill it in and send it."""
    return web.post(f"/{slug}/new/", typed(web.get(f"/{slug}/new/"), **{"title": "Shop"} | changes))


def edit(web: Client, deal: Item, **changes: Any) -> Any:
    """Open the form of a deal, change something and send it."""
    address = f"/deals/{deal.pk}/edit/"
    return web.post(address, typed(web.get(address), **changes))


def custom() -> dict[str, Any]:
    """What the one deal holds."""
    held: dict[str, Any] = Item.objects.get(type="deal").custom
    return held


# What is typed, with the field's settings, what is stored, and what is read on the page of the item.
TYPED: dict[str, tuple[str, dict[str, Any], dict[str, Any], Any, str]] = {
    "text": ("string", {}, {"A": "Blue <b>"}, "Blue <b>", "Blue &lt;b&gt;"),
    "long text": ("string", {"rows": "3"}, {"A": "one\r\ntwo"}, "one\ntwo", "one<br>two"),
    "whole number": ("integer", {}, {"A": "1,234"}, 1234, "1,234"),
    "number": ("double", {}, {"A": "1,234.5"}, 1234.5, "1,234.5"),
    "tick": ("boolean", {}, {"A": "1"}, True, "Yes"),
    "radio": ("boolean", {"display": "radio", "yes": "Signed"}, {"A": "1"}, True, "Signed"),
    "day": ("date", {}, {"A": "2026-12-31"}, "2026-12-31", "Dec 31, 2026"),
    "instant": ("datetime", {}, {"A": "2026-12-31T17:30"}, "2026-12-31T16:30:00Z", "5:30\u202fPM"),
    "seconds": ("datetime", {"seconds": True}, {"A": "2026-12-31T17:30:05"}, "2026-12-31T16:30:05Z", "5:30:05\u202fPM"),
    "own clock": (
        "datetime",
        {"time_zone": "Asia/Tokyo"},
        {"A": "2026-12-31T17:30"},
        "2026-12-31T08:30:00Z",
        "5:30\u202fPM (Tokyo)",
    ),
    "money": ("money", {}, {"A": "12.5", "A-currency": "EUR"}, {"amount": 12.5, "currency": "EUR"}, "€12.50"),
    "link": ("url", {}, {"A": "brandt.example"}, "https://brandt.example", 'href="https://brandt.example"'),
    "mail": ("url", {}, {"A": "jana@brandt.example"}, "mailto:jana@brandt.example", ">jana@brandt.example<"),
    "place": ("address", {}, {"A-address": "Weg 1", "A-city": "Bonn"}, {"address": "Weg 1", "city": "Bonn"}, "Bonn"),
    "directory": ("directory", {"directory": "SOURCE"}, {"A": "CALL"}, "CALL", "Call"),
}


@pytest.mark.parametrize("name", TYPED)
def test_a_value_is_typed_stored_and_read(web: Client, alice: User, dana: User, name: str) -> None:
    kind, settings, sent, held, read = TYPED[name]
    User.objects.filter(pk=alice.pk).update(time_zone="Europe/Berlin")
    stored(dana, kind, "A", settings=settings)
    assert new(web, **sent).status_code == 303
    assert custom() == {"A": held}
    assert read in web.get(f"/deals/{Item.objects.get().pk}/").content.decode()


@pytest.mark.parametrize("name", TYPED)
def test_opening_and_saving_changes_no_value(web: Client, dana: User, name: str) -> None:
    kind, settings, sent, _held, _read = TYPED[name]
    stored(dana, kind, "A", settings=settings)
    new(web, **sent)
    before = custom()
    edit(web, Item.objects.get())
    assert (custom(), Item.objects.get().version) == (before, 1)


@pytest.mark.parametrize("name", TYPED)
def test_what_is_cleared_is_blank_afterwards(web: Client, dana: User, name: str) -> None:
    kind, settings, sent, _held, _read = TYPED[name]
    stored(dana, kind, "A", settings=settings)
    new(web, **sent)
    cleared = {"radio": "0", "tick": None}.get(name, "")
    edit(web, Item.objects.get(), **{code: value if code == "A-currency" else cleared for code, value in sent.items()})
    assert custom() == ({"A": False} if kind == "boolean" else {})


SEVERAL: dict[str, tuple[str, dict[str, list[str]], Any, str]] = {
    "texts": ("string", {"A": ["b", "", "a"]}, ["b", "a"], "b, a"),
    "numbers": ("integer", {"A": ["3", "1"]}, [3, 1], "3, 1"),
    "days": ("date", {"A": ["2026-12-31", "2026-01-01"]}, ["2026-12-31", "2026-01-01"], "Dec 31, 2026, Jan 1, 2026"),
    "money": (
        "money",
        {"A": ["1", "", "2"], "A-currency": ["EUR", "EUR", "EUR"]},
        [{"amount": 1, "currency": "EUR"}, {"amount": 2, "currency": "EUR"}],
        "€1.00, €2.00",
    ),
    "places": (
        "address",
        {"A-address": ["Weg 1", "Weg 2"], "A-city": ["Bonn", ""]},
        [{"address": "Weg 1", "city": "Bonn"}, {"address": "Weg 2"}],
        "<div>Weg 2</div>",
    ),
    "directory": ("directory", {"A": ["CALL", "WEB"]}, ["CALL", "WEB"], "Call, Website"),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_several_values_are_typed_stored_and_read(web: Client, dana: User, name: str) -> None:
    kind, sent, held, read = SEVERAL[name]
    stored(dana, kind, "A", multiple=True)
    assert new(web, **sent).status_code == 303
    assert custom() == {"A": held}
    assert read in web.get(f"/deals/{Item.objects.get().pk}/").content.decode()
    edit(web, Item.objects.get())
    assert Item.objects.get().version == 1


@pytest.mark.parametrize("display", ["list", "buttons", "dialog"])
@pytest.mark.parametrize("multiple", [False, True])
def test_options_are_chosen_from_a_list_or_by_buttons(web: Client, dana: User, display: str, *, multiple: bool) -> None:
    field = stored(dana, "list", "A", multiple=multiple, settings={"display": display}, options=("North", "South"))
    north, south = field.offered
    new(web, A=[str(south)])
    assert custom() == {"A": [south] if multiple else south}
    page = web.get(f"/deals/{Item.objects.get().pk}/edit/")
    assert (typed(page)["A"], "North" in page.content.decode()) == ([str(south)], True)
    edit(web, Item.objects.get(), A=[str(north), str(south)] if multiple else [str(north)])
    assert custom() == {"A": [north, south] if multiple else north}


def test_none_has_a_caption_of_its_own(web: Client, dana: User) -> None:
    stored(dana, "list", "A", settings={"none_caption": "Not yet known"}, options=("North",))
    assert "Not yet known" in web.get("/deals/new/").content.decode()


def offered(web: Client, address: str = "/deals/new/") -> list[str]:
    """The values that can be chosen for the field in a form, a blank one as "-"."""
    page = web.get(address).content.decode()
    of_field = page[page.index('id="field-A"') :].split("</fieldset>")[0].split("</select>")[0]
    choices = re.findall(r'<(?:option|input type="radio")[^>]*>', of_field)
    return [re.findall(r'value="([^"]*)"', each)[0] or "-" for each in choices if " disabled" not in each]


@pytest.mark.parametrize("display", ["list", "buttons", "dialog"])
def test_what_was_chosen_can_be_taken_back_unless_the_field_says_otherwise(
    web: Client, dana: User, display: str
) -> None:
    field = stored(dana, "list", "A", settings={"display": display}, options=("North",))
    [north] = map(str, field.offered)
    new(web, A=north)
    form = f"/deals/{Item.objects.get().pk}/edit/"
    assert offered(web, form) == ["-", north]
    changes.save(field, {"settings": {"display": display, "show_none": False}}, actor=dana)
    assert offered(web, form) == [north]


@pytest.mark.parametrize("display", ["list", "buttons", "dialog"])
def test_where_nothing_can_be_taken_back_nothing_is_chosen_to_begin_with(web: Client, dana: User, display: str) -> None:
    field = stored(dana, "list", "A", settings={"display": display, "show_none": False}, options=("North",))
    assert offered(web) == list(map(str, field.offered))
    new(web)
    assert custom() == {}


def attribute(web: Client, name: str) -> str:
    """An attribute of the field's input in the form."""
    page = web.get("/deals/new/").content.decode()
    [found] = re.findall(rf'<(?:input|textarea|select) [^>]*id="id_A"[^>]* {name}="(\d+)"', page)
    return str(found)


@pytest.mark.parametrize("kind", ["string", "integer", "double", "url"])
def test_an_input_is_as_wide_as_the_field_says(web: Client, dana: User, kind: str) -> None:
    stored(dana, kind, "A", settings={"size": 12})
    assert attribute(web, "size") == "12"


def test_a_longer_text_is_as_wide_as_the_field_says(web: Client, dana: User) -> None:
    stored(dana, "string", "A", settings={"size": 12, "rows": 3})
    assert attribute(web, "cols") == "12"


@pytest.mark.parametrize("multiple", [False, True])
def test_a_list_is_as_high_as_the_field_says(web: Client, dana: User, *, multiple: bool) -> None:
    stored(dana, "list", "A", multiple=multiple, settings={"height": 5}, options=("North", "South"))
    assert attribute(web, "size") == "5"


def test_a_clock_of_its_own_stands_below_the_input(web: Client, dana: User) -> None:
    stored(dana, "datetime", "A", settings={"time_zone": "Asia/Tokyo"})
    assert "By the clock of Tokyo." in web.get("/deals/new/").content.decode()


def test_people_are_chosen_from_those_who_can_sign_in(web: Client, alice: User, bob: User, dana: User) -> None:
    stored(dana, "employee", "A", multiple=True)
    new(web, A=[str(bob.pk), str(alice.pk)])
    assert custom() == {"A": [bob.pk, alice.pk]}
    assert "Bob, Alice" in web.get(f"/deals/{Item.objects.get().pk}/").content.decode()


def test_who_left_stays_named_while_unchanged_but_is_not_offered_again(web: Client, bob: User, dana: User) -> None:
    stored(dana, "employee", "A")
    new(web, A=str(bob.pk))
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert edit(web, Item.objects.get(), comment="Still his").status_code == 303
    assert custom() == {"A": bob.pk}
    assert errors(new(web, A=str(bob.pk))) == ["Choose one of the offered people."]


def test_an_option_that_is_gone_stays_while_unchanged(web: Client, dana: User) -> None:
    field = stored(dana, "list", "A", multiple=True, options=("North", "South"))
    north, south = field.offered
    new(web, A=[str(north)])
    changes.delete_option(CustomFieldOption.objects.get(pk=north), actor=dana)
    edit(web, Item.objects.get(), A=[str(north), str(south)])
    assert custom() == {"A": [north, south]}
    assert "North, South" in web.get(f"/deals/{Item.objects.get().pk}/").content.decode()


def test_a_new_item_begins_with_the_defaults(web: Client, dana: User) -> None:
    stored(dana, "string", "TEXT", settings={"default": "As usual"})
    stored(dana, "boolean", "FLAG", settings={"default": True})
    stored(dana, "date", "DAY", settings={"start": "now"})
    form = typed(web.get("/deals/new/"))
    assert (form["TEXT"], form["FLAG"]) == (["As usual"], ["1"])
    web.post("/deals/new/", form | {"TEXT": "Otherwise"})
    assert custom() == {"TEXT": "Otherwise", "FLAG": True, "DAY": timezone.localdate().isoformat()}


def test_a_default_can_be_cleared(web: Client, dana: User) -> None:
    stored(dana, "string", "TEXT", settings={"default": "As usual"})
    stored(dana, "boolean", "FLAG", settings={"default": True})
    new(web, TEXT="", FLAG=None)
    assert custom() == {"FLAG": False}


def test_fields_stand_in_the_section_they_name_in_their_order(web: Client, dana: User) -> None:
    stored(dana, "string", "LAST", section="nowhere", sort=900)
    stored(dana, "string", "FIRST", section="about", sort=500)
    stored(dana, "string", "MIDDLE", sort=600)
    page = web.get("/deals/new/").content.decode()
    places = [page.index(mark) for mark in ('id="field-FIRST"', 'id="section-additional"', 'id="field-MIDDLE"')]
    assert [*places, page.index('id="field-LAST"')] == sorted([*places, page.index('id="field-LAST"')])


def test_a_field_of_another_type_is_not_there(web: Client, dana: User) -> None:
    stored(dana, "string", "A", item_type="lead")
    assert 'id="field-A"' not in web.get("/deals/new/").content.decode()
    assert 'id="field-A"' in web.get("/leads/new/").content.decode()


@pytest.mark.parametrize("slug", ["leads", "deals", "contacts", "companies", "estimates", "invoices"])
def test_every_item_type_has_them(web: Client, dana: User, slug: str) -> None:
    singular = {"companies": "company"}.get(slug, slug.removesuffix("s"))
    stored(dana, "string", "A", item_type=singular)
    assert new(web, slug, A="Blue", last_name="Shop").status_code == 303
    assert "Blue" in web.get(f"/{slug}/{Item.objects.get().pk}/").content.decode()


def test_help_required_and_the_message_stand_beside_the_field(web: Client, dana: User) -> None:
    stored(dana, "string", "A", mandatory=True, help_texts={"en": "As on the cover"})
    page = web.get("/deals/new/").content.decode()
    assert "As on the cover" in page
    response = new(web, A="  ", comment="Call")
    assert (response.status_code, errors(response)) == (422, ["This field is required."])
    assert typed(response)["comment"] == ["Call"]
    assert 'aria-describedby="id_A_help id_A_error"' in response.content.decode()


def test_the_message_of_the_field_stands_in_for_the_usual_one(web: Client, dana: User) -> None:
    stored(dana, "integer", "A", error_texts={"en": "Ask the warehouse."})
    assert errors(new(web, A="many")) == ["Ask the warehouse."]


def test_the_cursor_stands_at_the_first_error(web: Client, dana: User) -> None:
    stored(dana, "integer", "A", section="about")
    stored(dana, "integer", "B")
    page = new(web, A="many", B="few", probability="900").content.decode()
    assert page.count("autofocus") == 1
    assert 'name="A"' in next(tag for tag in page.split("<") if "autofocus" in tag)


def test_a_field_that_is_not_typed_is_only_shown(web: Client, alice: User, dana: User) -> None:
    field = stored(dana, "string", "A")
    deal = records.create("deal", {"title": "Shop", "A": "Computed"}, actor=alice)
    changes.save(field, {"editable": False}, actor=dana)
    page = web.get(f"/deals/{deal.pk}/edit/")
    assert ("A" in typed(page), "Computed" in page.content.decode()) == (False, True)
    edit(web, deal, A="Forged", custom_shown="A:0", comment="Call")
    assert custom() == {"A": "Computed"}


def test_blank_fields_are_hidden_unless_they_shall_show(web: Client, alice: User, dana: User) -> None:
    stored(dana, "string", "HIDDEN_ONE")
    stored(dana, "string", "SHOWN_ONE", show_always=True)
    *_others, additional, _origin = web.get(f"/deals/{builders.deal(alice).pk}/").context["sections"]
    read, unread = ([spot["name"] for spot in additional[which]] for which in ("spots", "empty"))
    assert ("SHOWN_ONE" in read, "HIDDEN_ONE" in read, "HIDDEN_ONE" in unread) == (True, False, True)


def test_a_link_opens_safely(web: Client, alice: User, dana: User) -> None:
    stored(dana, "url", "A")
    deal = records.create("deal", {"title": "Shop", "A": "https://brandt.example"}, actor=alice)
    page = web.get(f"/deals/{deal.pk}/").content.decode()
    [link] = [tag for tag in page.split("<") if 'href="https://brandt.example"' in tag]
    assert 'rel="noopener noreferrer"' in link
    assert 'target="_blank"' in link


def test_labels_are_in_the_language_of_the_reader(web: Client, alice: User, dana: User) -> None:
    changes.save(stored(dana, "string", "A"), {"labels": {"en": "Budget", "de": "Etat"}}, actor=dana)
    User.objects.filter(pk=alice.pk).update(language="de")
    web.force_login(User.objects.get(pk=alice.pk))
    assert "Etat" in web.get("/deals/new/").content.decode()


# Without JavaScript


def test_one_more_value_gets_a_line_without_javascript(web: Client, dana: User) -> None:
    stored(dana, "string", "A", multiple=True)
    sent = typed(web.get("/deals/new/"), title="Shop", A=["one"], comment="Call")
    page = web.post("/parts/custom/", sent | {"custom_action": "more:A"})
    again = typed(page)
    assert (page.status_code, again["A"], again["comment"]) == (200, ["one", ""], ["Call"])
    web.post("/deals/new/", again | {"A": ["one", "two"]})
    assert custom() == {"A": ["one", "two"]}


@pytest.mark.parametrize("kind", ["money", "address", "employee", "datetime", "url"])
def test_every_kind_of_several_values_gets_one_more_line(web: Client, dana: User, kind: str) -> None:
    stored(dana, kind, "A", multiple=True)
    name = "A-city" if kind == "address" else "A"
    page = web.post("/parts/custom/", typed(web.get("/deals/new/")) | {"custom_action": "more:A"})
    assert len(typed(page)[name]) == 2
    again = web.post("/parts/custom/", typed(page) | {"custom_action": "less:A:1"})
    assert len(typed(again)[name]) == 1


def test_a_value_is_taken_away_without_javascript(web: Client, alice: User, dana: User) -> None:
    stored(dana, "string", "A", multiple=True)
    deal = records.create("deal", {"title": "Shop", "A": ["one", "two"]}, actor=alice)
    sent = typed(web.get(f"/deals/{deal.pk}/edit/"))
    page = web.post("/parts/custom/", sent | {"custom_action": "less:A:0"})
    assert typed(page)["A"] == ["two"]
    web.post(f"/deals/{deal.pk}/edit/", typed(page))
    assert custom() == {"A": ["two"]}


def test_htmx_gets_the_field_alone(web: Client, dana: User) -> None:
    stored(dana, "string", "A", multiple=True)
    stored(dana, "string", "B", multiple=True)
    sent = typed(web.get("/deals/new/")) | {"custom_action": "more:A"}
    part = web.post("/parts/custom/", sent, headers={"HX-Request": "true"}).content.decode()
    assert (part.count('name="A"'), 'name="B"' in part, "<html" in part) == (2, False, False)


@pytest.mark.parametrize("action", ["", "more", "more:NONE", "fly:A", "less:A:7", "less:A:-1", "add:A:1", "more:B"])
def test_a_button_that_is_not_there_is_refused(web: Client, dana: User, action: str) -> None:
    stored(dana, "string", "A", multiple=True)
    stored(dana, "string", "B")
    assert web.post("/parts/custom/", typed(web.get("/deals/new/")) | {"custom_action": action}).status_code == 400
