"""How do the options of a select become HTML quickly? A list has hundreds of them: everybody who may be responsible."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from segue.web.templatetags.list_parts import escaped

register = template.Library()


@register.simple_tag
def options(choices: Iterable[Mapping[str, Any]]) -> SafeString:
    """The options {value, label, selected} of a select; or {pairs, chosen}, many in pairs of value and label."""
    html = "".join(map(_option, choices or ()))
    return mark_safe(html)  # noqa: S308  all that comes from people is escaped


def _option(choice: Mapping[str, Any]) -> str:
    if "pairs" in choice:
        plain, value = _plain(choice["pairs"]), _value(choice["chosen"])
        return plain.replace(value, f"{value} selected", 1)
    selected = " selected" if choice.get("selected") else ""
    return f"<option{_value(choice['value'])}{selected}>{escaped(choice['label'])}</option>"


def _value(value: Any) -> str:
    return f' value="{escaped(value)}"'


@lru_cache(maxsize=16)
def _plain(pairs: tuple[tuple[str, str], ...]) -> str:
    """Keep those of the last few selects: everybody who may be responsible stands in every list."""
    return "".join(f"<option{_value(value)}>{escaped(label)}</option>" for value, label in pairs)
