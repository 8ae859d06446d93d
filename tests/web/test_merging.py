"""What do the pages of duplicates and of a merge show, to whom, and what do they do?"""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from segue.core import jobs, links, preferences, records
from segue.core.models import CustomField, Job, User
from segue.crm.communications import Communication
from segue.crm.duplicates import scan
from segue.crm.models import NotDuplicate, Suspect
from tests import builders
from tests.crm.conversion.steps import convert, made

MAIL = Communication("EMAIL", "jana@brandt.example")


def look(item_type: str, actor: User) -> None:
    """Look for duplicates, as a worker does."""
    jobs.run(scan.start(item_type, actor=actor).pk)


def twins(actor: User, **values: Any) -> tuple[Any, Any]:
    """Two contacts with one e-mail."""
    first = builders.contact(actor, first_name="Jana", communications=(MAIL,), **values)
    return first, builders.contact(actor, first_name="J.", communications=(MAIL,))


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(key|seen)" value="([^"]*)"', page))


def merge(client: Client, *items: Any, **sent: Any) -> Any:
    """Look at the page of a merge, then press its button."""
    asked: dict[str, Any] = {"id": [item.pk for item in items], "main": items[0].pk} | sent
    page = client.post("/contacts/merge/", asked | {"look": "1"}).content.decode()
    return client.post("/contacts/merge/", asked | hidden(page))


def merged_entries(client: Client, item: Any) -> list[Any]:
    """What the timeline tells of merges."""
    days = client.get(f"/contacts/{item.pk}/timeline/").context["timeline"]["days"]
    return [told for day in days for told in day["entries"] if told["headline"] == "Merged with another record"]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# Suspects ---------------------------------------------------------------------------------------------------------


def test_a_scan_finds_pairs_with_all_their_reasons(admin: Client, dana: User) -> None:
    first = builders.contact(dana, communications=(MAIL,))
    second = builders.contact(dana, communications=(MAIL,))
    builders.contact(dana, first_name="Else", last_name="Somebody")
    look("contact", dana)
    [pair] = admin.get("/contacts/duplicates/").context["pairs"]
    assert (pair["ids"], pair["reasons"]) == ([first.pk, second.pk], "same e-mail, same name")


def test_merging_a_pair_is_offered_to_whoever_may_delete(web: Client, alice: User) -> None:
    first, second = twins(alice)
    look("contact", alice)
    [pair] = web.get("/contacts/duplicates/").context["pairs"]
    assert pair["merge_href"] == ""
    builders.give_right("delete", "contact", "own")
    [pair] = web.get("/contacts/duplicates/").context["pairs"]
    assert pair["merge_href"] == f"/contacts/merge/?back=%2Fcontacts%2Fduplicates%2F&id={first.pk}&id={second.pk}"


@pytest.mark.parametrize("read", [5_000, 2])
def test_a_scan_pairs_names_with_umlauts_in_any_spelling(dana: User, monkeypatch: Any, read: int) -> None:
    monkeypatch.setattr(scan, "READ", read)
    named = {name: builders.contact(dana, first_name="", last_name=name) for name in ("Müller", "Mueller", "Muller")}
    builders.contact(dana, first_name="", last_name="Mugler")
    look("contact", dana)
    pairs = {(row.item_id, row.other_id) for row in Suspect.objects.all()}
    umlaut = named["Müller"].pk
    assert pairs == {(umlaut, named["Mueller"].pk), (umlaut, named["Muller"].pk)}


def test_a_scan_pairs_firms_of_leads_with_umlauts_in_any_spelling(dana: User) -> None:
    for firm in ("Bäcker Öhm", "Baecker Oehm KG", "Backer Ohn"):
        builders.lead(dana, first_name="", last_name="", company_name=firm, communications=())
    look("lead", dana)
    assert [row.criteria for row in Suspect.objects.all()] == [["company_name"]]


def test_what_is_of_another_type_or_in_the_bin_takes_nobody_s_place(admin: Client, dana: User) -> None:
    for _inquiry in range(scan.MOST_OF_ONE_KEY):
        builders.lead(dana, communications=(MAIL,))
    for gone in twins(dana):
        records.delete(gone, actor=dana)
    pair = twins(dana)
    look("contact", dana)
    assert [each["ids"] for each in admin.get("/contacts/duplicates/").context["pairs"]] == [[each.pk for each in pair]]


def test_the_button_looks_in_the_background(admin: Client, dana: User) -> None:
    twins(dana)
    assert admin.post("/contacts/duplicates/scan/").status_code == 303
    jobs.run(Job.objects.get(kind="duplicates").pk)
    assert len(admin.get("/contacts/duplicates/").context["pairs"]) == 1


def test_a_pair_that_is_no_longer_alike_is_gone_after_the_next_scan(dana: User) -> None:
    _first, second = twins(dana)
    look("contact", dana)
    records.change(second, {}, actor=dana, parts={"communications": ()})
    look("contact", dana)
    assert not Suspect.objects.exists()


def test_a_pair_of_which_one_may_not_see_both_tells_of_neither(web: Client, alice: User, dana: User) -> None:
    builders.contact(alice, communications=(MAIL,))
    builders.contact(dana, communications=(MAIL,), open_to_all=False)
    look("contact", dana)
    answer = web.get("/contacts/duplicates/")
    assert answer.context["pairs"] == []


def test_a_field_one_may_not_see_speaks_for_no_pair(web: Client, alice: User, dana: User) -> None:
    field = CustomField.objects.create(
        item_type="contact", code="BADGE", kind="string", labels={"en": "Badge"}, finds_duplicates=True
    )
    builders.contact(dana, first_name="A", last_name="B", BADGE="7711")
    builders.contact(dana, first_name="C", last_name="D", BADGE="7711")
    CustomField.objects.filter(pk=field.pk).update(is_restricted=True, has_keys=True)
    look("contact", dana)
    assert Suspect.objects.exists()
    assert web.get("/contacts/duplicates/").context["pairs"] == []


def test_not_a_duplicate_holds_for_whoever_said_so(web: Client, alice: User, dana: User) -> None:
    first, second = twins(alice)
    look("contact", dana)
    assert web.post("/contacts/duplicates/apart/", {"id": [first.pk, second.pk]}).status_code == 303
    assert web.get("/contacts/duplicates/").context["pairs"] == []
    assert len(signed_in(dana).get("/contacts/duplicates/").context["pairs"]) == 1
    assert NotDuplicate.objects.get().user == alice


def test_somebody_sets_nothing_apart_that_they_may_not_see(web: Client, alice: User, dana: User) -> None:
    first = builders.contact(alice)
    second = builders.contact(dana, open_to_all=False)
    assert web.post("/contacts/duplicates/apart/", {"id": [first.pk, second.pk]}).status_code == 404


def test_the_clock_looks_as_often_as_the_settings_say(dana: User) -> None:
    twins(dana)
    jobs.run(jobs.start("duplicates_round", {}, actor=None).pk)
    assert not Job.objects.filter(kind="duplicates").exists()
    preferences.save({"duplicates_scan": "weekly"})
    jobs.run(jobs.start("duplicates_round", {}, actor=None).pk)
    jobs.run(jobs.start("duplicates_round", {}, actor=None).pk)
    assert Job.objects.filter(kind="duplicates").count() == 3


# The merge --------------------------------------------------------------------------------------------------------


def test_values_stand_side_by_side_and_equal_ones_are_folded(admin: Client, dana: User) -> None:
    first, second = twins(dana)
    page = admin.get("/contacts/merge/", {"id": [first.pk, second.pk]})
    assert [unit["label"] for unit in page.context["units"]] == ["First name"]
    assert {"label": "Last name", "text": "Brandt"} in page.context["equal"]


def test_amounts_read_as_on_the_page_of_the_item(admin: Client, dana: User) -> None:
    rich, poor = builders.company(dana, title="Rich", revenue=Decimal(950_000)), builders.company(dana, title="Poor")
    [revenue] = [
        unit
        for unit in admin.get("/companies/merge/", {"id": [rich.pk, poor.pk]}).context["units"]
        if unit["label"] == "Annual revenue"
    ]
    assert [option["text"] for option in revenue["options"]] == ["€950,000.00", "empty"]


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ({"query": "q=jana&owner=me"}, "/contacts/?q=jana&owner=me"),
        ({"back": "/contacts/duplicates/?page=2"}, "/contacts/duplicates/?page=2"),
        ({"back": "https://evil.example/"}, "/contacts/"),
        ({"back": "//evil.example/", "query": "q=jana"}, "/contacts/?q=jana"),
        ({}, "/contacts/"),
    ],
)
def test_cancel_leads_back_to_where_one_came_from(admin: Client, dana: User, asked: dict[str, str], place: str) -> None:
    items: dict[str, Any] = {"id": [each.pk for each in twins(dana)]}
    page = admin.get("/contacts/merge/", items | asked)
    assert page.context["cancel_href"] == place
    kept = {each["name"]: each["value"] for each in page.context["hidden"] if each["name"] in {"query", "back"}}
    assert admin.post("/contacts/merge/", items | kept | {"look": "1"}).context["cancel_href"] == place


