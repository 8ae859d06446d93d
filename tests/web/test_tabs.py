"""Do the tabs of an item show its products, what came of it, its chain and its history?"""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from segue.core import comments, item_types, records
from segue.core.models import Item, Link, TimelineEntry, User
from segue.core.models.link import BOUND
from segue.core.models.timeline_entry import TimelineEntry as Entry
from segue.crm import sellers, stages
from segue.crm.rows import Row
from segue.web.components import facts
from tests import builders
from tests.crm.conversion.steps import convert, made, undo
from tests.crm.test_stages import stage


def tab(client: Client, item: Item, name: str, query: str = "") -> Any:
    answer = client.get(f"/{item_types.of(item).slug}/{item.pk}/{name}/{query}")
    assert answer.status_code == 200
    return answer


def counts(answer: Any) -> dict[str, int]:
    return {str(each["label"]): each["count"] for each in answer.context["tabs"] if each["count"]}


def lines(answer: Any) -> list[tuple[str, ...]]:
    """The history in short: event, then field, from, to; or event and item."""
    told = []
    for row in answer.context["history"]["rows"]:
        change = row.get("changes", [{}])[0]
        rest = (change["label"], change["old"], change["new"]) if change else (row.get("item", ""),)
        told.append((row["event"], *rest))
    return told


def test_products_have_prices_sums_and_totals(client: Client, alice: User) -> None:
    client.force_login(alice)
    shown = tab(client, builders.deal(alice), "products").context["products"]
    first = shown["rows"][0]
    assert (first["quantity"], first["price"], first["discount"], first["tax"]) == ("3", "€118.9881", "10%", "19%")
    assert (first["sum"], shown["totals"]["total"]) == ("€321.27", "€341.26")


def test_prices_and_sums_are_shown_in_one_basis(client: Client, alice: User) -> None:
    client.force_login(alice)
    mixed = tab(client, builders.deal(alice), "products").context["products"]["headings"]
    assert mixed == {"price": "Price (incl. tax)", "sum": "Sum (incl. tax)"}
    net = builders.deal(alice, rows=(builders.row(price="99.99", quantity=Decimal(3)),))
    shown = tab(client, net, "products").context["products"]
    assert shown["headings"] == {"price": "Price (net)", "sum": "Sum (net)"}
    assert (shown["rows"][0]["price"], shown["rows"][0]["sum"]) == ("€99.99", "€299.97")
    assert shown["totals"]["net"] == "€299.97"


def test_a_discount_on_prices_with_tax_is_shown_with_tax(client: Client, alice: User) -> None:
    row = builders.row(price="119", basis="gross", discount_type=1, discount_sum=Decimal(10))
    deal = builders.deal(alice, rows=(row,))
    client.force_login(alice)
    first = tab(client, deal, "products").context["products"]["rows"][0]
    assert (first["price"], first["discount"], first["sum"]) == ("€119.00", "€11.90", "€107.10")


def test_a_copied_row_says_where_it_came_from(client: Client, alice: User, charlie: User) -> None:
    deal = builders.deal(alice)
    estimate = made(convert(deal, "estimate", alice), "estimate")
    client.force_login(alice)
    second = tab(client, estimate, "products").context["products"]["rows"][1]
    assert (second["note"], second["note_href"]) == (f"from row 2 of Deal #{deal.pk}", f"/deals/{deal.pk}/products/")
    Item.objects.filter(pk=deal.pk).update(owner=charlie)
    masked = tab(client, estimate, "products").context["products"]["rows"][1]
    assert (masked["note"], masked.get("note_href")) == ("Hidden item", None)


def test_an_absolute_discount_and_no_tax_read_as_such(client: Client, alice: User) -> None:
    row = Row("Gift", Decimal(50), discount_type=1, discount_sum=Decimal(5))
    client.force_login(alice)
    shown = tab(client, builders.deal(alice, rows=(row,)), "products").context["products"]
    assert (shown["rows"][0]["discount"], shown["rows"][0]["tax"], shown["totals"]["taxes"]) == ("€5.00", "none", [])


