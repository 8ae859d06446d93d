"""What comes back from the recycle bin, what leaves for good, and by whose hand?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import bin as recycle_bin
from segue.core import records
from segue.core.models import AuditEntry, Item, User
from segue.core.permissions import Forbidden
from segue.crm.models import Company, Conversion, ConversionRecord, Estimate
from segue.web.lists import paging
from tests import builders


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
