"""Has every page its screen, and every screen a page?"""

import re
from collections import Counter

from django.urls import Resolver404, resolve

from tests.rights.doors import DOORS
from tests.rights.places import patterns
from tests.screens import album
from tests.screens.screen import SIZES, SYSTEMS, Screen
from tests.screens.table import NOT_SHOWN, SCREENS

MISSING = """Nobody sees how these pages look: %s.
Add a row for each to tests/screens/table.py, or say in NOT_SHOWN there why it has none."""


def route(screen: Screen) -> str | None:
    """The name of the route that a screen's address belongs to; None for what is not found."""
    try:
        return resolve(re.sub(r"{\w+}", "1", re.split(r"[?#]", screen.address)[0])).url_name
    except Resolver404:
        return None


def test_every_page_that_one_can_go_to_is_shown_or_says_why_not() -> None:
    pages = {name for name in patterns() if name not in DOORS or DOORS[name].shows}
    missing = sorted(pages - {route(screen) for screen in SCREENS} - NOT_SHOWN.keys())
    assert not missing, MISSING % ", ".join(missing)


def test_a_reason_is_given_only_where_there_is_no_screen() -> None:
    assert sorted(NOT_SHOWN.keys() & {route(screen) for screen in SCREENS}) == []
    assert sorted(NOT_SHOWN.keys() - patterns().keys()) == []


def test_a_screen_that_leads_nowhere_is_meant_to() -> None:
    assert [screen.name for screen in SCREENS if route(screen) is None] == ["error-outside"]


def test_each_picture_has_a_name_of_its_own() -> None:
    names = Counter(album.file_name(screen, size, "dark", "de") for screen in SCREENS for size in screen.sizes)
    assert names.most_common(1)[0][1] == 1
    assert "deal.phone.dark.de.png" in names


def test_rows_name_sizes_and_systems_that_there_are() -> None:
    assert {size for screen in SCREENS for size in screen.sizes} == {*SIZES}
    assert {screen.system for screen in SCREENS} == {*SYSTEMS}
