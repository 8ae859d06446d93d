"""What does a typed text find, in which order, on either database?"""

import string

import pytest
from django.db import connection

from segue.core import item_types, search, search_candidates, search_terms
from segue.core.models import User
from segue.crm.communications import Communication
from tests import builders


def told(reader: User, typed: str, *types: str) -> list[str]:
    """The names of what is found, best first."""
    return [item_types.name(item) for item in search.in_order(search.found(reader, typed, types=types).best, reader)]


@pytest.fixture
def people(alice: User) -> None:
    """A small CRM with names that people spell in different ways."""
    builders.company(alice, title="Müller Maschinenbau GmbH")
    builders.company(alice, title="Straßer & Söhne KG")
    phone = Communication("PHONE", "+49 30 1234567"), Communication("EMAIL", "jane.doe@example.com")
    builders.contact(alice, first_name="Jane", last_name="Doe", communications=phone)
    at_home = (Communication("PHONE", "0351 / 98 76 54"),)
    builders.contact(alice, first_name="Jörg", last_name="Schmidt-Lüdenscheid", communications=at_home)
    builders.deal(alice, title="Website for Brandt")
    builders.lead(alice, title="Inquiry", first_name="Katharina", last_name="Weiß", company_name="", communications=())


FINDS = [
    ("Müller", "Müller Maschinenbau GmbH"),
    ("Mueller", "Müller Maschinenbau GmbH"),
    ("Muller", "Müller Maschinenbau GmbH"),
    ("MÜLLER", "Müller Maschinenbau GmbH"),
    ("maschinenbau müller", "Müller Maschinenbau GmbH"),
    ("schinenb", "Müller Maschinenbau GmbH"),
    ("Mülller", "Müller Maschinenbau GmbH"),
    ("Mlüler", "Müller Maschinenbau GmbH"),
    ("Mller", "Müller Maschinenbau GmbH"),
    ("Maschinenbua", "Müller Maschinenbau GmbH"),
    ("Mashinenbau", "Müller Maschinenbau GmbH"),
    ("Maschinembau Mueler", "Müller Maschinenbau GmbH"),
    ("Maschnen", "Müller Maschinenbau GmbH"),
    ("Straßer", "Straßer & Söhne KG"),
    ("Strasser", "Straßer & Söhne KG"),
    ("soehne", "Straßer & Söhne KG"),
    ("Strase", "Straßer & Söhne KG"),
    ("schmidt lüdenscheid", "Jörg Schmidt-Lüdenscheid"),
    ("Schmidt-Luedenscheid", "Jörg Schmidt-Lüdenscheid"),
    ("Lüdenscheid, Jörg", "Jörg Schmidt-Lüdenscheid"),
    ("Schmitd", "Jörg Schmidt-Lüdenscheid"),
    ("jo lu", "Jörg Schmidt-Lüdenscheid"),
    ("+49 30 1234567", "Jane Doe"),
    ("0049 (30) 123 45 67", "Jane Doe"),
    ("030/1234567", "Jane Doe"),
    ("030 123", "Jane Doe"),
    ("123-45", "Jane Doe"),
    ("0351987654", "Jörg Schmidt-Lüdenscheid"),
    ("+49 351 987654", "Jörg Schmidt-Lüdenscheid"),
    ("0351 98", "Jörg Schmidt-Lüdenscheid"),
    ("jane.doe@example.com", "Jane Doe"),
    ("DOE@EXAMPLE", "Jane Doe"),
    ("brandt web", "Website for Brandt"),
    ("brandt fo", "Website for Brandt"),
    ("w brandt", "Website for Brandt"),
    ("brandt (", "Website for Brandt"),
    ("strasser k", "Straßer & Söhne KG"),
    ("strasser &", "Straßer & Söhne KG"),
    ("jane +4", "Jane Doe"),
    ("doe ja", "Jane Doe"),
    ("Kathrina Weiss", "Inquiry"),
    ("Katarina", "Inquiry"),
]

NOTHING = ["", " ", "xyzzy", "Müller Brandt", "brandt ra", "brandt +4", "Mxxler", "99999", "%", "_", '"', "\0", "€"]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("typed", "name"), FINDS)
def test_it_finds_what_was_meant_and_nothing_else(alice: User, typed: str, name: str) -> None:
    assert told(alice, typed) == [name]


