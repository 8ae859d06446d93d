"""What comes back from the recycle bin, what leaves for good, and by whose hand?"""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from segue.core import bin as recycle_bin
from segue.core import item_types, records
from segue.core.models import AuditEntry, Item, User
from segue.core.permissions import Forbidden
from segue.crm import clients, employments
from segue.crm.models import Company, Conversion, ConversionRecord, Estimate
from segue.web import http
from segue.web.lists import paging
from segue.web.views import comments as comment_views
from segue.web.views import stages as stage_views
from tests import builders
from tests.crm.conversion.steps import convert, made
from tests.web.form_data import typed


def deleted(owner: User, by: User | None = None, **values: Any) -> Item:
    for item_type in ("deal", "contact"):
        builders.give_right("delete", item_type, "department")
    item = builders.deal(owner, **values)
    records.delete(item, actor=by or owner)
    return item


def names(client: Client, address: str = "/bin/") -> list[str]:
    return [row["label"] for row in client.get(address).context["rows"]]


def test_own_deletions_can_be_restored_and_open_again(client: Client, alice: User) -> None:
    deal = deleted(alice)
    client.force_login(alice)
    assert names(client) == [deal.title]
    answer = client.post(f"/bin/{deal.pk}/restore/")
    assert (answer.status_code, answer["Location"]) == (303, f"/deals/{deal.pk}/")
    assert Item.objects.alive().filter(pk=deal.pk).exists()
    assert "Website relaunch is back." in client.get("/bin/").content.decode()


def test_a_colleague_neither_finds_nor_restores_what_others_deleted(client: Client, alice: User, bob: User) -> None:
    deal = deleted(alice)
    client.force_login(bob)
    assert names(client) == []
    answer = client.post(f"/bin/{deal.pk}/restore/")
    assert answer.status_code == 403
    assert "somebody else deleted it" in answer.content.decode()


def test_for_a_stranger_it_does_not_exist(client: Client, alice: User, charlie: User) -> None:
    deal = deleted(alice)
    client.force_login(charlie)
    assert names(client) == []
    assert client.post(f"/bin/{deal.pk}/restore/").status_code == 404
    assert client.get(f"/bin/{deal.pk}/purge/").status_code == 404
    assert client.post(f"/bin/{deal.pk}/purge/").status_code == 404


def test_administrators_find_and_restore_everything(client: Client, alice: User, charlie: User, dana: User) -> None:
    deals = [deleted(alice, title="A"), deleted(charlie, title="C")]
    client.force_login(dana)
    assert names(client) == ["C", "A"]
    assert client.post(f"/bin/{deals[1].pk}/restore/").status_code == 303
    assert names(client) == ["A"]


def test_who_may_no_longer_read_a_type_finds_none_of_it(client: Client, alice: User) -> None:
    deal = deleted(alice)
    builders.take_right_away("read", "deal")
    client.force_login(alice)
    assert names(client) == []
    assert client.post(f"/bin/{deal.pk}/restore/").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/bin/{alive}/restore/", "/bin/{alive}/purge/", "/bin/999999/restore/", "/bin/99999999999999999999/purge/"],
)
def test_what_does_not_lie_there_cannot_be_taken_out(client: Client, dana: User, alice: User, address: str) -> None:
    deal = builders.deal(alice)
    client.force_login(dana)
    assert client.post(address.format(alive=deal.pk)).status_code == 404


def test_restoring_is_a_post(client: Client, alice: User) -> None:
    deal = deleted(alice)
    client.force_login(alice)
    assert client.get(f"/bin/{deal.pk}/restore/").status_code == 405
    assert not Item.objects.alive().filter(pk=deal.pk).exists()


def test_it_can_be_searched_and_narrowed_to_a_type(client: Client, alice: User) -> None:
    deleted(alice, title="Shop"), deleted(alice, title="Portal")
    records.delete(builders.contact(alice), actor=alice)
    client.force_login(alice)
    assert names(client, "/bin/?q=shop") == ["Shop"]
    assert names(client, "/bin/?type=contact") == ["Jana Brandt"]
    assert names(client, "/bin/?type=nonsense&after=nonsense~²") == ["Jana Brandt", "Portal", "Shop"]
    assert "Nothing found" in client.get("/bin/?q=nothing").content.decode()


