"""Does the form of an item stand as it was arranged, and do its hidden fields keep what they hold?"""

import re
from typing import Any

import pytest
from django.test import Client

from segue.core import form_view_changes, item_types, pipelines, records
from segue.core.models import FormView, Item, Pipeline, User
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.core.test_required import need
from tests.crm.test_stages import stage
from tests.web.form_data import errors, typed, typed_in_place
from tests.web.in_place_data import HTMX, opened, sent

DEAL = item_types.get("deal")


def general() -> str:
    return str(Pipeline.objects.get(item_type="deal", code="general").pk)


def arrange(person: User, *sections: tuple[str, list[str]], hidden: tuple[str, ...] = ()) -> None:
    """Let a person arrange the form of deals for themselves."""
    wanted = [{"code": code, "labels": {"en": code.title()}, "fields": fields} for code, fields in sections]
    place = (DEAL, general())
    form_view_changes.save_personal(place, {"sections": wanted, "hidden": [*hidden]}, actor=person)


def page(web: Client, deal: Item, tab: str = "") -> str:
    return web.get(f"/deals/{deal.pk}/{tab}").content.decode()


def headings(text: str) -> list[str]:
    return re.findall(r'<h2 id="[^"]*-title">(.*?)</h2>', text)


def edit(web: Client, deal: Item, **changes: Any) -> Any:
    address = f"/deals/{deal.pk}/edit/"
    return web.post(address, typed(web.get(address), **changes))


@pytest.mark.parametrize("tab", ["", "edit/"])
def test_sections_stand_and_are_called_as_arranged(web: Client, alice: User, tab: str) -> None:
    deal = builders.deal(alice)
    arrange(alice, ("additional", []), ("about", []))
    assert headings(page(web, deal, tab))[:2] == ["Additional", "About"]


