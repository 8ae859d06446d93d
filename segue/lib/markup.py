"""How does rich text, kept as Markdown, become HTML that is safe to show?

Bold, italic, lists, links, headings, and images from attachments; everything else is shown as it was typed. What the
renderer makes is cleaned once more, so that a mistake in either is caught by the other.
"""

from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

IMAGES_FROM = "/files/"  # images come from our own attachments only: a foreign one tells its server who reads

_RULES = ("heading", "list", "emphasis", "link", "autolink", "image", "newline", "escape", "entity", "balance_pairs")
_TOP_HEADING = 3  # the page's own headings stand above those of a text
_LINKS = ("http://", "https://", "mailto:")


def to_html(markdown: str) -> str:
    """Render a rich text as safe HTML; line breaks stay, and HTML in it is shown as text."""
    return _CLEANER.clean(_MARKDOWN.render(markdown))


def _image(self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """Render an image of ours, and of any other only its description."""
    token = tokens[index]
    description = escapeHtml(token.content)
    source = str(token.attrs["src"])
    return f'<img src="{escapeHtml(source)}" alt="{description}">' if _is_ours(source) else description


def _lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + _TOP_HEADING - 1)}"


def _is_ours(source: str) -> bool:
    return source.startswith(IMAGES_FROM) and ".." not in source and "\\" not in source


def _safe_attribute(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("a", "href"):
        return value if value.lower().startswith(_LINKS) else None
    if (tag, name) == ("img", "src"):
        return value if _is_ours(value) else None
    return value


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"html": False, "breaks": True, "maxNesting": 20}).enable(_RULES)
    markdown.add_render_rule("image", _image)
    markdown.core.ruler.push("lower_headings", _lower_headings)
    return markdown


_MARKDOWN = _markdown()
_CLEANER = nh3.Cleaner(
    tags={"p", "br", "strong", "em", "ul", "ol", "li", "a", "img", "h3", "h4", "h5", "h6"},
    attributes={"a": {"href", "title"}, "img": {"src", "alt"}, "ol": {"start"}},
    attribute_filter=_safe_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener nofollow",
)
