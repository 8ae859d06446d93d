"""Do people find out how something is done, in their language, from where they ask?"""

import re
from urllib.parse import unquote

import pytest
from django.test import Client

from segue.core.models import User
from segue.web.components import guides
from tests import builders

LANGUAGES = ("en", "de")
NAMES = [guide.name for guide in guides.GUIDES]


def in_language(client: Client, user: User, language: str) -> Client:
    User.objects.filter(pk=user.pk).update(language=language)
    client.force_login(user)
    return client


def seen(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def article(page: str) -> str:
    return page[page.index("<article") : page.index("</article>")]


def test_every_guide_is_listed(web: Client) -> None:
    page = seen(web, "/help/")
    assert [name for name in NAMES if f'href="/help/{name}/"' not in page] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_of_the_guide_is_shown(language: str) -> None:
    files = {file.stem for file in guides.file_of(guides.GUIDES[0], language).parent.glob("*.md")}
    assert files == {guide.files[language] for guide in guides.GUIDES}


def test_the_topics_that_people_ask_about_have_a_guide() -> None:
    assert {"roles", "converting-a-lead", "custom-fields", "item-form", "conversion"} <= set(NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_guide_is_shown_with_its_headings(client: Client, alice: User, name: str, language: str) -> None:
    page = seen(in_language(client, alice, language), f"/help/{name}/")
    chapters = re.findall(r"<h2 id=\"([^\"]+)\"", article(page))
    assert len(chapters) >= 2
    assert [anchor for anchor in chapters if f'href="#{anchor}"' not in page] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_link_in_a_guide_leads_somewhere(client: Client, alice: User, name: str, language: str) -> None:
    reader = in_language(client, alice, language)
    for link in re.findall(r'<a href="([^"]+)"', article(seen(reader, f"/help/{name}/"))):
        address, _hash, anchor = link.partition("#")
        assert anchor_is_there(seen(reader, address), anchor), link


def anchor_is_there(page: str, anchor: str) -> bool:
    return not anchor or f'id="{unquote(anchor)}"' in page


def test_a_guide_is_in_the_language_of_the_reader(client: Client, alice: User) -> None:
    assert "<h1" in (page := seen(in_language(client, alice, "de"), "/help/roles/"))
    assert "Rechte werden über Rollen vergeben." in page


def test_both_languages_have_the_same_number_of_chapters_and_tables(client: Client, alice: User) -> None:
    english = {name: seen(in_language(client, alice, "en"), f"/help/{name}/") for name in NAMES}
    german = {name: seen(in_language(client, alice, "de"), f"/help/{name}/") for name in NAMES}
    for tag in ("<h2", "<tr", "<ol"):
        counts = [{name: page.count(tag) for name, page in pages.items()} for pages in (english, german)]
        assert counts[0] == counts[1], tag


def test_there_is_no_other_guide(web: Client) -> None:
    assert web.get("/help/nothing/").status_code == 404


@pytest.mark.parametrize(
    ("address", "guide"),
    [
        ("/settings/access/", "roles"),
        ("/settings/custom-fields/", "custom-fields"),
        ("/settings/people/", "people"),
        ("/deals/new/", "item-form"),
        ("/deals/", "lists"),
        ("/bin/", ""),
    ],
)
def test_a_page_leads_to_its_guide(admin: Client, address: str, guide: str) -> None:
    assert f'class="help-link" href="/help/{guide}{"/" if guide else ""}"' in seen(admin, address)


def test_an_item_leads_to_the_guide_of_its_form_in_the_same_tab(web: Client, alice: User) -> None:
    page = seen(web, f"/deals/{builders.deal(alice).pk}/")
    assert 'class="help-link" href="/help/item-form/"  aria-label="Help: The item form"' in page


def test_a_form_keeps_what_is_typed_while_one_reads(web: Client) -> None:
    assert 'href="/help/item-form/" target="_blank"' in seen(web, "/deals/new/")


@pytest.mark.parametrize(("slug", "guide"), [("deals", "conversion"), ("leads", "converting-a-lead")])
def test_the_dialog_of_a_conversion_explains_itself_in_another_tab(
    web: Client, alice: User, slug: str, guide: str
) -> None:
    item = builders.deal(alice) if slug == "deals" else builders.lead(alice)
    variant = "invoice" if slug == "deals" else "deal"
    dialog = web.get(f"/{slug}/{item.pk}/create/{variant}/", headers={"HX-Request": "true"}).content.decode()
    assert f'href="/help/{guide}/" target="_blank"' in dialog


def test_the_menu_of_the_person_leads_to_the_guides(web: Client) -> None:
    assert '<a class="menu-entry" href="/help/">' in seen(web, "/deals/")


def test_every_guide_that_a_page_asks_for_is_there() -> None:
    assert {name for _beginning, name in guides.ASKED} <= set(NAMES)
