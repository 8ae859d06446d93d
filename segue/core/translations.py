"""Which texts does the code show, and has every language all of them? Needs no gettext programs, only Babel."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = settings.BASE_DIR / "segue"
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
# Which arguments of a call are text, and which is the context ("c").
SHAPES: dict[str, Any] = {
    name + suffix: shape
    for name, shape in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for suffix in ("", "_lazy")
} | {"_": None, "gettext_noop": None}

# What `templatize` leaves of a template: calls with one or more string literals, among blanked-out text.
CALL = re.compile(r"""\b(\w+)\(((?:\s*u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*,?)+)(?:\s*count)?\)""")

# Django reads {% ... %} anywhere, but not the expression of a component's `:label="_('Name')"`.
ATTRIBUTE = re.compile(r"""\s:[\w-]+="_\(('(?:[^'\\]|\\.)*')\)\"""")

Text = tuple[str | tuple[str, ...], str | None]  # one text, or singular and plural; and its context


def texts() -> Catalog:
    """Every text of code and templates, without places, so that a moved line changes nothing."""
    catalog = Catalog()
    for file in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in file.parts:
            for text, context in in_python(file.read_bytes()):
                catalog.add(text, context=context)
    for file in sorted([*SOURCE.rglob("*.html"), *SOURCE.rglob("templates/mails/*.txt")]):
        for text, context in in_template(file.read_text()):
            catalog.add(text, context=context)
    return catalog


def in_python(source: bytes) -> Iterator[Text]:
    """The texts of a module: gettext, ngettext, pgettext and npgettext, lazy or not, and `_`."""
    for _line, text, _comments, context in extract("python", BytesIO(source), keywords=SHAPES):
        yield text, context


def in_template(source: str) -> Iterator[Text]:
    """The texts of a template: translate, blocktranslate (trimmed, plural, context), and _("...") in tags."""
    for name, arguments in CALL.findall(templatize(source)):
        parts = ast.literal_eval(f"({arguments.rstrip().rstrip(',')},)")
        context = parts[0] if name in {"pgettext", "npgettext"} else None
        parts = parts[1:] if context is not None else parts
        yield (parts if len(parts) > 1 else parts[0]), context
    for literal in ATTRIBUTE.findall(source):
        yield ast.literal_eval(literal), None


def path(language: str) -> Path:
    """The catalogue people edit for a language."""
    return Path(settings.LOCALE_PATHS[0], language, "LC_MESSAGES", "django.po")


def read(language: str) -> Catalog:
    """The catalogue of a language; an empty one when nobody has begun."""
    if not path(language).exists():
        return Catalog(locale=language, project="Segue", fuzzy=False)
    with path(language).open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> Catalog:
    """Bring the catalogue to the texts of today: new ones empty, vanished ones gone, translations kept."""
    catalog = read(language)
    catalog.update(texts(), no_fuzzy_matching=True, update_creation_date=False)
    write(language, catalog)
    return catalog


def write(language: str, catalog: Catalog) -> None:
    """Save the catalogue of a language, in an order that makes small differences."""
    path(language).parent.mkdir(parents=True, exist_ok=True)
    with path(language).open("wb") as file:
        write_po(file, catalog, no_location=True, sort_output=True, ignore_obsolete=True, width=120)


def compile_all() -> None:
    """Write the .mo files that programs read."""
    for language in LANGUAGES:
        with path(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))


def problems(language: str) -> Iterator[str]:
    """What is wrong with a language, one sentence each: missing, empty, fuzzy, or with other placeholders."""
    catalog = read(language)
    for wanted in texts():
        if wanted.id:
            found = catalog.get(wanted.id, wanted.context)
            yield from wrong_with(found, wanted)


def wrong_with(found: Message | None, wanted: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    name = repr(wanted.id)
    if found is None:
        yield f"{name} is not in the catalogue: ./run manage messages"
    elif found.fuzzy:
        yield f"{name} is fuzzy"
    elif not is_translated(found):
        yield f"{name} is not translated"
    else:
        yield from (f"{name}: {error}" for error in found.check())


def is_translated(message: Message) -> bool:
    """Whether there is a text, for a plural one in every form."""
    return bool(message.string and (isinstance(message.string, str) or all(message.string)))