def test_from_the_duplicates_cancel_leads_back_to_them(admin: Client, dana: User) -> None:
    twins(dana)
    look("contact", dana)
    [pair] = admin.get("/contacts/duplicates/").context["pairs"]
    assert admin.get(pair["merge_href"]).context["cancel_href"] == "/contacts/duplicates/"


def test_what_was_chosen_stands_and_the_old_address_leads_there(admin: Client, dana: User) -> None:
    first, second = twins(dana)
    answer = merge(admin, first, second, take_first_name=second.pk)
    assert answer.headers["Location"] == f"/contacts/{first.pk}/"
    assert admin.get(f"/contacts/{second.pk}/").headers["Location"] == f"/contacts/{first.pk}/"
    assert "J. Brandt" in admin.get(f"/contacts/{first.pk}/").content.decode()


def test_values_that_nobody_chose_follow_the_item_that_stays(admin: Client, dana: User) -> None:
    first, second = twins(dana, comment="Mine")
    records.change(second, {"comment": "Other", "position": "Head"}, actor=dana)
    sent = {"id": [first.pk, second.pk], "main": second.pk, "was": first.pk, "look": "1"}
    sent |= {"take_first_name": first.pk, "take_comment": second.pk}  # the comment was chosen
    page = admin.post("/contacts/merge/", sent)
    chosen = {
        unit["name"]: [each["value"] for each in unit["options"] if each["selected"]] for unit in page.context["units"]
    }
    assert (chosen["take_first_name"], chosen["take_comment"]) == ([second.pk], [second.pk])
    back = sent | {"main": first.pk, "was": second.pk, "take_first_name": second.pk, "take_comment": first.pk}
    page = admin.post("/contacts/merge/", back)
    assert {"label": "First name", "text": "Jana"} in page.context["result"]
    assert {"label": "Comment", "text": "Mine"} in page.context["result"]
    assert {"name": "was", "value": first.pk} in page.context["hidden"]


