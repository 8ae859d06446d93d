"""Who may convert what? Edit on this very source, and Add on every target type (domain.md 4.3)."""

from segue.core import permissions
from segue.core.models import Item, User
from segue.core.permissions import Missing

from .table import FIRST, Variant, variants_of


def missing(source: Item, variant: Variant, *, actor: User) -> tuple[Missing, ...]:
    """List the rights the actor lacks for this variant of this source; none means it is permitted."""
    lacking = [] if permissions.may(actor, "edit", source) else [Missing("edit", source.type, source.pk)]
    lacking += [Missing("add", target) for target in variant.targets if not permissions.may_add(actor, target)]
    return tuple(lacking)


def addable(source_type: str, *, actor: User) -> tuple[Variant, ...]:
    """List the variants of a source type whose targets the actor may add, in menu order."""
    return tuple(
        variant
        for variant in variants_of(source_type)
        if all(permissions.may_add(actor, target) for target in variant.targets)
    )


def offered(source: Item, *, actor: User) -> tuple[Variant, ...]:
    """List the variants the actor may apply to this very item, in menu order; none without Edit or in the bin."""
    variants = addable(source.type, actor=actor)
    if not variants or source.deleted_at or not permissions.may(actor, "edit", source):
        return ()
    return variants


def first(variants: tuple[Variant, ...]) -> Variant | None:
    """Return what the left half of the button makes: always the same, never learnt from use."""
    if not variants:
        return None
    order = FIRST.get(variants[0].source, ())
    return min(variants, key=lambda variant: order.index(variant.code) if variant.code in order else 0)
