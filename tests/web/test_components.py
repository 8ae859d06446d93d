"""Does the page of components show all of them, under the strictest content security policy?"""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from segue.core.models import User
from segue.web.components.samples import custom
from segue.web.forms.custom.inputs import CustomInput
from segue.web.forms.custom.widgets import WIDGETS, Reading
from segue.web.views.components import DIALOGS, PARTS

TEMPLATES = Path(__file__).resolve().parents[2] / "segue" / "web" / "templates"
COMPONENTS = TEMPLATES / "components"
INLINE = re.compile(r"""<[^>]*\s(?:style|on[a-z]+)\s*=|<style\b|<script\b(?![^>]*\bsrc=)|javascript:""", re.IGNORECASE)


@pytest.fixture
def shown(client: Client, alice: User) -> str:
    client.force_login(alice)
    answer = client.get(reverse("components"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_for_people_who_signed_in(client: Client, db: None) -> None:
    assert client.get(reverse("components")).status_code == 302


def test_every_part_is_there(shown: str) -> None:
    assert [part for part in PARTS if f'id="{part}"' not in shown] == []


def test_it_holds_nothing_that_the_policy_refuses(shown: str) -> None:
    assert INLINE.findall(shown) == []


def test_no_comment_and_no_tag_is_left_over(shown: str) -> None:
    assert [word for word in ("{#", "{%", "{{", "<c-") if word in shown] == []


def test_ids_are_unique_within_menus(shown: str) -> None:
    opened = re.findall(r'popovertarget="([^"]+)"', shown)
    assert len(opened) > 10
    assert [name for name in opened if shown.count(f'id="{name}"') != 1] == []


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_is_answered_alone(client: Client, alice: User, name: str) -> None:
    client.force_login(alice)
    answer = client.get(reverse("components"), {"dialog": name}).content.decode()
    assert answer.count("<dialog") == 1
    assert "<html" not in answer


def test_every_component_stands_on_the_page_or_in_another() -> None:
    written = "".join(file.read_text() for file in TEMPLATES.rglob("*.html"))
    used = set(re.findall(r"<c-([\w.-]+)", written)) | set(re.findall(r'include "components/(\w+).html"', written))
    included = {f"custom_inputs.{file.stem}" for file in (COMPONENTS / "custom_inputs").iterdir()}
    names = {".".join(file.relative_to(COMPONENTS).with_suffix("").parts) for file in COMPONENTS.rglob("*.html")}
    assert {name for name in names - included if not {name, name.replace("_", "-")} & used} == set()


def test_every_component_says_what_it_takes() -> None:
    silent = [
        file.name for file in COMPONENTS.rglob("*.html") if not re.match(r"\{#|\{% comment %\}", file.read_text())
    ]
    assert silent == []


def test_comments_of_several_lines_are_not_shown() -> None:
    files = {file.name: re.sub(r"\{#[^\n]*?#\}", "", file.read_text()) for file in TEMPLATES.rglob("*.html")}
    assert [name for name, text in files.items() if "{#" in text] == []


def test_every_input_of_custom_fields_stands_on_the_page() -> None:
    drawn: list[type[CustomInput]] = [*WIDGETS.values(), Reading]
    assert {each.template for each in drawn} - {each["template"] for each in custom.FIELDS} == set()
