"""How do the options of a select become HTML quickly? A list has hundreds of them: everybody who may be responsible."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from segue.web.templatetags.list_parts import escaped

register = template.Library()


@register.simple_tag
def options(choices: Iterable[Mapping[str, Any]]) -> SafeString:
    """The options {value, label, selected} of a select."""
    html = "".join(map(_option, choices or ()))
    return mark_safe(html)  # noqa: S308  all that comes from people is escaped


def _option(choice: Mapping[str, Any]) -> str:
    selected = " selected" if choice.get("selected") else ""
    return f'<option value="{escaped(choice["value"])}"{selected}>{escaped(choice["label"])}</option>'