def test_what_was_not_looked_at_is_not_done(admin: Client, dana: User) -> None:
    first, second = twins(dana)
    page = admin.get("/contacts/merge/", {"id": [first.pk, second.pk]}).content.decode()
    sent = {"id": [first.pk, second.pk], "main": first.pk, "take_first_name": second.pk} | hidden(page)
    answer = admin.post("/contacts/merge/", sent)
    assert answer.status_code == 409
    assert "This is not what you saw before." in answer.content.decode()


def test_a_merge_is_undone_from_its_notice(admin: Client, dana: User) -> None:
    first, second = twins(dana)
    merge(admin, first, second)
    page = admin.get(f"/contacts/{first.pk}/").content.decode()
    action = re.findall(r'"(/merges/\d+/undo/)"', page)[0]
    assert admin.post(action).status_code == 200
    admin.post(action, {"go": "1"})
    assert admin.get(f"/contacts/{second.pk}/").status_code == 200


def test_a_merge_that_was_undone_is_told_as_undone_and_not_offered_again(admin: Client, dana: User) -> None:
    first, second = twins(dana)
    merge(admin, first, second)
    [told] = merged_entries(admin, first)
    assert [link["label"] for link in told["links"]] == ["Undo the merge"]
    admin.post(told["links"][-1]["href"], {"go": "1"})
    [told] = merged_entries(admin, first)
    assert [link["label"] for link in told["links"]] == ["J. Brandt"]
    assert told["undone"].startswith("Undone by Dana")
    assert "Undone by Dana" in admin.get(f"/contacts/{first.pk}/history/").content.decode()