def test_its_pages_turn_both_ways(client: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "SIZE", 2)
    for title in "abcde":
        deleted(alice, title=title)
    client.force_login(alice)
    second = client.get(client.get("/bin/").context["next_href"])
    assert [row["label"] for row in second.context["rows"]] == ["c", "b"]
    assert names(client, second.context["previous_href"]) == ["e", "d"]


def test_an_empty_bin_says_how_long_things_stay(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "30 days" in client.get("/bin/").content.decode()


# Meanwhile ----------------------------------------------------------------------------------------------------


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch, dana: User) -> None:
    """Dana deletes whatever anybody is about to write, just after it was found."""
    find = http.visible

    def visible(*what: Any, **how: Any) -> Item:
        item: Item = find(*what, **how)
        records.delete(item, actor=dana)
        return item

    for module in (http, stage_views, comment_views):
        monkeypatch.setattr(module, "visible", visible)


def test_what_went_there_while_somebody_typed_is_not_found_nor_written(
    client: Client, alice: User, request: pytest.FixtureRequest
) -> None:
    deal = builders.deal(alice)
    client.force_login(alice)
    sent = typed(client.get(f"/deals/{deal.pk}/edit/"), title="Typed")
    request.getfixturevalue("meanwhile")
    assert client.post(f"/deals/{deal.pk}/edit/", sent).status_code == 404
    deal.refresh_from_db()
    assert (deal.title, deal.version) == ("Website relaunch", 2)


@pytest.mark.usefixtures("meanwhile")
@pytest.mark.parametrize(("address", "sent"), [("stage", {"stage": "WON"}), ("comments", {"text": "Hi"})])
def test_nothing_is_moved_nor_told_of_what_went_there(
    client: Client, alice: User, address: str, sent: dict[str, str]
) -> None:
    deal = builders.deal(alice)
    client.force_login(alice)
    assert client.post(f"/deals/{deal.pk}/{address}/", sent).status_code == 404
    deal.refresh_from_db()
    assert (deal.stage.code, deal.version, deal.timeline.filter(kind="comment").count()) == ("NEW", 2, 0)


