"""Does a stage ask for what it requires, in a small form that completes the move?"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from segue.core import pipelines, records
from segue.core.custom_fields import changes
from segue.core.models import CustomField, Item, User
from segue.crm import stages
from segue.crm.models import Deal
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.crm.test_stages import stage
from tests.web.form_data import Reader, errors


@pytest.fixture
def deal(client: Client, alice: User) -> Item:
    client.force_login(alice)
    made: Item = builders.deal(alice)
    return made


def need(dana: User, code: str = "A", kind: str = "string", **columns: Any) -> CustomField:
    """A field that deals in work need."""
    return stored(dana, kind, code, mandatory_from=stage("EXECUTING"), labels={"en": f"Contract {code}"}, **columns)


def press(client: Client, deal: Item, code: str = "EXECUTING", **more: Any) -> Any:
    return client.post(f"/deals/{deal.pk}/stage/", {"stage": code, "version": "1"} | more)


class OfMove(Reader):
    """Gathers the fields of the small form."""

    def opens(self, given: dict[str, str]) -> bool:
        return "/stage/" in given.get("action", "")


def sent(page: Any, **changes: Any) -> dict[str, Any]:
    """What the small form sends, with these changes."""
    reader = OfMove()
    reader.feed(page.content.decode())
    return reader.data | changes


def test_a_move_asks_for_what_is_missing_only(client: Client, dana: User, deal: Item) -> None:
    need(dana)
    stored(dana, "string", "OTHER")
    page = press(client, deal)
    told = page.content.decode()
    assert (page.status_code, errors(page)) == (422, ["This field is required."])
    assert ("Move to “In progress”" in told, "Contract A" in told, "Other" in told) == (True, True, False)


def test_filling_it_in_completes_the_move(client: Client, dana: User, deal: Item) -> None:
    need(dana)
    page = press(client, deal)
    answer = client.post(f"/deals/{deal.pk}/stage/", sent(page, A="V-7"))
    found = Deal.objects.get()
    assert (answer.status_code, str(found.stage), found.custom) == (303, "In progress", {"A": "V-7"})


def test_what_is_wrong_is_said_beside_it_and_the_rest_kept(client: Client, dana: User, deal: Item) -> None:
    need(dana)
    need(dana, "B", "integer")
    page = client.post(f"/deals/{deal.pk}/stage/", sent(press(client, deal), A="V-7", B="many"))
    assert (page.status_code, errors(page)) == (422, ["Enter a number, such as 1,234.5."])
    assert (sent(page)["A"], sent(page)["B"]) == (["V-7"], ["many"])
    client.post(f"/deals/{deal.pk}/stage/", sent(page, B="3"))
    assert Deal.objects.get().custom == {"A": "V-7", "B": 3}


def test_left_blank_it_is_asked_for_again(client: Client, dana: User, deal: Item) -> None:
    need(dana)
    page = client.post(f"/deals/{deal.pk}/stage/", sent(press(client, deal)))
    assert (page.status_code, errors(page)) == (422, ["This field is required."])


def test_before_that_stage_and_in_a_failure_nothing_is_asked(client: Client, dana: User, deal: Item) -> None:
    need(dana)
    assert press(client, deal, "PREPARATION").status_code == 303
    assert press(client, deal, "LOSE", version="2").status_code == 303


def test_nothing_is_asked_where_it_is_filled_in(client: Client, alice: User, dana: User, deal: Item) -> None:
    need(dana)
    records.change(deal, {"A": "V-7"}, actor=alice)
    assert press(client, deal, version="2").status_code == 303


def test_who_may_not_see_the_field_is_not_asked(client: Client, dana: User, deal: Item) -> None:
    changes.restrict(need(dana), [dana], [], actor=dana)
    assert press(client, deal).status_code == 303


def test_several_values_get_one_more_line_without_javascript(client: Client, dana: User, deal: Item) -> None:
    need(dana, multiple=True)
    page = client.post(f"/deals/{deal.pk}/stage/", sent(press(client, deal), A="one", custom_action="more:A"))
    assert (page.status_code, sent(page)["A"]) == (200, ["one", ""])
    client.post(f"/deals/{deal.pk}/stage/", sent(page, A=["one", "two"]))
    assert Deal.objects.get().custom == {"A": ["one", "two"]}


def test_htmx_gets_the_field_alone(client: Client, dana: User, deal: Item) -> None:
    need(dana, multiple=True)
    data = sent(press(client, deal), custom_action="more:A")
    part = client.post(f"/deals/{deal.pk}/stage/", data, headers={"HX-Request": "true"}).content.decode()
    assert (part.count('name="A"'), "<html" in part) == (2, False)


def test_an_item_is_searched_and_chosen(client: Client, alice: User, dana: User, deal: Item) -> None:
    need(dana, kind="crm")
    lead = builders.lead(alice)
    client.post(f"/deals/{deal.pk}/stage/", sent(press(client, deal), **{"A-q": "Website form"}))
    assert Deal.objects.get().custom == {"A": lead.pk}


def test_a_file_is_uploaded_with_the_move(client: Client, dana: User, deal: Item) -> None:
    need(dana, kind="file")
    page = press(client, deal)
    assert 'enctype="multipart/form-data"' in page.content.decode()
    data = sent(page, **{"A-files": SimpleUploadedFile("contract.pdf", b"%PDF")})
    assert client.post(f"/deals/{deal.pk}/stage/", data).status_code == 303
    assert "A" in Deal.objects.get().custom


def test_another_pipeline_asks_too(client: Client, alice: User, dana: User, deal: Item) -> None:
    online = pipelines.add("deal", {"en": "Online", "de": "Online"}, actor=dana)
    stored(dana, "string", "A", mandatory_from=online.stages.order_by("sort")[0])
    page = client.post(f"/deals/{deal.pk}/stage/?pipeline={online.code}", {"version": "1"})
    assert errors(page) == ["This field is required."]
    assert client.post(f"/deals/{deal.pk}/stage/?pipeline={online.code}", sent(page, A="x")).status_code == 303
    assert Deal.objects.get().pipeline == online


@pytest.mark.parametrize("action", ["", "more:B", "fly:A"])
def test_a_button_that_is_not_there_is_refused(client: Client, dana: User, deal: Item, action: str) -> None:
    need(dana, multiple=True)
    data = sent(press(client, deal), custom_action=action)
    assert client.post(f"/deals/{deal.pk}/stage/", data).status_code == 400


def test_somebody_elses_move_in_between_is_not_undone(client: Client, bob: User, dana: User, deal: Item) -> None:
    need(dana)
    page = press(client, deal)
    stages.move(deal, stage("PREPARATION"), actor=bob)
    assert client.post(f"/deals/{deal.pk}/stage/", sent(page, A="V-7")).status_code == 409
