"""Does the timeline tell what happened, by day, with what the item came from, in today's words and names?"""

from datetime import timedelta
from typing import Any

from django.test import Client

from segue.core import comments, links, records
from segue.core.models import Item, TimelineEntry, User
from segue.crm import stages
from segue.crm.models import Conversion
from tests import builders
from tests.crm.conversion.steps import convert, made, undo
from tests.crm.test_stages import stage


def entries(client: Client, address: str) -> list[dict[str, Any]]:
    days = client.get(address).context["timeline"]["days"]
    return [entry for day in days for entry in day["entries"]]


def find(told: list[dict[str, Any]], headline: str) -> dict[str, Any]:
    return next(entry for entry in told if entry["headline"] == headline)


def test_a_conversion_names_what_was_made_with_its_present_title(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    done = convert(deal, "invoice", alice)
    invoice = records.change(made(done, "invoice"), {"title": "Renamed"}, actor=alice)
    client.force_login(alice)
    entry = find(entries(client, f"/deals/{deal.pk}/"), "Created based on this deal")
    assert (entry["text"], entry["links"]) == ("Invoice 1", [{"label": "Renamed", "href": f"/invoices/{invoice.pk}/"}])
    assert (entry["author"], entry["undo"]["action"]) == ("Alice", f"/conversions/{done.pk}/undo/")


def test_what_was_made_names_its_source(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    invoice = made(convert(deal, "invoice", alice), "invoice")
    client.force_login(alice)
    entry = find(entries(client, f"/invoices/{invoice.pk}/"), "Created based on deal")
    assert entry["links"] == [{"label": "Website relaunch", "href": f"/deals/{deal.pk}/"}]


def test_an_undone_conversion_says_by_whom_and_offers_no_undo(client: Client, alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    undo(convert(deal, "invoice", alice), dana)
    client.force_login(alice)
    told = entries(client, f"/deals/{deal.pk}/")
    entry = find(told, "Created based on this deal")
    assert entry["undone"].startswith("Undone by Dana, ")
    assert entry["undo"] is None
    assert find(told, "Conversion undone")["author"] == "Dana"


def test_what_was_made_and_deleted_keeps_its_text_without_link(client: Client, alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    records.delete(made(convert(deal, "invoice", alice), "invoice"), actor=dana)
    client.force_login(alice)
    entry = find(entries(client, f"/deals/{deal.pk}/"), "Created based on this deal")
    assert (entry["text"], entry.get("links")) == ("Invoice 1 · Website relaunch · in the recycle bin", None)


def test_what_is_gone_for_good_has_no_name(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    invoice = made(convert(deal, "invoice", alice), "invoice")
    Conversion.objects.get().links.all().delete()
    Item.objects.filter(pk=invoice.pk).delete()
    client.force_login(alice)
    assert find(entries(client, f"/deals/{deal.pk}/"), "Created based on this deal")["text"] == "Deleted item"


def test_what_may_not_be_seen_is_masked_singly(client: Client, alice: User, charlie: User) -> None:
    deal = builders.deal(alice)
    invoice = made(convert(deal, "invoice", alice), "invoice")
    Item.objects.filter(pk=invoice.pk).update(owner=charlie, title="Secret")
    client.force_login(alice)
    answer = client.get(f"/deals/{deal.pk}/")
    assert "Hidden item" in answer.content.decode()
    assert "Secret" not in answer.content.decode()


def test_without_edit_there_is_no_undo(client: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    convert(deal, "invoice", alice)
    builders.take_right_away("edit", "deal")
    client.force_login(bob)
    assert find(entries(client, f"/deals/{deal.pk}/"), "Created based on this deal")["undo"] is None


def test_sources_are_read_through_and_marked(client: Client, alice: User) -> None:
    lead = builders.lead(alice, title="From the web")
    comments.add(lead, "Wants hosting", actor=alice)
    deal = made(convert(lead, "deal", alice), "deal")
    invoice = made(convert(deal, "invoice", alice), "invoice")
    client.force_login(alice)
    through = find(entries(client, f"/invoices/{invoice.pk}/"), "Comment")
    assert through["origin"] == {"label": f"Lead #{lead.pk} · From the web", "href": f"/leads/{lead.pk}/"}
    assert "Comment" not in [entry["headline"] for entry in entries(client, f"/invoices/{invoice.pk}/?entries=own")]
    assert "Comment" in [entry["headline"] for entry in entries(client, f"/deals/{deal.pk}/")]


def test_a_source_does_not_tell_what_happens_to_what_was_made(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    comments.add(made(convert(deal, "invoice", alice), "invoice"), "Paid?", actor=alice)
    client.force_login(alice)
    assert "Comment" not in [entry["headline"] for entry in entries(client, f"/deals/{deal.pk}/")]


def test_entries_of_sources_one_may_not_see_are_counted_in_one_line(client: Client, alice: User, charlie: User) -> None:
    lead = builders.lead(alice, title="Secret")
    deal = made(convert(lead, "deal", alice), "deal")
    Item.objects.filter(pk=lead.pk).update(owner=charlie)
    client.force_login(alice)
    answer = client.get(f"/deals/{deal.pk}/")
    count = TimelineEntry.objects.filter(item=lead).count()
    assert answer.context["timeline"]["left_out"] == f"{count} entries you cannot see"
    assert client.get(f"/deals/{deal.pk}/?entries=own").context["timeline"]["left_out"] == ""


def test_the_switch_stands_only_where_there_are_sources(client: Client, alice: User) -> None:
    lead, deal = builders.lead(alice), builders.deal(alice)
    links.bind(lead, deal, actor=alice)
    client.force_login(alice)
    switch = client.get(f"/deals/{deal.pk}/").context["timeline"]["switch"]
    assert [(option["label"], option["current"]) for option in switch] == [("This item", False), ("With sources", True)]
    assert client.get(f"/leads/{lead.pk}/").context["timeline"]["switch"] == []


def test_days_are_headed_by_words_when_near(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    old = comments.add(deal, "old", actor=alice)
    TimelineEntry.objects.filter(pk=old.pk).update(at=old.at - timedelta(days=1))
    client.force_login(alice)
    days = client.get(f"/deals/{deal.pk}/").context["timeline"]["days"]
    assert [day["label"] for day in days] == ["Today", "Yesterday"]


def test_older_entries_are_a_page_away(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    for number in range(55):
        comments.add(deal, f"number {number}", actor=alice)
    client.force_login(alice)
    first = client.get(f"/deals/{deal.pk}/").context["timeline"]
    older = client.get(first["more_href"])
    assert "number 4<" in older.content.decode()
    assert (older.context["timeline"]["more_href"], older.context["timeline"]["newest_href"]) == (
        "",
        f"/deals/{deal.pk}/timeline/",
    )


def test_a_page_mark_that_is_none_shows_the_newest(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    client.force_login(alice)
    for mark in ("x", "-1", "9" * 40, "%00", "²"):
        assert len(entries(client, f"/deals/{deal.pk}/?before={mark}")) == 1


def test_changes_say_from_what_to_what(client: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    records.change(deal, {"title": "Shop"}, actor=alice)
    records.change(deal, {"owner": bob}, actor=alice)
    stages.move(deal, stage("WON"), actor=alice)
    client.force_login(alice)
    told = entries(client, f"/deals/{deal.pk}/")
    assert [entry["headline"] for entry in told] == [
        "Stage: New → Deal won",
        "Responsible person: Alice → Bob",
        "Name: Website relaunch → Shop",
        "Deal created",
    ]
    assert told[0]["tone"] == "success"


def test_an_existing_contact_that_was_used_is_named_on_both_sides(client: Client, alice: User) -> None:
    lead, person = builders.lead(alice), builders.contact(alice)
    for item, kind, data in (
        (lead, "used_existing", {"target": person.pk, "type": "contact", "label": person.title}),
        (person, "used_existing", {"source": lead.pk, "type": "lead", "label": lead.title}),
    ):
        TimelineEntry.objects.create(item=item, kind=kind, actor=alice, at=lead.created_at, version=1, data=data)
    client.force_login(alice)
    assert find(entries(client, f"/leads/{lead.pk}/"), "Existing record used")["links"][0]["label"] == "Jana Brandt"
    assert (
        find(entries(client, f"/contacts/{person.pk}/"), "Used in a conversion")["links"][0]["label"] == "Website form"
    )
