"""What if somebody sends the id of what they may not see, or of something else altogether?"""

from typing import Any

import pytest
from django.db.models import Model, Q
from django.test import Client

from segue.core import item_types
from segue.core.models import Attachment, CustomReference, DirectoryValue, Item, Observer, TimelineEntry, User
from segue.crm import sellers
from segue.crm.models import Client as Link
from segue.crm.models import Conversion, Employment, Estimate, Invoice, ProductRow
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.rights import places, roles
from tests.web.form_data import typed

SECRET = "Zorquil"
RIGHTS = {(of, action): "own" for of in places.MAKE for action in ("read", "add", "edit", "move", "delete")}
SLUGS = {each.slug: each.code for each in item_types.all_types()}
PARTY = ("company", "contacts", "primary_contact")
# Where a form names other items.
ITEM_FIELDS = {
    "leads": PARTY,
    "deals": PARTY,
    "estimates": (*PARTY, "my_company"),
    "invoices": (*PARTY, "my_company"),
    "contacts": ("companies", "primary_company"),
    "companies": ("contacts",),
}
# What those may not be that name a person, a value of a list, a product.
ODD = ["0", "-1", "999999999", "9" * 30, "x", "1 OR 1=1", "\x00", "٣", "1.0", "[]"]
OTHER_FIELDS = {
    "owner", "currency", "source", "honorific", "deal_type", "contact_type", "company_type", "industry", "employees",
    "observers_add", "rows-0-measure", "rows-0-tax_rate", "rows_currency", "pipeline",
}  # fmt: skip


@pytest.fixture
def web(client: Client, alice: User) -> Client:
    roles.only(alice, RIGHTS)
    client.force_login(alice)
    return client


@pytest.fixture
def hidden(charlie: User, dana: User) -> dict[str, Item]:
    """A contact, a company and one more item of each type that Alice may not see."""
    named = {"contact": {"last_name": SECRET}}
    more: dict[str, dict[str, Any]] = {
        code: {"open_to_all": False, "owner": charlie} | named.get(code, {"title": SECRET}) for code in places.MAKE
    }
    return {code: make(dana, **more[code]) for code, make in places.MAKE.items()}


def addresses(slug: str, alice: User) -> list[str]:
    """The form of a new item, and that of one of Alice's."""
    own = places.MAKE[SLUGS[slug]](User.objects.get(pk=alice.pk))
    return [f"/{slug}/new/", f"/{slug}/{own.pk}/edit/"]


def send(web: Client, where: str, **changes: Any) -> Any:
    """Fill in a form and send it with these changes."""
    named = {"title": "Mine"} if "/contacts/" not in where else {"last_name": "Mine"}
    return web.post(where, typed(web.get(where), **named | changes))


def referring_to(item: Item) -> list[Model]:
    """Whatever names an item, beside itself."""
    papers = [*Estimate.objects.filter(my_company=item.pk), *Invoice.objects.filter(my_company=item.pk)]
    either = Q(company=item.pk) | Q(contact=item.pk)
    return [*papers, *Link.objects.filter(either), *Employment.objects.filter(either), *_named_by_fields(item)]


def _named_by_fields(item: Item) -> list[CustomReference]:
    return list(CustomReference.objects.filter(target=item.pk))


@pytest.mark.parametrize(("slug", "name"), [(slug, name) for slug, names in ITEM_FIELDS.items() for name in names])
def test_a_form_does_not_take_what_is_hidden(
    web: Client, hidden: dict[str, Item], alice: User, slug: str, name: str
) -> None:
    code = "contact" if "contact" in name else "company"
    versions = {each.pk: each.version for each in Item.objects.filter(title__contains=SECRET)}
    for where in addresses(slug, alice):
        answer = send(web, where, **{name: str(hidden[code].pk)})
        assert answer.status_code in {303, 409, 422}
        assert SECRET not in answer.content.decode()
    assert referring_to(hidden[code]) == []
    assert {each.pk: each.version for each in Item.objects.filter(title__contains=SECRET)} == versions


@pytest.mark.parametrize("slug", ITEM_FIELDS)
def test_a_form_does_not_take_an_item_of_another_type(
    web: Client, hidden: dict[str, Item], alice: User, slug: str
) -> None:
    wrong = builders.deal(User.objects.get(pk=alice.pk))
    for where in addresses(slug, alice):
        for name in ITEM_FIELDS[slug]:
            assert send(web, where, **{name: str(wrong.pk)}).status_code in {303, 409, 422}
    assert referring_to(wrong) == []


