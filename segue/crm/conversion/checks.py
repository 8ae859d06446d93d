"""Is the conversion table free of mistakes? `manage.py check` reads every row and names what is wrong."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist

from segue.core import item_types

from .table import EDGES, MAKING, SELF, VARIANTS, Edge


def check_table(**_options: Any) -> list[CheckMessage]:
    """List an error for each misspelt field and each variant without its edges."""
    found: list[CheckMessage] = [
        Error(f"{edge.source} -> {edge.target}: {problem}", id="segue.E001")
        for edge in EDGES.values()
        for problem in _problems(edge)
    ]
    for variant in VARIANTS:
        lacking = [target for target in variant.targets if (variant.source, target) not in EDGES]
        lacking += [target for target in variant.targets if target not in MAKING]
        found += [Error(f"variant {variant.code}: no edge to {target}", id="segue.E002") for target in lacking]
    return found


def _problems(edge: Edge) -> Iterator[str]:
    source, target = item_types.get(edge.source), item_types.get(edge.target)
    for to, by in edge.carry.items():
        yield from _unknown(target, to)
        yield from _unknown(source, by)
    for name in edge.parts:
        yield from (f"{kind.code} has no {name}" for kind in (source, target) if not kind.has(name))
    for to, by in edge.refer.items():
        yield from _unknown(target, to)
        yield from _unknown(source, by) if by != SELF else ()
    for to, by in edge.ask.items():
        yield from _unknown(target, to)
        yield from _unknown(source, by)
    for name in (*edge.own, *([edge.fill] if edge.fill else [])):
        yield from _unknown(source, name)


def _unknown(item_type: item_types.ItemType, name: str) -> Iterator[str]:
    try:
        item_type.model._meta.get_field(name)
    except FieldDoesNotExist:
        yield f"{item_type.code} has no field {name}"
