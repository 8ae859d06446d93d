"""Whom or what does a cell name? Asked for a whole batch of rows at once: one query for each kind of thing and way.

Each finder is told first of all texts it will be asked for.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from segue.core import item_types
from segue.core.custom_fields.expressions import Literal
from segue.core.models import Currency, DirectoryValue, Item, Pipeline, Stage, User
from segue.crm import sellers
from segue.crm.communications import match_key
from segue.crm.models import ContactPoint, Measure, Product, TaxRate
from segue.crm.models.contact_point import EMAIL
from segue.importers.wanted import Wanted
from segue.lib.text import company_key, fold, is_storable

LARGEST_ID = 2**63 - 1
NOT_BLANK = ~Q(name_key=Literal("", output_field=CharField()))
Key = str


class Finder(ABC):
    """Finds one kind of thing by what a cell says; `several` is said where two are called so."""

    def __init__(self) -> None:
        self.found: dict[Key, dict[Any, Any]] = defaultdict(dict)  # by key, things by what tells them apart
        self.known: set[str] = set()

    def prepare(self, texts: Iterable[str]) -> None:
        """Read what these texts name, as far as it was not read before."""
        new = {text for text in texts if text and text not in self.known and is_storable(text)}
        self.known |= new
        if new:
            self.read(new)

    @abstractmethod
    def read(self, texts: set[str]) -> None:
        """Read what these texts name; once for things of which there are few."""

    def keys(self, text: str) -> Iterable[Key]:
        """Return by what a text is looked for, the surest first."""
        return (fold(text),)

    def add(self, thing: Any, *names: str | int) -> None:
        """Note a thing under all it is called."""
        for name in names:
            if key := fold(str(name)):
                self.found[key][thing.pk] = thing

    def find(self, text: str) -> Any:
        """Return the thing; raises ValidationError where there is none, or several."""
        for key in self.keys(text):
            things = self.found.get(key)
            if things:
                if len(things) > 1:
                    raise ValidationError(_("Several are called “%(name)s”.") % {"name": text[:80]})
                return next(iter(things.values()))
        raise ValidationError(_("“%(name)s” is not known here.") % {"name": text[:80]})

    def find_called(self, text: str, name: str) -> Any:
        """Return the item with an ID if it is called so, else what is called so: elsewhere it has another ID."""
        with suppress(ValidationError):
            thing = self.find(text)
            if fold(item_types.name(thing)) == fold(name):
                return thing
        return self.find(name)


class People(Finder):
    """Colleagues by e-mail, name or ID; who has left is known by the e-mail alone."""

    def read(self, texts: set[str]) -> None:
        """Read those who are named."""
        lower = {text.casefold() for text in texts}
        rows = User.objects.annotate(low=Lower("name"))
        for person in rows.filter(Q(low__in=lower) | Q(email__in=lower) | Q(pk__in=_ids(texts))):
            if person.is_active:
                self.add(person, person.pk, person.name)
            self.found[person.email.casefold()][person.pk] = person

    def keys(self, text: str) -> Iterable[Key]:
        """An e-mail is compared as it is: folded, its signs are gone."""
        return (text.strip().casefold(), fold(text))


class Few(Finder):
    """Things of which there are so few that all are read: by code or label in either language, or by ID."""

    def __init__(self, rows: Callable[[], Iterable[Any]], names: Callable[[Any], Iterable[str | int]]) -> None:
        super().__init__()
        self.rows, self.names, self.is_read = rows, names, False

    def read(self, texts: set[str]) -> None:
        """Read all of them, once."""
        if not self.is_read:
            self.is_read = True
            for thing in self.rows():
                self.add(thing, *self.names(thing))

    def keys(self, text: str) -> Iterable[Key]:
        """By what it is called."""
        return (fold(text),)


def directory(name: str) -> Finder:
    """Find values of a directory."""
    return Few(lambda: DirectoryValue.objects.filter(directory=name), _labelled)


def currencies() -> Finder:
    """Find currencies by their code, those too that are offered no more: what they were used for stays."""
    return Few(Currency.objects.all, lambda each: (each.code,))


def my_companies() -> Finder:
    """Find one's own companies by name or ID; their names are on every paper, so everybody knows them."""
    return Few(sellers.alive, lambda each: (each.pk, each.title))


def measures() -> Finder:
    """Find units by code, symbol or name."""
    return Few(Measure.objects.all, lambda each: (each.code, *each.symbols.values(), *each.titles.values()))


def pipelines(item_type: str) -> Finder:
    """Find pipelines."""
    return Few(lambda: Pipeline.objects.filter(item_type=item_type), _labelled)


def stages(item_type: str) -> "Stages":
    """Find stages."""
    rows = Stage.objects.filter(pipeline__item_type=item_type).select_related("pipeline")
    return Stages(lambda: rows, _labelled)