def test_nothing_goes_there_twice(alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    records.delete(deal, actor=dana)
    with pytest.raises(Item.DoesNotExist):
        records.delete(deal, actor=dana)


# For good -----------------------------------------------------------------------------------------------------


def test_deleting_for_good_asks_first_and_leaves_an_audit_entry(client: Client, alice: User, dana: User) -> None:
    deal = deleted(alice)
    client.force_login(dana)
    assert "Delete Website relaunch for good?" in client.get(f"/bin/{deal.pk}/purge/").content.decode()
    assert Item.objects.filter(pk=deal.pk).exists()
    assert client.post(f"/bin/{deal.pk}/purge/")["Location"] == "/bin/"
    assert not Item.objects.filter(pk=deal.pk).exists()
    entry = AuditEntry.objects.get(event="item_purged")
    assert (entry.actor, entry.data) == (dana, {"type": "deal", "id": deal.pk, "title": deal.title, "number": ""})


def test_deleting_for_good_is_for_administrators(client: Client, alice: User) -> None:
    deal = deleted(alice)
    client.force_login(alice)
    assert "Delete for good" not in client.get("/bin/").content.decode()
    assert {client.get(f"/bin/{deal.pk}/purge/").status_code, client.post(f"/bin/{deal.pk}/purge/").status_code} == {
        403
    }
    assert Item.objects.filter(pk=deal.pk).exists()


def test_only_what_lies_in_the_bin_is_purged(alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    with pytest.raises(records.ValidationError):
        recycle_bin.purge(deal, actor=dana)
    with pytest.raises(Forbidden):
        recycle_bin.purge(deal, actor=alice)
    assert Item.objects.filter(pk=deal.pk).exists()


def test_a_seller_whose_papers_are_out_stays(client: Client, alice: User, dana: User) -> None:
    seller = builders.company(alice)
    paper = builders.estimate(alice)
    Estimate.objects.filter(pk=paper.pk).update(my_company=Company.objects.get(pk=seller.pk))
    records.delete(seller, actor=dana)
    client.force_login(dana)
    answer = client.post(f"/bin/{seller.pk}/purge/")
    assert answer.status_code == 422
    assert "it has to stay" in answer.content.decode()
    assert Item.objects.filter(pk=seller.pk).exists()


def test_conversions_keep_type_id_and_title_of_what_is_gone(client: Client, alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    client.force_login(alice)
    client.post(f"/deals/{deal.pk}/create/invoice/", {"key": "k" * 32, "version": deal.version})
    made = ConversionRecord.objects.get()
    for item in Item.objects.filter(type__in=("deal", "invoice")):
        records.delete(item, actor=dana)
        recycle_bin.purge(item, actor=dana)
    conversion, record = Conversion.objects.get(), ConversionRecord.objects.get()
    assert (conversion.source, conversion.source_type, conversion.source_ref, conversion.source_title) == (
        None,
        "deal",
        deal.pk,
        deal.title,
    )
    assert (record.item, record.item_type, record.item_ref, record.item_title) == (
        None,
        "invoice",
        made.item_id,
        deal.title,
    )


def purge(item: Item, actor: User) -> None:
    """Delete something for good, on the pages an administrator uses, and look whether all is as it must be."""
    web = Client()
    web.force_login(actor)
    web.post(f"/{item_types.of(item).slug}/{item.pk}/delete/")
    assert web.post(f"/bin/{item.pk}/purge/").status_code == 303
    call_command("verify")


@pytest.mark.parametrize(("gone", "left"), [(0, 1), (1, 0)])
def test_the_first_contact_that_remains_is_the_primary_one(alice: User, dana: User, gone: int, left: int) -> None:
    people = [builders.contact(alice, last_name=name) for name in "ABC"]
    deal = builders.deal(alice, client=builders.client(builders.company(alice), *people))
    purge(people[gone], dana)
    assert clients.read(deal).primary == people[left].pk


def test_whoever_was_somebodys_only_contact_leaves_nobody(alice: User, dana: User) -> None:
    person, other = builders.contact(alice), builders.contact(alice, last_name="B")
    deal = builders.deal(alice, client=builders.client(None, person))
    estimate = builders.estimate(alice, client=builders.client(None, other))
    purge(person, dana)
    assert (clients.read(deal), clients.read(estimate).primary) == (clients.NOBODY, other.pk)


def test_the_first_company_that_remains_is_the_primary_one(alice: User, dana: User) -> None:
    firms = [builders.company(alice, title=title).pk for title in "ABC"]
    contact = builders.contact(alice, companies=tuple(firms))
    purge(Company.objects.get(pk=firms[0]), dana)
    assert employments.COMPANIES.read(contact) == tuple(firms[1:])
    assert list(contact.employments.filter(is_primary=True).values_list("company", flat=True)) == [firms[1]]


@pytest.mark.parametrize("code", ["lead", "deal", "estimate", "invoice", "contact", "company"])
def test_any_link_of_a_chain_can_leave(alice: User, dana: User, code: str) -> None:
    lead = builders.lead(alice)
    deal = made(convert(lead, "deal-contact-company", alice), "deal")
    estimate = made(convert(deal, "estimate", alice), "estimate")
    for source, target in ((estimate, "invoice"), (estimate, "deal"), (deal, "invoice")):
        convert(source, target, alice)
    for item in Item.objects.filter(type=code).order_by("pk"):
        purge(item_types.child_of(item), dana)
    assert not Item.objects.filter(type=code).exists()


def test_on_the_phone_the_day_of_deletion_says_which_it_is(client: Client, dana: User) -> None:
    User.objects.filter(pk=dana.pk).update(language="de")
    records.delete(builders.deal(dana), actor=dana)
    client.force_login(dana)
    [row] = client.get("/bin/").context["rows"]
    assert [cell["label"] for cell in row["cells"] if cell["role"] == "date"] == ["Gelöscht"]
