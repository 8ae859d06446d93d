"""Is every text found, kept, compiled, and noticed when its translation is missing or wrong?"""

import gettext
from pathlib import Path

import pytest
from babel.messages import Message
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from segue.core import translations


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('_("Save")', [("Save", None)]),
        ('gettext_lazy("Deal")', [("Deal", None)]),
        ('ngettext("%(n)s row", "%(n)s rows", 2)', [(("%(n)s row", "%(n)s rows"), None)]),
        ('pgettext("month", "May")', [("May", "month")]),
        ('_("one" " text")', [("one text", None)]),
        ('print("not for people")', []),
    ],
)
def test_texts_of_a_module(source: str, found: list[translations.Text]) -> None:
    assert list(translations.in_python(source.encode())) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% translate "Save" %}', [("Save", None)]),
        ('{% translate "May" context "month" %}', [("May", "month")]),
        ("{% blocktranslate trimmed %}\n  Two\n  lines\n{% endblocktranslate %}", [("Two lines", None)]),
        (
            "{% blocktranslate count n=rows %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}",
            [(("%(n)s row", "%(n)s rows"), None)],
        ),
        ("""<c-button :label="_('Create')" />""", [("Create", None)]),
        ('{% include "x.html" with title=_("Title") %}', [("Title", None)]),
        ("<p>not translated</p>", []),
    ],
)
def test_texts_of_a_template(source: str, found: list[translations.Text]) -> None:
    assert list(translations.in_template(source)) == found


def test_the_texts_of_the_product_are_found() -> None:
    texts = translations.texts()
    assert "Save" in texts
    assert len(texts) > 100


@pytest.fixture
def catalogue(tmp_path: Path, settings: LazySettings) -> Path:
    """The place of a German catalogue that nobody has begun."""
    settings.LOCALE_PATHS = [tmp_path]
    return translations.path("de")


def test_a_new_text_is_noticed_until_it_is_translated(catalogue: Path) -> None:
    with pytest.raises(CommandError, match="texts are not translated well"):
        call_command("messages", "--check")
    translations.update("de")
    assert all("is not translated" in problem for problem in translations.problems("de"))
    finished = translations.read("de")
    for text in finished:
        text.string = text.id
    translations.write("de", finished)
    assert list(translations.problems("de")) == []


def test_a_translation_is_kept_when_texts_are_collected_again(catalogue: Path) -> None:
    translations.update("de")
    lines = catalogue.read_text().replace('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "Speichern"')
    catalogue.write_text(lines)
    translations.update("de")
    assert translations.read("de")["Save"].string == "Speichern"


def test_a_text_that_vanished_goes(catalogue: Path) -> None:
    translations.update("de")
    catalogue.write_text(catalogue.read_text() + '\nmsgid "Nobody says this"\nmsgstr "Das sagt niemand"\n')
    translations.update("de")
    assert "Nobody says this" not in catalogue.read_text()


def test_a_compiled_catalogue_speaks(catalogue: Path) -> None:
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid "Save"\nmsgstr "Speichern"\n')
    call_command("messages", "--compile")
    with catalogue.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Save") == "Speichern"


@pytest.mark.parametrize(
    ("wanted", "entry", "problem"),
    [
        ("%(a)s of %(b)s", 'msgid "%(a)s of %(b)s"\nmsgstr "%(a)s von %(c)s"\n', "unknown named placeholder"),
        ("Save", '#, fuzzy\nmsgid "Save"\nmsgstr "Speichern"\n', "is fuzzy"),
        ("Save", 'msgid "Save"\nmsgstr ""\n', "is not translated"),
        (("row", "rows"), 'msgid "row"\nmsgid_plural "rows"\nmsgstr[0] "Zeile"\nmsgstr[1] ""\n', "is not translated"),
        ("Save", 'msgid "Other"\nmsgstr "Anderes"\n', "is not in the catalogue"),
    ],
)
def test_what_is_wrong_with_a_translation_is_said(
    catalogue: Path, wanted: str | tuple[str, str], entry: str, problem: str
) -> None:
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(entry)
    found = translations.read("de").get(wanted)
    [said] = translations.wrong_with(found, Message(wanted))
    assert problem in said


@pytest.mark.parametrize("entry", ['msgid "Save"\nmsgstr "Speichern"\n', 'msgid "%(a)s"\nmsgstr "%(a)s!"\n'])
def test_nothing_is_wrong_with_a_good_one(catalogue: Path, entry: str) -> None:
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(entry)
    [found] = [text for text in translations.read("de") if text.id]
    assert list(translations.wrong_with(found, Message(found.id))) == []