def test_a_merge_is_not_offered_for_undoing_on_what_its_item_went_into(admin: Client, dana: User) -> None:
    first, second = twins(dana)
    third = builders.contact(dana, first_name="Third")
    merge(admin, first, second)
    merge(admin, third, first)
    offered = [link["label"] for told in merged_entries(admin, third) for link in told.get("links", [])]
    assert offered.count("Undo the merge") == 1


def test_a_conversion_that_cannot_be_undone_names_what_was_merged_since(admin: Client, dana: User) -> None:
    done = convert(builders.lead(dana), "contact", dana)
    contact = made(done, "contact")
    merge(admin, builders.contact(dana, first_name="Other"), contact)
    page = admin.post(f"/conversions/{done.pk}/undo/").content.decode()
    assert f"Contact #{contact.pk} was merged with another record. Undo that first." in page


def test_an_undo_that_cannot_be_says_why(admin: Client, dana: User) -> None:
    first, second = twins(dana)
    merge(admin, first, second)
    records.change(type(first).objects.get(pk=first.pk), {"comment": "Called."}, actor=dana)
    action = re.findall(r'"(/merges/\d+/undo/)"', admin.get(f"/contacts/{first.pk}/").content.decode())[0]
    answer = admin.post(action, {"go": "1"})
    assert (answer.status_code, "was changed since" in answer.content.decode()) == (409, True)


def test_a_pair_that_somebody_merged_already_leads_to_the_one_that_stayed(admin: Client, dana: User) -> None:
    first, second = twins(dana)
    merge(admin, first, second)
    answer = admin.get("/contacts/merge/", {"id": [first.pk, second.pk]})
    assert (answer.status_code, answer["Location"]) == (303, f"/contacts/{first.pk}/")
    assert "These were merged already." in admin.get(answer["Location"]).content.decode()


def test_who_presses_after_somebody_else_merged_is_led_to_the_one_that_stayed(admin: Client, dana: User) -> None:
    first, second = twins(dana)
    asked = {"id": [first.pk, second.pk], "main": second.pk}
    page = admin.post("/contacts/merge/", asked | {"look": "1"}).content.decode()
    merge(admin, first, second)
    answer = admin.post("/contacts/merge/", asked | hidden(page))
    assert (answer.status_code, answer["Location"]) == (303, f"/contacts/{first.pk}/")


def test_what_was_merged_meanwhile_stands_as_what_it_went_into(admin: Client, dana: User) -> None:
    first, second = twins(dana)
    third = builders.contact(dana, first_name="Third")
    asked = {"id": [second.pk, third.pk], "main": second.pk}
    page = admin.post("/contacts/merge/", asked | {"look": "1"}).content.decode()
    merge(admin, first, second)
    answer = admin.post("/contacts/merge/", asked | hidden(page))
    assert [(main["value"], main["selected"]) for main in answer.context["mains"]] == [
        (first.pk, True),
        (third.pk, False),
    ]
    assert (answer.status_code, "is not there any more" in answer.content.decode()) == (409, True)


def test_a_merged_pair_tells_a_stranger_nothing(admin: Client, dana: User, charlie: User) -> None:
    first, second = twins(dana)
    merge(admin, first, second)
    assert signed_in(charlie).get("/contacts/merge/", {"id": [first.pk, second.pk]}).status_code == 404


