"""What meets the first administrator of an empty system, and until when?"""

import re

import pytest
from django.test import Client

from segue.core import people, pipelines, preferences
from segue.core.models import Department, Item, Stage, User
from segue.crm import sellers
from segue.crm.demo import sample
from tests import builders

COMPANY, PEOPLE, PIPELINE = range(3)


def steps(client: Client) -> list[bool]:
    """Which of the three steps are ticked."""
    answer = client.get("/")
    assert answer.status_code == 200
    return [step["done"] for step in answer.context["steps"]]


def is_greeted(client: Client) -> bool:
    """Whether the first page begins with the first steps."""
    return "Welcome to Segue" in client.get("/").content.decode()


def test_three_steps_greet_and_each_leads_to_where_it_is_done(admin: Client) -> None:
    assert steps(admin) == [False, False, False]
    page = admin.get("/").content.decode()
    links = re.findall(r'<li><a href="(/settings/[^"]+)">', page)
    assert len(links) == 3
    assert [admin.get(link).status_code for link in links] == [200, 200, 200]


def test_the_company_is_ticked_once_it_is_there(admin: Client, dana: User) -> None:
    sellers.create({"title": "Brandt GmbH"}, actor=dana)
    assert steps(admin) == [True, False, False]


def test_people_are_ticked_once_somebody_is_invited(admin: Client, dana: User) -> None:
    values = {"name": "Frida", "email": "frida@example.com", "language": "en"}
    people.invite(values, Department.objects.none(), actor=dana, root="")
    assert steps(admin) == [False, True, False]


def test_the_pipeline_is_ticked_once_a_stage_was_changed(admin: Client, dana: User) -> None:
    stage = Stage.objects.get(code="PREPARATION")
    pipelines.change_stage(stage, {"labels": {"en": "Papers", "de": "Papiere"}}, actor=dana)
    assert steps(admin) == [False, False, True]


def test_whoever_has_done_all_goes_to_work(admin: Client, dana: User) -> None:
    sellers.create({"title": "Brandt GmbH"}, actor=dana)
    builders.person("Erika")
    pipelines.add("deal", {"en": "Wholesale", "de": "Großhandel"}, actor=dana)
    assert not is_greeted(admin)


def test_where_there_are_items_nobody_is_greeted(admin: Client, dana: User) -> None:
    builders.lead(dana)
    assert not is_greeted(admin)


def test_put_away_they_do_not_come_back(admin: Client) -> None:
    assert admin.post("/first-steps/dismiss/").status_code == 303
    assert not is_greeted(admin)
    assert preferences.load().first_steps is False


def test_others_are_not_greeted(web: Client) -> None:
    assert not is_greeted(web)
    assert web.post("/first-steps/dismiss/").status_code == 403


def test_an_empty_list_says_what_belongs_there_and_offers_to_begin(web: Client) -> None:
    for slug in ("leads", "deals", "contacts", "companies", "estimates", "invoices"):
        page = web.get(f"/{slug}/").content.decode()
        empty = page[page.index('<div class="empty-state">') :]
        assert "belong" in empty
        assert f'href="/{slug}/new/"' in empty


# Sample data --------------------------------------------------------------------------------------------------


def test_sample_data_come_and_go_at_the_press_of_a_button(admin: Client) -> None:
    assert "Load sample data" in admin.get("/").content.decode()
    assert admin.post("/settings/sample-data/load/")["Location"] == "/deals/"
    deal = Item.objects.alive().of_type("deal").first()
    assert "· Sample data" in admin.get(f"/deals/{deal.pk}/").content.decode()
    assert f"There are {sample.count()} items" in admin.get("/settings/sample-data/").content.decode()
    assert admin.post("/settings/sample-data/remove/").status_code == 303
    assert not Item.objects.alive().exists()


def test_a_second_click_says_that_there_is_something_already(admin: Client, dana: User) -> None:
    builders.lead(dana)
    answer = admin.post("/settings/sample-data/load/", follow=True)
    assert "There are items or products already." in answer.content.decode()
    assert Item.objects.count() == 1


@pytest.mark.parametrize("way", ["", "load/", "remove/"])
def test_only_administrators_get_there(web: Client, way: str) -> None:
    address = f"/settings/sample-data/{way}"
    assert (web.post(address) if way else web.get(address)).status_code == 403


def test_the_settings_lead_there_without_counting_anything(admin: Client) -> None:
    assert 'href="/settings/sample-data/"' in admin.get("/settings/").content.decode()