@pytest.mark.parametrize("slug", ITEM_FIELDS)
def test_a_picker_does_not_take_what_is_hidden(web: Client, hidden: dict[str, Item], alice: User, slug: str) -> None:
    for where in addresses(slug, alice):
        form = typed(web.get(where))
        for kind in ("contact", "company"):
            action = {"client_action": f"add-{kind}:{hidden[kind].pk}"}
            answer = web.post("/parts/client/", form | action, headers={"HX-Request": "true"})
            assert answer.status_code in {200, 400}
            assert SECRET not in answer.content.decode()


def test_a_field_of_ones_own_does_not_take_what_is_hidden(
    web: Client, hidden: dict[str, Item], alice: User, dana: User
) -> None:
    stored(dana, "crm", "A", settings={"types": list(places.MAKE)}, multiple=True)
    where = addresses("deals", alice)[1]
    form = typed(web.get(where))
    for code, item in hidden.items():
        for value in (str(item.pk), f"{item_types.get(code).short_code}_{item.pk}"):
            answer = web.post(where, form | {"A": [value], "custom_shown": "A"})
            assert answer.status_code in {303, 409, 422}
            assert SECRET not in answer.content.decode()
            assert referring_to(item) == []
        act = {"custom_action": f"add:A:{item.pk}"}
        assert SECRET not in web.post("/parts/custom/", form | act).content.decode()


@pytest.mark.parametrize("slug", ITEM_FIELDS)
def test_an_id_that_is_none_is_refused_and_never_a_fault(web: Client, alice: User, slug: str, dana: User) -> None:
    User.objects.create(pk=777, email="gone@segue.test", name="Gone", is_active=False)
    for where in addresses(slug, alice):
        form = typed(web.get(where))
        for name in sorted(OTHER_FIELDS & {*form, "pipeline"}):
            for odd in (*ODD, "777"):
                assert web.post(where, form | {name: odd}).status_code in {303, 400, 409, 422}, (name, odd)
    assert not Item.objects.filter(owner=777).exists()
    assert not Observer.objects.filter(user=777).exists()


def test_a_value_of_another_list_is_refused(web: Client, alice: User) -> None:
    foreign = DirectoryValue.objects.filter(directory="INDUSTRY")[0]
    answer = send(web, addresses("deals", alice)[1], source=str(foreign.pk))
    assert answer.status_code == 422
    assert not Item.objects.filter(source=foreign).exists()


def test_a_row_of_somebody_elses_deal_stays_where_it_is(web: Client, hidden: dict[str, Item], alice: User) -> None:
    theirs = ProductRow.objects.filter(item=hidden["deal"].pk).order_by("pk")[0]
    before = list(ProductRow.objects.filter(item=hidden["deal"].pk).values())
    where = addresses("deals", alice)[1]
    answer = send(web, where, **{"rows-0-id": str(theirs.pk), "rows-0-name": "Taken", "rows-0-price": "1"})
    assert answer.status_code in {303, 422}
    assert list(ProductRow.objects.filter(item=hidden["deal"].pk).values()) == before


def test_the_item_named_in_the_form_is_not_the_one_that_is_saved(
    web: Client, hidden: dict[str, Item], alice: User
) -> None:
    where = addresses("deals", alice)[1]
    theirs = hidden["deal"]
    send(web, where, item=str(theirs.pk), id=str(theirs.pk), pk=str(theirs.pk), item_type="invoice")
    theirs.refresh_from_db()
    assert (theirs.title, theirs.version) == (SECRET, 1)
    assert Item.objects.filter(title="Mine", type="deal").count() == 1


@pytest.mark.parametrize("part", ["rows", "client", "communications", "observers", "custom"])
def test_a_part_of_a_hidden_items_form_is_not_there(web: Client, hidden: dict[str, Item], part: str) -> None:
    for code, item in hidden.items():
        answer = web.post(f"/parts/{part}/", {"item_type": code, "item": item.pk})
        assert (answer.status_code, SECRET in answer.content.decode()) == (404, False)


def test_a_part_named_by_another_type_is_not_there(web: Client, alice: User) -> None:
    deal = builders.deal(User.objects.get(pk=alice.pk))
    for code in set(places.MAKE) - {"deal"}:
        assert web.post("/parts/client/", {"item_type": code, "item": deal.pk}).status_code == 404


def test_an_item_is_found_under_its_own_type_only(web: Client, alice: User) -> None:
    deal = builders.deal(User.objects.get(pk=alice.pk))
    for slug in set(SLUGS) - {"deals"}:
        for page in ("", "edit/", "history/", "delete/", "timeline/"):
            assert web.get(f"/{slug}/{deal.pk}/{page}").status_code == 404


def test_a_comment_is_found_on_its_own_item_only(web: Client, hidden: dict[str, Item], alice: User) -> None:
    theirs, mine = hidden["deal"], builders.deal(User.objects.get(pk=alice.pk))
    entry = TimelineEntry.objects.create(
        item=theirs, kind="comment", actor=alice, at=theirs.created_at, version=1, data={"text": "x"}
    )
    for item in (mine, theirs):
        assert web.post(f"/deals/{item.pk}/comments/{entry.pk}/delete/").status_code == 404
    assert TimelineEntry.objects.filter(pk=entry.pk).exists()