@pytest.mark.usefixtures("people")
def test_no_sign_in_a_short_word_means_anything(alice: User) -> None:
    for sign in string.punctuation:
        assert told(alice, f"brandt x{sign}") == told(alice, f"brandt {sign}x") == []
    assert told(alice, "brandt .e") == []


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("typed", NOTHING)
def test_it_finds_nothing_where_nothing_was_meant(alice: User, typed: str) -> None:
    assert told(alice, typed) == []


@pytest.mark.parametrize(
    ("typed", "called"), [("Lindner", "Lindner"), ("Li", "Li"), ("Lindner Wagner", "Lindner Wagner GmbH")]
)
def test_where_very_many_match_what_is_called_just_so_comes_first_however_old(
    alice: User, monkeypatch: pytest.MonkeyPatch, typed: str, called: str
) -> None:
    monkeypatch.setattr(search_candidates, "RANKED", 2)
    monkeypatch.setattr(search_terms, "LATEST", 4)
    builders.company(alice, title=called)
    for number in range(6):
        builders.company(alice, title=f"Old {typed} and sons {number}")
        builders.deal(alice, title=f"Relaunch for {typed} {number}")
    assert told(alice, typed)[0] == called
    found = search.found(alice, typed).by_type
    assert {code: (hits.count, hits.more) for code, hits in found.items()} == {"company": (2, True), "deal": (2, True)}


def test_of_many_that_hold_a_short_word_the_latest_are_ranked_though_few_of_all_that_is_latest_hold_it(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_candidates, "RANKED", 2)
    monkeypatch.setattr(search_terms, "LATEST", 2)
    for number in range(8):
        builders.company(alice, title=f"Bra {number}")
    builders.company(alice, title="Brook")
    assert told(alice, "bra", "company") == ["Bra 7", "Bra 6"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite tells nothing of how many are likely")
@pytest.mark.parametrize("walked", [10_000, 3], ids=["through all", "not far enough"])
def test_words_that_very_many_hold_are_looked_for_among_the_latest_of_each_type(
    alice: User, monkeypatch: pytest.MonkeyPatch, walked: int
) -> None:
    monkeypatch.setattr(search_candidates, "RANKED", 2)
    monkeypatch.setattr(search_candidates, "FEW", -1)
    monkeypatch.setattr(search_candidates, "SPARE", 0.001)
    monkeypatch.setattr(search_candidates, "WALKED", walked)
    builders.company(alice, title="Lindner")
    for number in range(4):
        builders.company(alice, title=f"Lindner {number}")
        builders.deal(alice, title=f"Relaunch {number} for Lindner")
    builders.company(alice, title="Brandt")
    found = search.found(alice, "lindner")
    names = {
        code: [item_types.name(item) for item in search.in_order(hits.keys, alice)]
        for code, hits in found.by_type.items()
    }
    assert names == {
        "company": ["Lindner", "Lindner 3", "Lindner 2"],
        "deal": ["Relaunch 3 for Lindner", "Relaunch 2 for Lindner"],
    }


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("typed", ["müller", "website brandt", "4930", "o", "example.com", "bra", "7"])
@pytest.mark.parametrize("ranked", [100, 1])
def test_asked_at_once_or_type_by_type_the_answer_is_the_same(
    alice: User, monkeypatch: pytest.MonkeyPatch, ranked: int, typed: str
) -> None:
    builders.company(alice, title="Brandt & Müller 4930")
    builders.deal(alice, title="Relaunch for Brandt & Müller 4930", number="7")
    monkeypatch.setattr(search_candidates, "RANKED", ranked)
    at_once = search.found(alice, typed)
    monkeypatch.setattr(search_candidates, "FEW", -1)
    assert search.found(alice, typed) == at_once


def test_what_pages_call_an_item_without_a_name_finds_it(alice: User) -> None:
    lead = builders.lead(alice, title="", first_name="", last_name="", company_name="", communications=())
    invoice = builders.invoice(alice, number="RE-7")
    builders.deal(alice, title=f"Lead {lead.pk}")
    assert search.found(alice, f"Lead #{lead.pk}").best[0] == lead.pk
    assert search.found(alice, f"#{lead.pk}").best[0] == lead.pk
    assert search.found(alice, "invoice re-7").best == search.found(alice, "Rechnung RE-7").best == [invoice.pk]
    assert told(alice, f"Lead {lead.pk}") == [f"Lead {lead.pk}"]


def test_a_name_of_two_letters_is_found_however_old(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_terms, "LATEST", 1)
    builders.company(alice, title="HP GmbH")
    builders.company(alice, title="HPX")
    builders.company(alice, title="Brandt")
    assert told(alice, "hp") == ["HP GmbH"]
