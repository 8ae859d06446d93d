"""How does a page of the guide, a Markdown file of ours, become a page with its headings as a table of contents?"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_OF_THE_GUIDE = re.compile(r"([\w-]+)\.md(#.*)?")
_NOT_IN_ANCHORS = re.compile(r"[^\w -]")  # as code hosts name headings, so that links hold there and here
_CHAPTER, _WIDE = "h2", '<div class="guide-table" tabindex="0">'


@dataclass(frozen=True)
class Chapter:
    """A heading of a page: its text, and the name by which an address leads to it."""

    title: str
    anchor: str


@dataclass(frozen=True)
class Page:
    """A page of the guide: its title, the text below it as HTML, and the headings in that."""

    title: str
    html: str
    chapters: tuple[Chapter, ...]


def page(markdown: str, address: Callable[[str], str]) -> Page:
    """Render a page that begins with its title; `address` says where another page of the guide, a file, is shown."""
    tokens = _MARKDOWN.parse(markdown)
    title, body = tokens[1].content, tokens[3:]
    chapters = tuple(_named(body))
    for token in _all(body):
        if found := _OF_THE_GUIDE.fullmatch(str(token.attrs.get("href", ""))):
            token.attrs["href"] = address(found[1]) + (found[2] or "")
    html = _MARKDOWN.renderer.render(body, _MARKDOWN.options, {})
    html = html.replace("<table>", f"{_WIDE}<table>").replace("</table>", "</table></div>")
    return Page(title, html, chapters)


def _named(tokens: list[Token]) -> Iterator[Chapter]:
    """Give every chapter the name by which it can be reached."""
    for opening, inside in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag == _CHAPTER:
            anchor = _NOT_IN_ANCHORS.sub("", inside.content.lower()).replace(" ", "-")
            chapter = Chapter(inside.content, anchor)
            opening.attrs["id"] = chapter.anchor
            yield chapter


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()