def test_only_comments_can_be_deleted(web: Client, alice: User) -> None:
    mine = builders.deal(User.objects.get(pk=alice.pk))
    entry = TimelineEntry.objects.get(item=mine)
    assert web.post(f"/deals/{mine.pk}/comments/{entry.pk}/delete/").status_code == 403
    assert TimelineEntry.objects.filter(pk=entry.pk).exists()


def test_a_file_of_another_item_is_neither_taken_nor_removed(
    web: Client, hidden: dict[str, Item], alice: User, settings: Any, tmp_path: Any
) -> None:
    settings.FILES_DIR = tmp_path
    file = places.attach(hidden["deal"], alice, f"{SECRET}.txt")
    where = addresses("deals", alice)[1]
    for sent in ({"remove_files": file}, {"uploaded_files": str(file)}, {"uploaded_files": "1:forged:token"}):
        assert send(web, where, **sent).status_code == 303
    assert [each.item_id for each in Attachment.objects.all()] == [hidden["deal"].pk]
    for name in (f"{SECRET}.txt", "x", "../../secret.key", "..%2f..%2fsecret.key"):
        assert web.get(f"/files/{file}/{name}").status_code == 404


@pytest.mark.parametrize("slot", ["contact", "company", "deal"])
def test_a_conversion_does_not_use_what_is_hidden(web: Client, hidden: dict[str, Item], alice: User, slot: str) -> None:
    lead = builders.lead(User.objects.get(pk=alice.pk))
    sent = {"key": "k", "version": "1", f"use-{slot}": hidden[slot].pk}
    answer = web.post(f"/leads/{lead.pk}/create/deal-contact-company/", sent)
    assert SECRET not in answer.content.decode()
    assert referring_to(hidden[slot]) == []
    assert not Conversion.objects.filter(records__item=hidden[slot].pk).exists()


@pytest.mark.parametrize("slot", ["contact", "company"])
def test_a_conversion_does_not_use_an_item_of_another_type(web: Client, alice: User, slot: str) -> None:
    me = User.objects.get(pk=alice.pk)
    lead, deal = builders.lead(me), builders.deal(me)
    sent = {"key": "k", "version": "1", f"use-{slot}": deal.pk}
    web.post(f"/leads/{lead.pk}/create/deal-contact-company/", sent)
    assert not Conversion.objects.filter(records__item=deal.pk).exists()
    assert referring_to(deal) == []


def test_the_key_of_somebody_elses_conversion_opens_nothing(
    web: Client, hidden: dict[str, Item], alice: User, charlie: User
) -> None:
    roles.also(charlie, RIGHTS)
    other = Client()
    other.force_login(charlie)
    sent = {"key": "shared", "version": "1"}
    assert other.post(f"/deals/{hidden['deal'].pk}/create/invoice/", sent).status_code == 303
    mine = builders.deal(User.objects.get(pk=alice.pk))
    answer = web.post(f"/deals/{mine.pk}/create/invoice/", sent)
    made = Conversion.objects.get(actor=alice).records.get().item
    assert answer["Location"] == f"/invoices/{made.pk}/"


@pytest.mark.parametrize("pages", ["options/{option}/", "options/{option}/delete/", "options/{option}/up/"])
def test_an_option_is_found_in_its_own_field_only(client: Client, dana: User, pages: str) -> None:
    one, other = (stored(dana, "list", code, options=("North", "South")) for code in ("A", "B"))
    client.force_login(dana)
    option = other.options.order_by("-pk")[0]
    address = f"/settings/custom-fields/{one.pk}/{pages.format(option=option.pk)}"
    assert client.post(address, {"text": "x", "confirm": "1"}).status_code == 404
    assert [each.text for each in other.options.order_by("pk")] == ["North", "South"]


def test_an_ordinary_company_is_none_of_ours(client: Client, dana: User) -> None:
    company = builders.company(dana)
    client.force_login(dana)
    for page in ("", "default/", "delete/"):
        assert client.post(f"/settings/my-companies/{company.pk}/{page}", {"title": "x"}).status_code == 404


def test_a_stranger_may_not_make_the_seller_of_a_paper(web: Client, alice: User, dana: User) -> None:
    """An ordinary company cannot be named as seller, be it one's own."""
    sellers.create({"title": "Seller"}, actor=dana)
    me = User.objects.get(pk=alice.pk)
    mine = builders.company(me)
    assert send(web, addresses("invoices", alice)[1], my_company=str(mine.pk)).status_code == 422
    assert referring_to(mine) == []
