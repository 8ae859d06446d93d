"""Which little picture stands beside a word? The drawings lie in `web/icons`, one file per name (Tabler, MIT)."""

from functools import cache
from pathlib import Path

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
ICONS = Path(__file__).resolve().parents[1] / "icons"


@cache
def drawing(name: str) -> SafeString:
    """The lines of the icon; an unknown name is a programming error and raises FileNotFoundError."""
    svg = (ICONS / f"{name}.svg").read_text()
    # Our own files, copied at build time: no text of a person reaches this.
    return mark_safe(svg[svg.index(">") + 1 : svg.rindex("</svg>")].strip())  # noqa: S308


register.simple_tag(drawing, name="icon_lines")  # within a drawing


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """The icon inline: hidden from screen readers beside a text, or spoken as `label` where it stands alone."""
    if not label:
        return _silent(name)
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, drawing(name)
    )


@cache
def _silent(name: str) -> SafeString:
    """A page has hundreds of these; how they are drawn (width, colour, ends of lines) is the style sheet's."""
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawing(name))