class Stages(Few):
    """Stages by code or label; of several pipelines that of the one the row names, else of the default one."""

    def within(self, text: str, pipeline: Pipeline | None) -> Stage:
        """Return the stage of that name; raises ValidationError."""
        things = [*self.found.get(fold(text), {}).values()]
        own = [each for each in things if each.pipeline_id == pipeline.pk] if pipeline else things
        usual = [each for each in own if each.pipeline.is_default]
        if not own:
            raise ValidationError(_("There is no stage “%(name)s” in this pipeline.") % {"name": text[:80]})
        stage: Stage = (usual or own)[0]
        return stage


class Products(Finder):
    """Products of the catalogue by code, or by ID (#3) where they have none."""

    def read(self, texts: set[str]) -> None:
        """Read those that are named."""
        uncoded = Q(code="", pk__in=_ids(text for text in texts if text.startswith("#")))
        named = Product.objects.filter(uncoded | Q(code__in=texts - {""}))
        for product in named.select_related("tax_rate", "measure", "currency"):
            self.found[product.code or f"#{product.pk}"][product.pk] = product

    def keys(self, text: str) -> Iterable[Key]:
        """A code is compared as it is."""
        return (text.strip(),)


class Items(Finder):
    """Items of some types that the actor may read: by ID (as 3, #3 or CO_3), e-mail, number, external ID or name."""

    def __init__(self, actor: User, *types: str, makes: bool = False) -> None:
        super().__init__()
        self.actor, self.types = actor, types
        self.wanted: dict[Key, Wanted] | None = {} if makes else None
        self.short = {f"{each.short_code}_".casefold() for each in item_types.all_types() if each.code in types}

    def read(self, texts: set[str]) -> None:
        """Read the items that are named."""
        seen = Item.objects.visible_to(self.actor).filter(type__in=self.types)
        ids = {pk for text in texts for pk in self._ids(text)}
        for item in seen.filter(pk__in=ids) if ids else ():
            self.found[f"#{item.pk}"][item.pk] = item
        if mails := {match_key(EMAIL, text, ""): text for text in texts if "@" in text}:
            self._read_by_mail(seen, set(mails))
        rest = {text.strip() for text in texts}
        for item in seen.filter(Q(origin_id__in=rest) & ~Q(origin_id=Literal("", output_field=CharField()))):
            self.found[f"x{item.origin_id}"][item.pk] = item
        if any(item_types.get(code).numbered for code in self.types):
            for item in seen.exclude(number="").filter(number__in=rest):
                self.found[f"n{item.number}"][item.pk] = item
        names = {name for text in rest for name in _names(text) if name}
        for item in seen.filter(NOT_BLANK, name_key__in=names) if names else ():
            self.found[item.name_key][item.pk] = item

    def find(self, text: str) -> Any:
        """Return the item, or what shall be made of a name that nobody has; raises ValidationError."""
        if self.wanted is None or any(self.found.get(key) for key in self.keys(text)) or not self._is_name(text):
            return super().find(text)
        key = _names(text)[self.types == ("contact",)]
        return self.wanted.setdefault(key, Wanted(self.types[0], text.strip(), key))

    def _is_name(self, text: str) -> bool:
        has_short = any(text.strip().casefold().startswith(short) for short in self.short)
        return "@" not in text and not has_short and any(sign.isalpha() for sign in text)

    def keys(self, text: str) -> Iterable[Key]:
        """The surest first: what is an ID is none of a name."""
        yield from (f"#{pk}" for pk in self._ids(text))
        if "@" in text:
            yield f"@{match_key(EMAIL, text, '')}"
        yield f"n{text.strip()}"
        yield f"x{text.strip()}"
        yield from (name for name in _names(text) if name)

    def _read_by_mail(self, seen: Any, mails: set[str]) -> None:
        points = ContactPoint.objects.filter(kind=EMAIL, match_key__in=mails, item__type__in=self.types)
        pairs = [*points.filter(item__deleted_at=None).order_by().values_list("item_id", "match_key")]
        items = seen.in_bulk([pk for pk, _mail in pairs]) if pairs else {}
        for pk, mail in pairs:
            if pk in items:
                self.found[f"@{mail}"][pk] = items[pk]

    def _ids(self, text: str) -> list[int]:
        plain = text.strip().casefold().removeprefix("#")
        for short in self.short:
            plain = plain.removeprefix(short)
        return list(_ids({plain}))


def _names(text: str) -> tuple[str, str]:
    """A company is compared without its legal form, a person as it is."""
    return company_key(text), fold(text)


def _ids(texts: Iterable[str]) -> set[int]:
    plain = (text.strip().removeprefix("#") for text in texts)
    found = {int(text) for text in plain if text.isascii() and text.isdigit() and len(text) < len(str(LARGEST_ID))}
    return found - {0}


def _labelled(thing: Any) -> Iterable[str | int]:
    return (thing.code, *thing.labels.values())


def rates() -> dict[Any, TaxRate]:
    """Return the tax rates that are offered, by their percentage, and by their name."""
    found: dict[Any, TaxRate] = {}
    for rate in reversed(TaxRate.objects.filter(active=True)):
        found |= {rate.rate.normalize(): rate, fold(rate.name): rate}
    return found
