"""What does the search page show, to whom?"""

import re
from typing import Any

import pytest
from django.test import Client

from segue.core.models import CustomField, User
from segue.crm.communications import Communication
from tests import builders

GROUP = re.compile(r'<section class="hit-group" aria-label="([^"]*)">(.*?)</section>', re.DOTALL)
TITLE = re.compile(r'<a class="title-link"[^>]*>(.*?)</a>', re.DOTALL)
TAG = re.compile("<[^>]*>")


def page(client: Client, **params: Any) -> str:
    answer = client.get("/search/", params)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(client: Client, **params: Any) -> dict[str, list[str]]:
    """The groups, each with the names of what was found."""
    groups = GROUP.findall(page(client, **params))
    return {label: [TAG.sub("", title).strip() for title in TITLE.findall(part)] for label, part in groups}


def test_what_is_found_stands_by_type(web: Client, alice: User) -> None:
    builders.company(alice, title="Rösterei Brandt")
    builders.deal(alice, title="Website der Rösterei")
    assert shown(web, q="roesterei") == {"Deals": ["Website der Rösterei"], "Companies": ["Rösterei Brandt"]}


def test_what_was_searched_for_is_marked(web: Client, alice: User) -> None:
    builders.company(alice, title="Müller & Straßer")
    assert "<mark>Müller</mark> &amp; <mark>Straß</mark>er" in page(web, q="mueller strass")


def test_a_phone_that_matched_is_shown_as_it_was_written(web: Client, alice: User) -> None:
    builders.contact(alice, communications=(Communication("PHONE", "+49 (30) 1234567"),))
    assert "<mark>+49 (30) 1234567</mark>" in page(web, q="030 1234567")


def test_of_each_type_the_best_stand_there_and_all_are_one_step_away(web: Client, alice: User) -> None:
    for number in range(7):
        builders.company(alice, title=f"Rösterei {number}")
    found = page(web, q="rösterei")
    assert len(TITLE.findall(found)) == 5
    assert 'href="/search/?q=r%C3%B6sterei&amp;type=company"' in found
    assert 'Companies <span class="text-muted text-sm">7</span>' in found
    assert "Show 7 companies" in found
    assert len(shown(web, q="rösterei", type="company")["Companies"]) == 7


def test_within_a_type_there_are_pages(web: Client, alice: User) -> None:
    for number in range(27):
        builders.company(alice, title=f"Rösterei {number}")
    first, second = (shown(web, q="rösterei", type="company", page=number)["Companies"] for number in (1, 2))
    assert (len(first), len(second)) == (25, 2)
    assert not set(first) & set(second)


@pytest.mark.parametrize("bad", [{"page": "x"}, {"page": "-1"}, {"page": "9" * 30}, {"type": "x"}, {"q": "\0"}, {}])
def test_a_strange_address_is_answered(web: Client, alice: User, bad: dict[str, str]) -> None:
    builders.company(alice, title="Rösterei")
    page(web, **({"q": "rösterei", "type": "company"} | bad))


def test_what_one_may_not_read_is_not_found(client: Client, alice: User, charlie: User) -> None:
    builders.deal(alice, title="Secret", open_to_all=False)
    client.force_login(charlie)
    assert shown(client, q="secret") == {}


def test_a_restricted_field_finds_nothing_and_is_not_shown(web: Client, admin: Client, alice: User, dana: User) -> None:
    field = CustomField.objects.create(item_type="deal", code="HINT", kind="string", labels={"en": "Hint"})
    CustomField.objects.filter(pk=field.pk).update(is_restricted=True)
    builders.deal(dana, title="Website", HINT="secretword")
    assert shown(web, q="secretword") == {}
    assert "secretword" not in page(web, q="website")


def test_a_custom_value_is_found_and_shown_with_its_name(web: Client, alice: User) -> None:
    CustomField.objects.create(item_type="deal", code="HINT", kind="string", labels={"en": "Hint"})
    builders.deal(alice, title="Website", HINT="Winterthur")
    found = page(web, q="winter")
    assert "Hint:" in found
    assert "<mark>Winter</mark>thur" in found


def test_somebody_without_any_role_has_none(client: Client, alice: User) -> None:
    builders.take_roles_away()
    client.force_login(alice)
    assert client.get("/search/").status_code == 403


def test_the_search_asks_no_more_for_more(web: Client, alice: User, django_assert_max_num_queries: Any) -> None:
    for number in range(5):
        builders.lead(alice, title=f"Rösterei {number}")
        builders.contact(alice, last_name=f"Rösterei {number}")
    with django_assert_max_num_queries(32):
        page(web, q="rösterei")
