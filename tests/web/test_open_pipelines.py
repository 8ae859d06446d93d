"""In boards, lists and figures nobody is offered a pipeline in which they may read nothing."""

from typing import Any

import pytest
from django.test import Client

from segue.core import pipelines, records
from segue.core.models import Pipeline, Role, User
from segue.core.roles import Place
from tests import builders
from tests.core.test_rights_of_stages import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def partners(dana: User) -> Pipeline:
    return pipelines.add("deal", {"en": "Partners", "de": "Partner"}, actor=dana)


@pytest.fixture
def closed(partners: Pipeline) -> Pipeline:
    """A pipeline in which only administrators read."""
    say(everybody(), Place("deal", pipeline=partners.pk), "read", "none")
    return partners


def everybody() -> Role:
    return Role.objects.get(code="manager")


def offered(web: Client, address: str) -> list[str]:
    """The other pipelines whose boards are offered."""
    shown: Any = web.get(address).context["pipelines"]
    return [each["label"] for each in shown["entries"]] if shown else []


def test_a_board_leads_to_the_boards_of_other_pipelines(web: Client, partners: Pipeline) -> None:
    assert offered(web, "/deals/board/") == ["Partners"]


def test_a_board_does_not_lead_where_nothing_may_be_read(web: Client, closed: Pipeline) -> None:
    assert offered(web, "/deals/board/") == []


@pytest.mark.parametrize(
    "address", ["in/{}/", "?pipeline={}", "column/?of=board&pipeline={}", "totals/?of=board&pipeline={}"]
)
def test_the_board_of_a_pipeline_in_which_nothing_may_be_read_is_forbidden(
    web: Client, closed: Pipeline, address: str
) -> None:
    assert web.get("/deals/board/" + address.format(closed.code)).status_code == 403


@pytest.mark.parametrize("code", ["%00", "x" * 5000, "%C2%B2"])
def test_what_is_no_pipeline_is_the_usual_one(web: Client, code: str) -> None:
    assert web.get(f"/deals/board/?pipeline={code}").status_code == 200


def test_one_stage_that_may_be_read_opens_the_board(web: Client, closed: Pipeline) -> None:
    say(everybody(), Place("deal", stage=pipelines.stages(closed)[0].pk), "read", "own")
    assert offered(web, "/deals/board/") == ["Partners"]


def test_what_somebody_observes_opens_the_board(web: Client, alice: User, dana: User, closed: Pipeline) -> None:
    seen = builders.deal(dana, pipeline=closed, observers=(alice.pk,))
    assert offered(web, "/deals/board/") == ["Partners"]
    records.delete(seen, actor=dana)
    assert offered(web, "/deals/board/") == []


def test_the_usual_board_is_one_that_may_be_read(web: Client, partners: Pipeline) -> None:
    general = Pipeline.objects.get(item_type="deal", is_default=True)
    say(everybody(), Place("deal", pipeline=general.pk), "read", "none")
    context = web.get("/deals/board/").context
    assert (context["pipelines"], context["back"]) == (None, f"/deals/board/in/{partners.code}/")


@pytest.mark.usefixtures("dana")
def test_where_no_pipeline_may_be_read_there_is_no_board(web: Client) -> None:
    for each in Pipeline.objects.filter(item_type="deal"):
        say(everybody(), Place("deal", pipeline=each.pk), "read", "none")
    assert web.get("/deals/board/").status_code == 403
    assert web.get("/deals/").status_code == 200


def test_menus_do_not_lead_for_good_to_a_board_that_was_seen_last(web: Client, partners: Pipeline) -> None:
    home = f"/deals/board/in/{partners.code}/"
    assert web.get(home).status_code == 200
    say(everybody(), Place("deal", pipeline=partners.pk), "read", "none")
    answer = web.get(home, follow=True)
    assert (answer.redirect_chain, answer.status_code) == ([("/deals/board/", 303)], 200)
    assert web.get(home).status_code == 403


def test_a_list_offers_no_stage_of_a_pipeline_in_which_nothing_may_be_read(web: Client, closed: Pipeline) -> None:
    stage = pipelines.stages(closed)[0]
    for page in (web.get("/deals/"), web.get("/deals/filter/")):
        assert f'value="{stage.pk}"' not in page.content.decode()
    assert "Partners" not in web.get(f"/deals/?stage={stage.pk}").content.decode()


@pytest.mark.parametrize("name", ["stage", "pipeline"])
def test_a_filter_names_no_pipeline_in_which_nothing_may_be_read(web: Client, closed: Pipeline, name: str) -> None:
    wanted = closed.pk if name == "pipeline" else pipelines.stages(closed)[0].pk
    page = web.get(f"/deals/?f={name}&o=is&v={wanted}").content.decode()
    assert "Partners" not in page
    form = web.post("/deals/filter/", {"row": "0", "field-0": name, "how-0": "is", "act": "update"}).content.decode()
    assert "Partners" not in form


def test_no_form_of_a_pipeline_in_which_nothing_may_be_read_is_arranged(web: Client, closed: Pipeline) -> None:
    page = web.get("/deals/form/")
    assert (page.status_code, "Partners" in page.content.decode()) == (200, False)
    assert web.get(f"/deals/form/?variant={closed.pk}").status_code == 404


def test_whoever_looks_after_the_settings_arranges_the_forms_of_all_pipelines(
    web: Client, alice: User, closed: Pipeline
) -> None:
    Role.objects.filter(code="manager").update(may_change_settings=True)
    assert web.get(f"/deals/form/?variant={closed.pk}").status_code == 200


@pytest.mark.usefixtures("dana")
def test_where_no_pipeline_may_be_read_no_form_is_arranged(web: Client) -> None:
    for each in Pipeline.objects.filter(item_type="deal"):
        say(everybody(), Place("deal", pipeline=each.pk), "read", "none")
    assert web.get("/deals/form/").status_code == 404


def test_figures_are_not_of_a_pipeline_in_which_nothing_may_be_read(web: Client, closed: Pipeline) -> None:
    page = web.get(f"/figures/?pipeline={closed.pk}").content.decode()
    assert "Partners" not in page


def test_many_are_not_moved_to_stages_of_a_pipeline_in_which_nothing_may_be_read(
    web: Client, alice: User, closed: Pipeline
) -> None:
    deal = builders.deal(alice)
    page = web.post("/deals/many/", {"act": "stage", "id": deal.pk})
    assert "Partners" not in page.content.decode()
