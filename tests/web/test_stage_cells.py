"""Is a stage chosen in the cell of a list by those who may, with the questions and refusals of every other move?"""

from typing import Any

from django.test import Client

from segue.core.models import Destination, Item, Role, User
from segue.crm import stages
from tests import builders
from tests.core.test_required import need
from tests.crm.test_stages import stage
from tests.web.test_board_moves import standing

LIST = "/deals/?sort=title"
HERE = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{LIST}"}


def opened(client: Client, item: Item) -> Any:
    return client.get(f"/deals/{item.pk}/cells/stage/", headers=HERE)


def choose(client: Client, item: Item, code: str, slug: str = "deals", **more: Any) -> Any:
    """What the choice in a cell sends."""
    sent = {"stage": code, "version": item.version, "back": f"/{slug}/"} | more
    return client.post(f"/{slug}/{item.pk}/stage/", sent, headers=HERE)


def options(answer: Any) -> list[str]:
    return [each["value"] for each in answer.context["options"]]


def test_a_cell_offers_the_stages_and_the_results(web: Client, alice: User) -> None:
    answer = opened(web, builders.deal(alice))
    assert (options(answer)[0], options(answer)[3:6]) == ("NEW", ["EXECUTING", "FINAL_INVOICE", "WON"])
    assert options(answer)[6:] == ["LOSE", "APOLOGY"]
    assert [each["value"] for each in answer.context["options"] if each["selected"]] == ["NEW"]
    assert {"name": "back", "value": LIST} in answer.context["hidden"]


def test_a_choice_moves_and_answers_with_the_row(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    answer = choose(web, deal, "EXECUTING")
    assert (answer.status_code, answer["HX-Retarget"]) == (200, f"#row-{deal.pk}")
    assert "In progress" in answer.content.decode()
    assert standing(deal) == "EXECUTING"


def test_what_a_stage_requires_is_asked_first_and_then_it_is_the_row(web: Client, alice: User, dana: User) -> None:
    need(dana, "comment", "WON")
    deal = builders.deal(alice)
    asked = choose(web, deal, "WON")
    assert (asked.status_code, [*asked.context["dialog"]["hidden"]][-1]) == (422, {"name": "back", "value": "/deals/"})
    answer = choose(web, deal, "WON", also="comment", comment="Signed")
    assert answer["HX-Retarget"] == f"#row-{deal.pk}"
    assert standing(deal) == "WON"


def test_a_lead_succeeds_by_what_is_made_of_it(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    answer = choose(web, lead, "CONVERTED", "leads")
    assert (answer.status_code, len(answer.context["variants"])) == (200, 7)
    assert standing(lead) == "NEW"


def test_who_was_quicker_is_named_and_the_row_is_as_it_is_now(web: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    stages.move(deal, stage("EXECUTING"), actor=bob)
    answer = choose(web, deal, "WON")
    assert (answer.status_code, answer["HX-Retarget"]) == (409, f"#row-{deal.pk}")
    assert "Nothing was moved." in answer.content.decode()
    assert standing(deal) == "EXECUTING"


def test_a_stage_one_may_not_enter_is_not_offered(web: Client, alice: User) -> None:
    role = Role.objects.get(code="manager")
    Destination.objects.create(role=role, stage=stage("NEW"), to=stage("EXECUTING"))
    deal = builders.deal(alice)
    assert options(opened(web, deal)) == ["NEW", "EXECUTING"]
    assert choose(web, deal, "WON").status_code == 403


def test_without_the_right_to_move_the_cell_is_shut(web: Client, alice: User) -> None:
    builders.deal(alice)
    builders.take_right_away("move", "deal")
    assert "stage" not in [cell.get("spot") for cell in web.get("/deals/").context["rows"][0]["cells"]]


def test_a_stranger_finds_nothing_and_contacts_have_no_stage(web: Client, alice: User, charlie: User) -> None:
    assert opened(web, builders.deal(charlie)).status_code == 404
    contact = builders.contact(alice)
    assert web.get(f"/contacts/{contact.pk}/cells/stage/", headers=HERE).status_code == 404


def test_without_scripts_the_menu_of_the_row_leads_to_the_stages_and_back(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    there = f"/deals/{deal.pk}/move/"
    assert f'href="{there}"' in web.get(LIST).content.decode()
    page = web.get(there, headers={"Referer": f"http://testserver{LIST}"})
    [back] = [each["value"] for each in page.context["dialog"]["hidden"] if each["name"] == "back"]
    answer = web.post(f"/deals/{deal.pk}/stage/", {"stage": "EXECUTING", "back": back})
    assert (answer.status_code, answer["Location"]) == (303, f"http://testserver{LIST}")
