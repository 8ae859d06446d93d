"""How does a part of an item (communications, client, rows, billing details ...) come out of cells, and into an item?

What cells say of a part is a `Given`: it may say only a piece of it, and is laid over what an item holds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError

from segue.core import preferences
from segue.core.models import Item, User
from segue.crm import communications, rows
from segue.crm.clients import Clients
from segue.crm.columns import REACH
from segue.crm.communications import Communication
from segue.crm.models.contact_point import EMAIL
from segue.importers import cells
from segue.importers.wanted import Wanted
from segue.lib.spreadsheets import Cell

NO_ITEM: Any = None  # what cleans a part of communications asks no item
Named = Item | Wanted


@dataclass
class Given:
    """What the cells of a record say of one part: a whole value, or how it is laid over a present one."""

    over: Callable[[Any], Any]  # the present value -> the new one
    into: Callable[[Any], Any]  # the present value -> with what is lacking filled in


def reached(name: str, found: Iterable[Cell]) -> tuple[Communication, ...]:
    """Read the phones, e-mails and so on of one column; raises ValidationError."""
    kind_name, _mark, label = name.partition("_")
    kind = REACH[kind_name]
    told = [text for cell in found for text in cells.texts(cell)]
    try:
        return communications.clean(NO_ITEM, [communications.understood(kind, text, label.upper()) for text in told])
    except ValidationError as refused:
        raise ValidationError(refused.messages) from None


def mail(told: str) -> str:
    """Return by what an e-mail is compared, without the label that may stand before it."""
    return communications.match_key(EMAIL, communications.understood(EMAIL, told).value, "")


def reach(new: tuple[Communication, ...]) -> Given:
    """Lay phones, e-mails and so on over what is there; kinds of which there are no new ones stay as they are."""
    kinds = {each.kind for each in new}

    def over(present: tuple[Communication, ...]) -> tuple[Communication, ...]:
        if all([each for each in present if each.kind == kind] == [each for each in new if each.kind == kind]
               for kind in kinds):  # fmt: skip
            return present
        return (*(each for each in present if each.kind not in kinds), *new)

    def into(present: tuple[Communication, ...]) -> tuple[Communication, ...]:
        return communications.merge(present, new, preferences.load().country)

    return Given(over, into)


def client(company: Named | None, contacts: Sequence[Named], actor: User) -> Given:
    """Lay a company and contacts over a client; the first contact is the primary one."""

    def over(present: Clients) -> Clients:
        chosen = company.pk if company else present.company
        named = [each.pk for each in contacts if each.pk]
        if not named:
            return replace(present, company=chosen)
        before = sorted(present.contacts, key=lambda pk: pk != present.primary)
        kept = with_unseen(before, named, actor)
        if kept == before:
            return replace(present, company=chosen)
        return Clients(chosen, tuple(kept), None)

    def into(present: Clients) -> Clients:
        chosen = present.company or (company.pk if company else None)
        named = tuple(each.pk for each in contacts if each.pk)
        return replace(present, company=chosen, contacts=present.contacts or named)

    return Given(over, into)


def others(named: Sequence[Named], actor: User) -> Given:
    """Take the place of the companies or contacts that are there, but for those that the actor does not see."""
    return Given(
        lambda present: tuple(with_unseen(present, [each.pk for each in named if each.pk], actor)),
        lambda present: present or tuple(each.pk for each in named if each.pk),
    )


def people(named: Sequence[User]) -> Given:
    """Take the place of observers, who stand in no order."""
    ids = tuple(each.pk for each in named)
    return Given(lambda present: present if {*present} == {*ids} else ids, lambda present: present or ids)


def products(found: tuple[rows.Row, ...]) -> Given:
    """Take the place of product rows; one that says what the present one at its place says is that one."""
    return Given(lambda present: rows.kept(present, found), lambda present: present or found)


def billing(lines: Mapping[str, str]) -> Given:
    """Lay some lines over billing details."""
    return Given(
        lambda present: replace(present, **lines),
        lambda present: replace(present, **{name: text for name, text in lines.items() if not getattr(present, name)}),
    )


def with_unseen(present: Sequence[int], named: Sequence[int], actor: User) -> list[int]:
    """Return the named ones and those present that a file of this person cannot name, in their order if it is that."""
    lacking = [pk for pk in present if pk not in named]
    seen = {*Item.objects.visible_to(actor).filter(pk__in=lacking).values_list("pk", flat=True)} if lacking else set()
    unseen = [pk for pk in lacking if pk not in seen]
    stayed = [pk for pk in present if pk in named or pk in unseen]
    return stayed if [pk for pk in stayed if pk in named] == list(named) else [*named, *unseen]
