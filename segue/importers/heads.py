"""Which column of a file is which of ours? Guessed from its head, in either language, or as somebody kept it."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils.translation import override

from segue.core.item_types import ItemType
from segue.core.models import User
from segue.crm.columns import Column
from segue.importers import elsewhere
from segue.importers.models import Import, Mapping
from segue.importers.options import Options
from segue.lib.text import search_form

REASON = ("reason", "grund")  # the last column of a file of failed rows
SUFFIXES = (" code", " e mail", " id")  # of headings whose columns name values for programs


def plain(heading: str) -> str:
    """Bring a heading into the form in which heads are compared."""
    return search_form(heading)


def compared(head: Sequence[str]) -> list[str]:
    """Bring a head into the form in which heads are compared, without the reasons that we put at its end."""
    found = [plain(heading) for heading in head]
    return found[:-1] if found and found[-1] in REASON else found


def guess(head: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """Say for each column of a file which of ours it is, "" for none; of two that are the same, the one for programs.

    Names of other items count beside their IDs, where they stand right before them as in our exports; of phones and
    e-mails all count.
    """
    known: dict[str, str] = {}
    for column in reversed(columns):
        known |= dict.fromkeys(_compared(elsewhere.NAMES.get(column.name, ())), column.name)
    for column in reversed(columns):
        known |= dict.fromkeys(_headings(column), column.name)
    found = [_one(plain(heading), known) for heading in head]
    best: dict[str, int] = {}
    for place, (name, is_exact) in enumerate(found):
        if name and (name not in best or (is_exact and not found[best[name]][1])):
            best[name] = place
    places = {*best.values()}
    for column in columns:
        place = best.get(column.name, 0)
        if column.is_named_twice and place and found[place][1] and found[place - 1][0] == column.name:
            places.add(place - 1)
    several = {column.name for column in columns if column.part == "communications"}
    return [name if name in several or place in places else "" for place, (name, _exact) in enumerate(found)]


def is_ours(head: Sequence[str], columns: Sequence[Column]) -> bool:
    """Say whether a head has headings that only our own exports have: those name values for programs."""
    known: set[str] = set().union(*map(_headings, columns))
    return any(
        heading not in known and heading.endswith(suffix) and heading.removesuffix(suffix) in known
        for heading in map(plain, head)
        for suffix in SUFFIXES
    )


def kept(user: User, item_type: ItemType, head: Sequence[str]) -> Mapping | None:
    """Return what somebody kept for a file with this head."""
    wanted = compared(head)
    return next((each for each in of(user, item_type) if each.head == wanted), None)


def of(user: User, item_type: ItemType) -> list[Mapping]:
    """List what somebody kept for a type."""
    return list(Mapping.objects.filter(user=user, item_type=item_type.code))


def keep(about: Import, name: str, head: Sequence[str]) -> Mapping:
    """Keep how a file is read under a name; one of that name is replaced."""
    found, _new = Mapping.objects.update_or_create(
        user=about.actor, item_type=about.item_type, name=name[:100],
        defaults={
            "head": compared(head), "mapping": about.mapping[: len(compared(head))],
            "options": Options.read(about.options).stored(),
        },
    )  # fmt: skip
    return found


def _headings(column: Column) -> set[str]:
    """What a file may call a column: its name, and its heading in every language."""
    found = {column.name, column.name.replace("_", " ")}
    if column.field is not None:
        found |= {*column.field.labels.values(), *column.field.list_labels.values()}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(column.headings[0])
    return _compared(found)


def _compared(headings: Iterable[str]) -> set[str]:
    return {search_form(each) for each in headings if each}


def _one(heading: str, known: dict[str, str]) -> tuple[str, bool]:
    """Return the column of a heading, and whether it is the one for programs."""
    if heading in known:
        return known[heading], False
    suffix = next((each for each in SUFFIXES if heading.endswith(each)), "")
    return known.get(heading.removesuffix(suffix), ""), bool(suffix)
