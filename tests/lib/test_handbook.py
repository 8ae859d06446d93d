"""Does a page of the guide become what one reads: its title, its text, its headings, its links?"""

from segue.lib import handbook
from segue.lib.handbook import Chapter

WRITTEN = """# Roles

Rights come from roles; see [people](people.md) and [how](conversion.md#taking-it-back).

## Who may

| Reach | Covers |
|---|---|
| own | yours |

## Was heißt „Übrig“?

<script>alert(1)</script> and [outside](https://example.com/a.md)
"""
PAGE = handbook.page(WRITTEN, lambda file: f"/help/{file}/")


def test_the_title_stands_by_itself() -> None:
    assert PAGE.title == "Roles"
    assert "<h1" not in PAGE.html


def test_headings_can_be_reached_by_the_names_that_code_hosts_give_them() -> None:
    assert PAGE.chapters == (Chapter("Who may", "who-may"), Chapter("Was heißt „Übrig“?", "was-heißt-übrig"))
    assert '<h2 id="who-may">Who may</h2>' in PAGE.html


def test_links_to_other_pages_lead_to_where_these_are_shown() -> None:
    assert '<a href="/help/people/">people</a>' in PAGE.html
    assert '<a href="/help/conversion/#taking-it-back">how</a>' in PAGE.html
    assert '<a href="https://example.com/a.md">outside</a>' in PAGE.html


def test_a_table_can_be_scrolled_by_itself() -> None:
    assert '<div class="guide-table" tabindex="0"><table>' in PAGE.html


def test_markup_in_the_text_is_shown_as_it_is() -> None:
    assert "<script>" not in PAGE.html
