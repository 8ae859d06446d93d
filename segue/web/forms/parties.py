"""Which contacts and companies may be chosen, how are they found, and how does a name become a new one?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from segue.core import permissions, records, search
from segue.core.models import Item, User
from segue.crm import duplicates
from segue.crm.models import Company, ContactPoint, Employment
from segue.lib import phones, text
from segue.web.forms import ids, refusals
from segue.web.forms.columns import Draft

KINDS = ("contact", "company")
NEW, HIDDEN = "new:", "hidden-"
FOUND = 8
NAMED = ("pk", "title")


@dataclass(frozen=True)
class Party:
    """What a picker holds: a stored contact or company, one hidden from the reader, or a name to be created.

    `key` is what the form sends: the id, a mark that only the server can read, or "new:" and the name.
    """

    key: str
    name: str
    id: int | None = None
    note: str = ""


def stored(draft: Draft, kind: str, wanted: Collection[int]) -> list[Party]:
    """Return these parties in order; those the reader may not see without their name and number."""
    seen = {party.id: party for party in visible(draft.reader, kind, wanted)}
    return [seen.get(pk) or Party(hidden_key(draft, pk), _("Hidden item"), pk) for pk in wanted]


def sent(draft: Draft, kind: str, keys: Iterable[str], present: Collection[int]) -> list[Party | None]:
    """Return what the keys of a form mean, None for a key that means nothing to this person.

    `present` are the ids the item has already: they may stay, seen or not.
    """
    keys = list(dict.fromkeys(keys))
    hidden = {hidden_key(draft, pk): pk for pk in present}
    wanted = {key: hidden.get(key) or ids.parse(key) for key in keys}
    seen = {party.id: party for party in visible(draft.reader, kind, [pk for pk in wanted.values() if pk])}
    return [_meant(draft, key, wanted[key], seen.get(wanted[key]), present) for key in keys]


def _meant(draft: Draft, key: str, pk: int | None, seen: Party | None, present: Collection[int]) -> Party | None:
    if key.startswith(NEW):
        return new(key.removeprefix(NEW))
    if seen is not None:
        return seen
    return Party(hidden_key(draft, pk), _("Hidden item"), pk) if pk is not None and pk in present else None


def new(name: str) -> Party:
    """Return a party that is to be created."""
    return Party(f"{NEW}{name.strip()}", name.strip(), note=_("will be created"))


def hidden_key(draft: Draft, pk: int) -> str:
    """Return a mark that stands for an id in the form of this item only, and tells nobody which it is."""
    return HIDDEN + salted_hmac("segue.hidden", f"{draft.item.pk}:{pk}").hexdigest()[:20]


def visible(reader: User, kind: str, wanted: Collection[int]) -> list[Party]:
    """Return those of the ids that the reader may see."""
    return _parties(_seen_by(reader, kind).filter(pk__in=wanted).values_list(*NAMED)) if wanted else []


def find(reader: User, kind: str, query: str) -> list[Party]:
    """Find by parts of names, phone or e-mail."""
    found = search.found(reader, query, types=(kind,), but=Q(pk__in=_own_companies())).best[:FOUND]
    titles = dict(_seen_by(reader, kind).filter(pk__in=found).values_list("pk", "title"))
    return _parties([(pk, titles[pk]) for pk in found if pk in titles])


def has_namesakes(reader: User, kind: str, name: str) -> bool:
    """Say whether the reader may see somebody who is called just so."""
    key = text.company_key(name) if kind == "company" else text.fold(name)
    same_name = frozenset({(duplicates.NAME, key)} if key else ())
    return bool(duplicates.find(kind, same_name, actor=reader).matches)


def contacts_of(reader: User, company: int) -> list[Party]:
    """Return the contacts of a company."""
    people = _seen_by(reader, "contact").filter(pk__in=Employment.objects.filter(company=company).values("contact"))
    return _parties(people.order_by("title").values_list(*NAMED)[:FOUND])


def create(kind: str, name: str, *, actor: User, companies: tuple[int, ...] = ()) -> int:
    """Store a new contact or company of this name and return its id; raises ValidationError with plain messages."""
    permissions.require_add(actor, kind)
    first, _space, last = name.rpartition(" ")
    values = {"title": name} if kind == "company" else {"first_name": first, "last_name": last}
    parts = {"companies": companies} if kind == "contact" and companies else {}
    try:
        return records.create(kind, values, actor=actor, parts=parts).pk
    except ValidationError as refused:
        raise ValidationError(
            [f"“{name[:40]}”: {reason}" for reason in refusals.worded(refused, kind, values)]
        ) from refused


def _seen_by(reader: User, kind: str) -> Any:
    return Item.objects.visible_to(reader, kind)


def _own_companies() -> Any:
    return Company.objects.filter(is_my_company=True).values("pk")


def _parties(titles: Sequence[tuple[int, str]]) -> list[Party]:
    notes = _notes([pk for pk, _title in titles])
    return [Party(str(pk), title, pk, notes.get(pk, "")) for pk, title in titles]


def _notes(wanted: Collection[int]) -> dict[int, str]:
    """Tell people of one name apart by the first way to reach them."""
    points = ContactPoint.objects.filter(item__in=wanted).order_by("-sort", "-pk")
    return {
        item: phones.display(e164) if e164 else value
        for item, value, e164 in points.values_list("item", "value", "e164")
    }
