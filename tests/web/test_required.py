"""Are required fields marked in forms, asked for all at once, and never emptied where they are read?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import item_types, pipelines, required, required_changes
from segue.core.models import DirectoryValue, Item, User
from segue.crm.models import Deal
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.core.test_required import need
from tests.crm.test_sellers import seller
from tests.crm.test_stages import stage
from tests.web.form_data import errors, typed, typed_in_place
from tests.web.in_place_data import SLUGS, TYPED, make, opened, save, sent

MARK = '<span class="required-mark">required</span>'
REACH = {"phone": "030 1", "email": "a@b.example", "web": "b.example", "messenger": "jana"}
ADDRESS = ("address", "address_2", "postal_code", "city", "region", "province", "country")
EVERY = [
    (each.code, name)
    for each in item_types.all_types()
    for name in required.choosable(each)
    if name not in {*each.required, "rows"}
]


def label_of(page: Any, name: str) -> str:
    """The label of an input, with its mark."""
    text = page.content.decode()
    return str(text.partition(f'<label for="id_{name}">')[2].partition("</label>")[0])


def blank(code: str, name: str, actor: User) -> Item:
    """An item without this field."""
    slug = SLUGS[code]
    item = make(slug, actor, **({"communications": ()} if slug in {"leads", "contacts", "companies"} else {}))
    columns = {column.name: column for column in item._meta.concrete_fields}
    if name in columns:
        holder = item_types.get(code).model.objects.get(pk=item.pk)
        setattr(holder, name, columns[name].get_default())
        holder.save()
    return item


def value_of(name: str, actor: User) -> dict[str, Any]:
    if name in REACH:
        return {f"{name}-0-value": REACH[name], f"{name}-0-type": "OTHER"}
    return {name: "Bonn"} if name in ADDRESS else TYPED[name].sent(actor)


@pytest.mark.parametrize(("code", "name"), EVERY)
def test_a_save_asks_for_it_and_is_completed_by_it(web: Client, alice: User, dana: User, code: str, name: str) -> None:
    item = blank(code, name, alice)
    need(dana, name, item_type=code)
    other = "utm_term" if name == "comment" else "comment"
    page = save(web, item, other, **{other: "Called"})
    assert (page.status_code, len(errors(page))) == (422, 1)
    assert sent(web, item, other, typed_in_place(page) | value_of(name, alice)).status_code == 200


def test_a_new_form_marks_what_is_required_always(web: Client, dana: User) -> None:
    need(dana)
    page = web.get("/deals/new/")
    assert (MARK in label_of(page, "comment"), MARK in label_of(page, "title")) == (True, False)


def test_a_new_form_marks_what_its_first_stage_asks_for_and_no_later_one(web: Client, dana: User) -> None:
    need(dana, "comment", "NEW")
    need(dana, "title", "PREPARATION")
    page = web.get("/deals/new/")
    assert (MARK in label_of(page, "comment"), MARK in label_of(page, "title")) == (True, False)


def test_everything_that_is_missing_is_said_at_once(web: Client, dana: User) -> None:
    for name in ("comment", "client", "rows", "title"):
        need(dana, name)
    page = web.post("/deals/new/", typed(web.get("/deals/new/")))
    assert (page.status_code, errors(page)) == (422, ["This field is required."] * 4)
    assert not Deal.objects.exists()


def test_the_pipeline_that_is_chosen_says_what_is_required(web: Client, dana: User) -> None:
    online = pipelines.add("deal", {"en": "Online", "de": "Online"}, actor=dana)
    required_changes.save(item_types.get("deal"), online, {"comment": None}, actor=dana)
    assert MARK not in label_of(web.get("/deals/new/"), "comment")
    page = web.post("/deals/new/", typed(web.get("/deals/new/"), title="Shop", pipeline=str(online.pk)))
    assert (errors(page), MARK in label_of(page, "comment")) == (["This field is required."], True)


def test_a_phone_is_marked_and_asked_for_on_its_line(web: Client, dana: User) -> None:
    need(dana, "phone", item_type="contact")
    page = web.post("/contacts/new/", typed(web.get("/contacts/new/"), last_name="Brandt"))
    assert (errors(page), f"<legend>Phone {MARK}" in page.content.decode()) == (["This field is required."], True)


def test_it_cannot_be_emptied_where_it_is_read(web: Client, alice: User, dana: User) -> None:
    deal = builders.deal(alice, comment="Called")
    need(dana, first="NEW")
    assert MARK in label_of(opened(web, deal, "comment"), "comment")
    assert errors(save(web, deal, "comment", comment=" ")) == ["This field is required."]
    assert Deal.objects.get().comment == "Called"


def test_a_choice_can_be_required_and_left_only_for_another(web: Client, alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    need(dana, "source")
    assert errors(save(web, deal, "source", source="")) == ["This field is required."]
    other = DirectoryValue.objects.filter(directory="SOURCE").last()
    assert other
    assert save(web, deal, "source", source=str(other.pk)).status_code == 200


def test_folded_fields_open_where_one_is_required(web: Client, dana: User) -> None:
    need(dana, "utm_source")
    assert '<details class="more-fields is-wide" open>' in web.get("/deals/new/").content.decode()


def test_missing_products_are_named_where_they_cannot_be_typed(web: Client, alice: User, dana: User) -> None:
    deal = builders.deal(alice, rows=())
    need(dana, "rows")
    assert "Products: This field is required." in save(web, deal, "title", title="Shop").content.decode()


def test_our_own_companies_are_not_asked_what_firms_must_have(admin: Client, dana: User) -> None:
    ours = seller(dana)
    for name in ("industry", "phone"):
        need(dana, name, item_type="company")
    stored(dana, "string", "REGISTER", item_type="company", mandatory=True)
    address = f"/companies/{ours.pk}/edit/"
    page = admin.get(address)
    assert MARK not in label_of(page, "industry")
    assert admin.post(address, typed(page, comment="Called")).status_code == 303


def test_an_item_on_an_earlier_stage_is_not_asked(web: Client, alice: User, dana: User) -> None:
    deal = builders.deal(alice, stage=stage("PREPARATION"))
    need(dana, "comment", "EXECUTING")
    assert save(web, deal, "title", title="Shop").status_code == 200


def test_a_new_client_that_needs_more_than_a_name_says_what(web: Client, dana: User) -> None:
    need(dana, "industry", item_type="company")
    need(dana, "email", item_type="company")
    stored(dana, "string", "REGISTER", item_type="company", mandatory=True)
    page = web.post("/deals/new/", typed(web.get("/deals/new/"), company_q="Aurora Foods"))
    said = " ".join(errors(page))
    assert "“Aurora Foods”: Industry: This field is required." in said
    assert "Register: This field is required." in said
    assert "Phone, e-mail and more: “E-mail” is required." in said