def test_without_the_right_nothing_is_merged(web: Client, alice: User) -> None:
    first, second = twins(alice)
    page = web.get("/contacts/merge/", {"id": [first.pk, second.pk]})
    assert "You may not delete" in page.content.decode()
    assert merge(web, first, second).status_code == 403


def test_p5_what_one_may_not_see_is_not_there(web: Client, alice: User, dana: User) -> None:
    first, second = builders.contact(alice), builders.contact(dana, open_to_all=False)
    assert web.get("/contacts/merge/", {"id": [first.pk, second.pk]}).status_code == 404
    merged = builders.contact(dana)
    merge(signed_in(dana), second, merged)
    assert web.get(f"/contacts/{merged.pk}/").status_code == 404


@pytest.mark.parametrize("ids", [[], ["x"], ["1", "1"], ["9" * 30], [str(pk) for pk in range(1, 9)]])
def test_strange_addresses_are_answered(admin: Client, dana: User, ids: list[str]) -> None:
    builders.contact(dana)
    assert admin.get("/contacts/merge/", {"id": ids}).status_code in {200, 404}


def test_a_link_between_two_that_become_one_goes(admin: Client, dana: User) -> None:
    first, second = twins(dana)
    links.bind(first, second, actor=dana)
    assert merge(admin, first, second).status_code == 303


def test_deals_are_merged_from_a_selection(admin: Client, dana: User) -> None:
    first, second = builders.deal(dana, title="One"), builders.deal(dana, title="Two")
    assert 'formaction="/deals/merge/"' in admin.get("/deals/").content.decode()
    page = admin.get("/deals/merge/", {"id": [first.pk, second.pk]})
    assert [unit["label"] for unit in page.context["units"]] == ["Name"]


def test_all_that_a_list_finds_are_merged_when_that_is_ticked(admin: Client, dana: User) -> None:
    deals = [builders.deal(dana, title="Relaunch") for _number in range(3)]
    builders.deal(dana, title="Other")
    page = admin.get("/deals/merge/", {"id": deals[0].pk, "all": "1", "query": "q=relaunch"})
    assert [main["value"] for main in page.context["mains"]] == [deal.pk for deal in deals]
    for _number in range(3):
        builders.deal(dana, title="Relaunch")
    page = admin.get("/deals/merge/", {"id": deals[0].pk, "all": "1", "query": "q=relaunch"})
    assert page.context["blocked"]


@pytest.mark.parametrize("tab", ["", "timeline/", "dependencies/", "history/", "products/", "deals/"])
def test_the_old_address_of_every_tab_leads_to_the_same_of_the_survivor(admin: Client, dana: User, tab: str) -> None:
    first, second = twins(dana)
    merge(admin, first, second)
    answer = admin.get(f"/contacts/{second.pk}/{tab}")
    assert (answer.status_code, answer["Location"]) == (303, f"/contacts/{first.pk}/{tab}")


def test_an_old_address_tells_a_stranger_nothing(admin: Client, dana: User, charlie: User) -> None:
    first, second = twins(dana)
    merge(admin, first, second)
    assert signed_in(charlie).get(f"/contacts/{second.pk}/history/").status_code == 404


def test_the_bin_says_into_what_something_was_merged(admin: Client, dana: User) -> None:
    first, second = twins(dana)
    records.delete(builders.deal(dana), actor=dana)
    merge(admin, first, second)
    context = admin.get("/bin/").context
    at = [str(column["label"]) for column in context["columns"]].index("Merged into")
    told = [(row["cells"][at]["text"], row["cells"][at].get("href", "")) for row in context["rows"]]
    assert told == [("Jana Brandt", f"/contacts/{first.pk}/"), ("", "")]


def test_where_nothing_was_merged_the_bin_does_not_speak_of_it(admin: Client, dana: User) -> None:
    records.delete(builders.deal(dana), actor=dana)
    assert "Merged into" not in admin.get("/bin/").content.decode()
