"""Can somebody with the settings right choose which standard fields are required?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import pipelines
from segue.core.models import AuditEntry, Pipeline, RequiredField, User
from tests.crm.test_stages import stage
from tests.web.form_data import Reader

DEALS, COMPANIES = "/settings/required-fields/deals/", "/settings/required-fields/companies/"


class OfPage(Reader):
    """Gathers the fields of the page's own form."""

    def opens(self, given: dict[str, str]) -> bool:
        return "/required-fields/" in given.get("action", "")


def choose(client: Client, address: str, **choices: str) -> Any:
    """Send the page's form with these choices."""
    reader = OfPage()
    reader.feed(client.get(address).content.decode())
    return client.post(address, reader.data | choices)


def chosen(item_type: str = "deal") -> dict[str, Any]:
    rows = RequiredField.objects.filter(item_type=item_type)
    return {row.field: row.from_stage and row.from_stage.code for row in rows}


@pytest.fixture
def general(db: None) -> Pipeline:
    return Pipeline.objects.get(item_type="deal", code="general")


def test_a_field_becomes_required_from_a_stage_on(admin: Client, general: Pipeline) -> None:
    answer = choose(admin, DEALS, **{f"comment-{general.pk}": str(stage("EXECUTING").pk)})
    assert (answer.status_code, chosen()) == (303, {"comment": "EXECUTING"})


def test_always_and_back_to_no(admin: Client, general: Pipeline) -> None:
    choose(admin, DEALS, **{f"comment-{general.pk}": "always", f"client-{general.pk}": "always"})
    assert chosen() == {"comment": None, "client": None}
    choose(admin, DEALS, **{f"comment-{general.pk}": ""})
    assert chosen() == {"client": None}


def test_each_pipeline_has_its_own(admin: Client, dana: User, general: Pipeline) -> None:
    online = pipelines.add("deal", {"en": "Online", "de": "Online"}, actor=dana)
    first = online.stages.get(code="EXECUTING")
    choose(admin, DEALS, **{f"comment-{general.pk}": "always", f"comment-{online.pk}": str(first.pk)})
    rows = RequiredField.objects.order_by("pipeline")
    assert [(row.pipeline, row.from_stage) for row in rows] == [(general, None), (online, first)]


def test_what_has_no_stages_is_required_always_or_not(admin: Client) -> None:
    choose(admin, COMPANIES, industry="always")
    assert (chosen("company"), RequiredField.objects.get().pipeline) == ({"industry": None}, None)


def test_what_segue_requires_itself_cannot_be_chosen(admin: Client) -> None:
    page = admin.get(COMPANIES).content.decode()
    assert ('name="title"' in page, "Company name" in page, ">Always</span>" in page) == (False, True, True)
    admin.post(COMPANIES, {"title": "always"})
    assert not RequiredField.objects.exists()


def test_a_failure_or_another_pipelines_stage_is_no_choice(admin: Client, dana: User, general: Pipeline) -> None:
    online = pipelines.add("deal", {"en": "Online", "de": "Online"}, actor=dana)
    for other in (stage("LOSE"), online.stages.get(code="NEW"), stage("NEW", "lead")):
        page = choose(admin, DEALS, **{f"comment-{general.pk}": str(other.pk)})
        assert (page.status_code, "Choose one of the offered values." in page.content.decode()) == (422, True)
    assert not RequiredField.objects.exists()


def test_it_is_noted_in_the_audit_log(admin: Client, general: Pipeline) -> None:
    choose(admin, DEALS, **{f"comment-{general.pk}": str(stage("EXECUTING").pk)})
    entry = AuditEntry.objects.get(event="setting_changed")
    assert entry.subject == "requiredfields deal general"
    told = " ".join(admin.get("/settings/audit/").content.decode().split())
    assert all(word in told for word in ("Required fields Deals · general", "Comment", "In progress"))


def test_saving_what_stands_there_is_not_noted(admin: Client, general: Pipeline) -> None:
    choose(admin, DEALS, **{f"comment-{general.pk}": "always"})
    choose(admin, DEALS)
    assert AuditEntry.objects.filter(event="setting_changed").count() == 1


def test_who_lacks_the_settings_right_is_refused(web: Client) -> None:
    assert (web.get(DEALS).status_code, web.post(DEALS, {}).status_code) == (403, 403)