def test_no_products_offer_the_first_step(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "No products yet" in tab(client, builders.deal(alice, rows=()), "products").content.decode()


def test_what_was_made_is_counted_and_listed(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    estimate = made(convert(deal, "estimate", alice), "estimate")
    invoice = made(convert(estimate, "invoice", alice), "invoice")
    client.force_login(alice)
    answer = tab(client, deal, "invoices")
    assert counts(answer) == {"Products": 2, "Estimates": 1, "Invoices": 1}  # the estimate's is the deal's too
    assert f'href="/invoices/{invoice.pk}/"' in answer.content.decode()
    assert counts(tab(client, estimate, "invoices"))["Invoices"] == 1


def test_what_may_not_be_seen_is_only_counted(client: Client, alice: User, charlie: User) -> None:
    deal = builders.deal(alice)
    invoice = made(convert(deal, "invoice", alice), "invoice")
    Item.objects.filter(pk=invoice.pk).update(owner=charlie)
    client.force_login(alice)
    answer = tab(client, deal, "invoices")
    assert (answer.context["rows"], answer.context["left_out"]) == ([], "1 item you cannot see")
    assert "Invoices" not in counts(answer)


def test_the_bin_and_undo_empty_a_tab(client: Client, alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    done = convert(deal, "invoice", alice)
    undo(done, alice)
    records.delete(made(convert(deal, "estimate", alice), "estimate"), actor=dana)
    client.force_login(alice)
    assert counts(tab(client, deal, "invoices")) == {"Products": 2}


def test_a_tab_makes_one_more(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    client.force_login(alice)
    assert tab(client, deal, "invoices").context["variant"]["action"] == f"/deals/{deal.pk}/create/invoice/"
    builders.take_right_away("add", "invoice")
    assert tab(client, deal, "invoices").context["variant"] is None


@pytest.mark.parametrize("name", ["deals", "leads", "estimates", "invoices"])
def test_a_client_has_tabs_of_what_is_for_them(client: Client, alice: User, name: str) -> None:
    firm, person = builders.company(alice), builders.contact(alice)
    makers = {"deals": builders.deal, "estimates": builders.estimate, "invoices": builders.invoice}
    who = builders.client(firm, person)
    if name == "leads":
        item = records.create("lead", {"title": "Ours"}, actor=alice, parts={"client": who})
    else:
        item = makers[name](alice, title="Ours", client=who)
    client.force_login(alice)
    for party in (firm, person):
        rows = tab(client, party, name).context["rows"]
        assert [row["label"] for row in rows] == ["Ours"], item


@pytest.mark.parametrize(
    "address",
    ["/leads/{lead}/invoices/", "/invoices/{invoice}/deals/", "/deals/{deal}/leads/", "/contacts/{contact}/products/"],
)
def test_a_tab_that_a_type_does_not_have_is_not_found(client: Client, alice: User, address: str) -> None:
    made_of = {name: getattr(builders, name)(alice).pk for name in ("lead", "deal", "invoice", "contact")}
    client.force_login(alice)
    assert client.get(address.format(**made_of)).status_code == 404


def test_a_mark_that_nobody_wrote_leads_to_the_first_page(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    made(convert(deal, "invoice", alice), "invoice")
    client.force_login(alice)
    assert len(tab(client, deal, "invoices", "?after=nonsense~9%00").context["rows"]) == 1


def test_dependencies_show_the_chain_and_mark_the_present_item(client: Client, alice: User) -> None:
    lead = builders.lead(alice, title="From the web")
    deal = made(convert(lead, "deal", alice), "deal")
    made(convert(deal, "invoice", alice), "invoice")
    client.force_login(alice)
    root = tab(client, deal, "dependencies").context["chain"]["nodes"][0]
    child = root["children"][0]
    assert (root["title"], root["current"], child["current"], child["number"]) == (
        "From the web",
        False,
        True,
        f"#{deal.pk}",
    )
    assert child["stage"]["label"] == "New"
    assert [str(node["type"]) for node in child["children"]] == ["Invoice"]


def test_a_chain_longer_than_one_reads_goes_on_below(client: Client, alice: User) -> None:
    chain = [builders.deal(alice, title=f"D{number}", rows=()) for number in range(75)]
    now = timezone.now()
    Link.objects.bulk_create(
        Link(source=one, target=next_, kind=BOUND, created_by=alice, created_at=now) for one, next_ in pairwise(chain)
    )
    client.force_login(alice)
    answer = tab(client, chain[70], "dependencies")
    roots = answer.context["chain"]["nodes"]
    assert [root["title"] for root in roots] == ["D0", "D20", "D40", "D60"]
    assert [root["again"] for root in roots] == ["", *["continued from above"] * 3]
    assert answer.content.decode().count("continued below") == 3
    assert answer.content.decode().count('<div class="node is-current"') == 1


def test_dependencies_of_a_lone_item_say_so(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "Nothing was made from this yet" in tab(client, builders.deal(alice), "dependencies").content.decode()


def test_history_has_a_row_per_field_from_what_to_what(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    records.change(deal, {"title": "Shop", "probability": 60}, actor=alice)
    client.force_login(alice)
    told = lines(tab(client, deal, "history"))
    assert ("Changed", "Name", "Website relaunch", "Shop") in told
    assert ("Changed", "Probability", "", "60") in told
    assert told[-1] == ("Deal created", "")


def test_history_has_a_row_per_changed_product_row(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    kept, gone = item_types.of(deal).part("rows").read(deal)
    parts = {"rows": (Row(**vars(kept) | {"quantity": Decimal(4)}), builders.row("New"))}
    records.change(deal, {}, parts=parts, actor=alice)
    client.force_login(alice)
    assert lines(tab(client, deal, "history"))[:3] == [
        ("Products changed", "Consulting", "3 × 99.99 · -10% · 19%", "4 × 99.99 · -10% · 19%"),
        ("Products changed", gone.name, "1 × 19.99 · 7%", ""),
        ("Products changed", "New", "", "1 × 100 · 19%"),
    ]


def test_history_tells_of_stages_clients_owners_and_conversions(client: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    records.change(deal, {"owner": bob}, parts={"client": builders.client(builders.company(alice))}, actor=alice)
    stages.move(deal, stage("WON"), actor=alice)
    undo(convert(deal, "invoice", alice), alice)
    client.force_login(alice)
    told = lines(tab(client, deal, "history"))
    assert ("Stage changed", "Stage", "New", "Deal won") in told
    assert ("Responsible person changed", "Responsible person", "Alice", "Bob") in told
    assert ("Client changed", "Client", "", "Brandt GmbH") in told
    assert ("Conversion undone", "") in told
    assert "Undone by Alice" in tab(client, deal, "history").content.decode()


def test_history_keeps_a_label_as_it_was_in_the_readers_language(client: Client, alice: User) -> None:
    deal = stages.move(builders.deal(alice), stage("WON"), actor=alice)
    won = stage("WON")
    won.labels = {"en": "Hurray", "de": "Hurra"}
    won.save()
    client.force_login(alice)
    assert ("Stage changed", "Stage", "New", "Deal won") in lines(tab(client, deal, "history"))
    User.objects.filter(pk=alice.pk).update(language="de")
    assert "Auftrag gewonnen" in tab(client, deal, "history").content.decode()


def test_history_masks_who_may_not_be_seen(client: Client, alice: User, charlie: User, dana: User) -> None:
    firm = builders.company(charlie, title="Secret Ltd")
    deal = builders.deal(alice)
    records.change(deal, {}, parts={"client": builders.client(firm)}, actor=dana)
    client.force_login(alice)
    answer = tab(client, deal, "history")
    assert ("Client changed", "Client", "", "Hidden item") in lines(answer)
    assert "Secret Ltd" not in answer.content.decode()


def test_the_name_of_a_seller_one_may_not_see_is_nowhere(client: Client, alice: User, dana: User) -> None:
    seller = sellers.create({"title": "Secret Sales", "open_to_all": False}, actor=dana)
    invoice = builders.invoice(alice, my_company=None)
    records.change(invoice, {"my_company": seller}, actor=dana)
    records.change(invoice, {"my_company": None}, actor=dana)
    client.force_login(alice)
    for address in ("", "timeline/", "history/"):
        assert "Secret Sales" not in client.get(f"/invoices/{invoice.pk}/{address}").content.decode()
    assert ("Changed", "My company", "", "Hidden item") in lines(tab(client, invoice, "history"))


def test_every_column_that_names_an_item_is_read_as_one() -> None:
    own = {column.name for each in item_types.all_types() for column in each.model._meta.concrete_fields
           if column.related_model and issubclass(column.related_model, Item) and not column.primary_key}  # fmt: skip
    assert own <= set(facts.TO_ITEMS)


def test_history_can_be_narrowed(client: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    records.change(deal, {"title": "Shop"}, actor=bob)
    client.force_login(alice)
    assert [event for event, *_rest in lines(tab(client, deal, "history", f"?author={bob.pk}"))] == ["Changed"]
    assert [event for event, *_rest in lines(tab(client, deal, "history", "?event=created"))] == ["Deal created"]
    assert len(lines(tab(client, deal, "history", "?event=%00nonsense&author=x&before=99999999999999999999"))) == 2


def test_history_comes_in_pages(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    for number in range(55):
        records.change(deal, {"title": str(number)}, actor=alice)
    client.force_login(alice)
    first = tab(client, deal, "history")
    older = client.get(first.context["history"]["next_href"])
    assert (len(lines(first)), len(lines(older)), older.context["history"]["next_href"]) == (50, 6, "")


def test_an_event_of_a_kind_nobody_knows_is_still_shown(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    Entry.objects.create(item=deal, kind="telepathy", actor=alice, at=deal.created_at, version=1)
    client.force_login(alice)
    assert "telepathy" in client.get(f"/deals/{deal.pk}/").content.decode()


def test_a_deleted_comment_leaves_a_mark_without_its_words(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    comments.delete(comments.add(deal, "regret", actor=alice), actor=alice)
    client.force_login(alice)
    page = tab(client, deal, "history").content.decode()
    assert "Comment by Alice" in page
    assert "regret" not in page
    assert TimelineEntry.objects.filter(kind="comment_deleted").count() == 1