def test_a_field_stands_in_the_section_it_was_put_into(web: Client, alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    stored(dana, "string", "A")
    arrange(alice, ("about", ["A", "comment"]), ("additional", []))
    text = page(web, deal, "edit/")
    places = [text.index(mark) for mark in ('id="section-about"', 'id="field-A"', 'id="id_comment"', 'id="id_title"')]
    assert places == sorted(places)


def test_a_hidden_field_is_neither_read_nor_typed(web: Client, alice: User, dana: User) -> None:
    stored(dana, "string", "A")
    deal = builders.deal(alice, probability=40, A="Blue")
    arrange(alice, ("about", []), hidden=("probability", "A"))
    assert "Blue" not in page(web, deal).split('id="item-notices"')[1].split("timeline")[0]
    assert not {"probability", "A"} & {*typed(web.get(f"/deals/{deal.pk}/edit/"))}


def test_hidden_fields_keep_what_they_hold(web: Client, alice: User, dana: User, bob: User) -> None:
    stored(dana, "string", "A")
    deal = builders.deal(alice, probability=40, A="Blue", observers=(bob.pk,), comment="Long")
    arrange(alice, ("about", []), hidden=("probability", "A", "observers", "comment", "amount", "open_to_all"))
    assert edit(web, deal, title="Shop").status_code == 303
    present: Any = item_types.child_of(Item.objects.get(pk=deal.pk))
    assert (present.title, present.probability, present.custom, present.comment) == ("Shop", 40, {"A": "Blue"}, "Long")
    assert DEAL.part("observers").read(present) == (bob.pk,)
    assert (present.amount, present.open_to_all) == (deal.amount, deal.open_to_all)


def test_a_new_item_has_the_defaults_of_hidden_fields(web: Client, alice: User) -> None:
    arrange(alice, ("about", []), hidden=("deal_type", "amount", "owner"))
    form = typed(web.get("/deals/new/"), title="Shop")
    assert web.post("/deals/new/", form).status_code == 303
    made: Any = item_types.child_of(Item.objects.get())
    assert (made.owner, made.currency_id, made.deal_type is None) == (alice, "EUR", False)


def test_what_was_typed_before_the_field_was_hidden_is_saved(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    form = typed(web.get(f"/deals/{deal.pk}/edit/"), probability="70")
    arrange(alice, ("about", []), hidden=("probability",))
    web.post(f"/deals/{deal.pk}/edit/", form)
    assert item_types.child_of(Item.objects.get(pk=deal.pk)).probability == 70  # type: ignore[attr-defined]


def test_a_form_from_before_a_field_was_shown_again_does_not_empty_it(web: Client, alice: User) -> None:
    deal = builders.deal(alice, probability=40)
    arrange(alice, ("about", []), hidden=("probability",))
    form = typed(web.get(f"/deals/{deal.pk}/edit/"), title="Shop")
    FormView.objects.all().delete()
    web.post(f"/deals/{deal.pk}/edit/", form)
    assert item_types.child_of(Item.objects.get(pk=deal.pk)).probability == 40  # type: ignore[attr-defined]


def test_a_hidden_field_that_refuses_the_save_is_shown(web: Client, alice: User) -> None:
    place = (item_types.get("contact"), "")
    hidden = {"sections": [], "hidden": ["first_name", "last_name"]}
    form_view_changes.save_personal(place, hidden, actor=alice)
    answer = web.post("/contacts/new/", typed(web.get("/contacts/new/")))
    assert errors(answer) == ["Enter a first name or a last name."]
    assert web.post("/contacts/new/", typed(answer, last_name="Brandt")).status_code == 303


def test_what_others_change_in_a_hidden_field_is_no_conflict(web: Client, alice: User, dana: User) -> None:
    deal = builders.deal(alice, probability=40)
    arrange(alice, ("about", []), hidden=("probability",))
    form = typed(web.get(f"/deals/{deal.pk}/edit/"), title="Shop")
    records.change(deal, {"probability": 60}, actor=dana)
    assert web.post(f"/deals/{deal.pk}/edit/", form).status_code == 303
    present: Any = item_types.child_of(Item.objects.get(pk=deal.pk))
    assert (present.title, present.probability) == ("Shop", 60)


def test_products_are_edited_while_the_amount_is_hidden(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    arrange(alice, ("about", []), hidden=("amount",))
    form = typed(web.get(f"/deals/{deal.pk}/edit/"), rows_action="update")
    answer = web.post("/parts/rows/", form, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'id="id_amount"' not in answer.content.decode()


def test_a_section_is_edited_in_place_as_it_is_arranged(web: Client, alice: User) -> None:
    deal = builders.deal(alice, rows=())
    arrange(alice, ("own1", ["comment", "owner"]), ("about", []), hidden=("probability",))
    inputs = typed_in_place(opened(web, deal, "section-own1"), comment="Hello")
    assert [name for name in inputs if name in {"comment", "owner", "probability"}] == ["comment", "owner"]
    assert sent(web, deal, "section-own1", inputs).status_code == 200
    assert Item.objects.get(pk=deal.pk).comment == "Hello"


def test_the_pencil_of_a_section_leads_to_it_in_the_whole_form(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    arrange(alice, ("own1", ["comment"]), ("about", []))
    assert f'href="/deals/{deal.pk}/edit/#section-own1"' in page(web, deal)
    assert 'id="section-own1"' in page(web, deal, "edit/")


def test_another_pipeline_has_a_form_of_its_own(web: Client, alice: User, dana: User) -> None:
    other = pipelines.add("deal", {"en": "Wholesale", "de": "Großhandel"}, actor=dana)
    deal = builders.deal(alice, pipeline=other)
    arrange(alice, ("additional", []), ("about", []))
    assert headings(page(web, deal))[0] == "About the deal"


def test_simple_and_repeat_leads_have_forms_of_their_own(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    wanted = {"sections": [{"code": "additional", "labels": {"en": "First"}, "fields": []}], "hidden": []}
    form_view_changes.save_personal((item_types.get("lead"), "repeat"), wanted, actor=alice)
    assert "First" not in headings(web.get(f"/leads/{lead.pk}/").content.decode())
    type(lead).objects.filter(pk=lead.pk).update(is_repeat=True)
    assert "First" in headings(web.get(f"/leads/{lead.pk}/").content.decode())


def arranged(web: Client, address: str, act: str, **typed_before: Any) -> Any:
    """Press a button of the menu at a section's head, in a form that is being filled in."""
    return web.post(address, typed(web.get(address), **typed_before) | {"arrange": act})


def test_a_hidden_field_is_selected_while_the_form_is_filled_in(web: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice, probability=40)
    arrange(alice, ("about", []), ("additional", []), hidden=("probability",))
    answer = arranged(web, f"/deals/{deal.pk}/edit/", "to:probability:about", title="Shop")
    form = typed(answer)
    assert (form["title"], form["probability"], "left_out" in form) == (["Shop"], ["40"], False)
    assert Item.objects.get(pk=deal.pk).title == deal.title
    assert FormView.objects.get(owner=alice).hidden == []


def test_what_is_selected_begins_with_what_is_stored(web: Client, alice: User, bob: User, dana: User) -> None:
    stored(dana, "string", "A")
    deal = builders.deal(alice, observers=(bob.pk,), A="Blue")
    arrange(alice, ("about", []), hidden=("observers", "A"))
    address = f"/deals/{deal.pk}/edit/"
    first = arranged(web, address, "to:observers:about")
    second = typed(web.post(address, typed(first) | {"arrange": "to:A:about"}))
    assert (second["observers"], second["A"]) == ([str(bob.pk)], ["Blue"])
    web.post(address, second)
    present: Any = item_types.child_of(Item.objects.get(pk=deal.pk))
    assert (present.custom, DEAL.part("observers").read(present)) == ({"A": "Blue"}, (bob.pk,))


def test_a_field_is_hidden_from_within_the_form(web: Client, alice: User) -> None:
    deal = builders.deal(alice, probability=40)
    answer = arranged(web, f"/deals/{deal.pk}/edit/", "hide:probability", probability="70", title="Shop")
    form = typed(answer)
    assert (form["left_out"], "probability" in form) == (["probability"], False)
    web.post(f"/deals/{deal.pk}/edit/", form)
    present: Any = item_types.child_of(Item.objects.get(pk=deal.pk))
    assert (present.title, present.probability) == ("Shop", 40)


def test_fields_are_selected_in_the_form_of_a_new_item(web: Client, alice: User) -> None:
    answer = arranged(web, "/deals/new/", "hide:client", title="Shop")
    assert typed(answer)["title"] == ["Shop"]
    assert "Show Client" in answer.content.decode()
    assert not Item.objects.exists()


@pytest.mark.parametrize("tab", ["", "edit/", "edit/probability/", "edit/A/"])
def test_a_field_is_called_as_it_was_renamed(web: Client, alice: User, dana: User, tab: str) -> None:
    stored(dana, "string", "A", labels={"en": "Budget", "de": ""})
    deal = builders.deal(alice, probability=40, A="Blue")
    names = {"probability": {"en": "Chance"}, "A": {"en": "Chance"}}
    wanted = {"sections": [], "hidden": [], "names": names}
    form_view_changes.save_personal((DEAL, general()), wanted, actor=alice)
    text = web.get(f"/deals/{deal.pk}/{tab}", headers=HTMX if tab.count("/") > 1 else {})
    assert re.search(r"<(dt|label[^>]*)>Chance", text.content.decode())
    assert not re.search(r"<(dt|label[^>]*)>(Probability|Budget)", text.content.decode())


def test_parts_are_renamed_too(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    wanted = {"sections": [], "hidden": [], "names": {"observers": {"en": "Watchers"}}}
    form_view_changes.save_personal((DEAL, general()), wanted, actor=alice)
    assert "<legend>Watchers</legend>" in page(web, deal, "edit/")


def test_a_form_of_which_all_is_hidden_can_still_be_saved(web: Client, alice: User) -> None:
    contact = builders.contact(alice)
    empty: dict[str, Any] = {"labels": {}, "fields": [], "hidden": True}
    sections = [empty | {"code": code} for code in ("about", "additional")]
    place = (item_types.get("contact"), "")
    form_view_changes.save_personal(place, {"sections": sections, "hidden": []}, actor=alice)
    address = f"/contacts/{contact.pk}/edit/"
    assert web.get(f"/contacts/{contact.pk}/").status_code == 200
    assert web.post(address, typed(web.get(address))).status_code == 303
    assert item_types.child_of(Item.objects.get(pk=contact.pk)).last_name == "Brandt"  # type: ignore[attr-defined]


def test_the_menu_names_no_field_that_must_be_shown(web: Client, alice: User) -> None:
    text = page(web, builders.deal(alice), "edit/")
    assert "Hide Amount" in text
    assert "Hide Name" not in text


# What administrators require ---------------------------------------------------------------------------------------


def test_what_is_required_is_typed_though_hidden(web: Client, alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    arrange(alice, ("about", []), hidden=("probability", "client", "comment"))
    need(dana, "probability")
    need(dana, "client", first="PREPARATION")
    form = typed(web.get(f"/deals/{deal.pk}/edit/"))
    assert "probability" in form
    assert "comment" not in form
    answer = web.post(f"/deals/{deal.pk}/edit/", form | {"probability": ""})
    assert errors(answer) == ["This field is required."]


def test_from_its_stage_on_a_hidden_field_is_typed(web: Client, alice: User, dana: User) -> None:
    arrange(alice, ("about", []), hidden=("probability",))
    need(dana, "probability", first="PREPARATION")
    here, there = builders.deal(alice), builders.deal(alice, stage=stage("PREPARATION"), probability=40)
    assert "probability" not in typed(web.get(f"/deals/{here.pk}/edit/"))
    assert "probability" in typed(web.get(f"/deals/{there.pk}/edit/"))


def test_a_required_field_is_not_offered_to_be_hidden(web: Client, alice: User, dana: User) -> None:
    need(dana, "probability")
    page_of_form = web.get("/deals/new/").content.decode()
    assert 'value="hide:comment"' in page_of_form
    assert 'value="hide:probability"' not in page_of_form


def test_a_new_deal_stands_as_the_pipeline_it_begins_in(web: Client, alice: User) -> None:
    arrange(alice, ("about", []), hidden=("probability",))
    assert "probability" not in typed(web.get("/deals/new/"))
