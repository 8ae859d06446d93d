import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.lib import text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("JÖRG", "jorg"),
        ("Smith-Jones", "Smith  Jones"),
        ("O’Neil", "ONeil"),
        ("G.m.b.H.", "GmbH"),
        ("Straße", "STRASSE"),
        ("Ångström", "A\u030angstro\u0308m"),
        ("Øre Łódź", "ore lodz"),
        ("Ελλάς", "ΕΛΛΑΣ"),
        ("\u00a0 a,b ", "A B"),
    ],
)
def test_case_accents_punctuation_and_repeated_spaces_do_not_count(one: str, other: str) -> None:
    assert text.fold(one) == text.fold(other)


@pytest.mark.parametrize(("one", "other"), [("Joe", "Jo"), ("C", "C++"), ("Anna Lena", "Annalena"), ("한국", "한구")])
def test_what_people_tell_apart_stays_apart(one: str, other: str) -> None:
    assert text.fold(one) != text.fold(other)


@pytest.mark.parametrize("query", ["Müller", "MUELLER", "muller", "Mül", "Muel"])
def test_umlauts_are_found_in_every_spelling(query: str) -> None:
    assert all(text.search_form(query) in text.search_form(f"Frau {name}") for name in ("Müller", "Mueller", "Muller"))


@given(whole=st.text(alphabet="aeouAEOUÄÖÜäöüßéø\u0308'’-. bc,1", max_size=30) | st.text(max_size=30), data=st.data())
def test_the_search_form_of_a_text_holds_the_parts_of_all_that_the_text_holds(whole: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(whole)))
    part = whole[first : data.draw(st.integers(first, len(whole)))]
    for spelled in (part, part.upper(), part.lower()):
        assert all(word in text.search_form(whole) for word in text.search_parts(spelled))


@pytest.mark.parametrize("name", ["Jörg Äuß", "JO\u0308RG A\u0308uß", "Joerg Aeuss"])
def test_umlauts_are_written_as_two_letters_however_they_are_encoded(name: str) -> None:
    assert text.fold(text.without_umlauts(name)) == "joerg aeuss"


def test_a_person_is_compared_by_name() -> None:
    assert text.fold(" José Müller ") == text.fold("JOSE muller") == "jose muller"


@pytest.mark.parametrize("blank", ["", "  ", "-", "."])
def test_a_name_without_letters_is_blank(blank: str) -> None:
    assert text.fold(f"{blank} {blank}") == "" == text.company_key(blank)


@pytest.mark.parametrize(
    "name",
    [
        "Müller GmbH & Co. KG",
        "Müller GmbH",
        "MULLER AG",
        "Müller, Ltd.",
        "Müller Inc.",
        "Müller LLC",
        "Müller UG (haftungsbeschränkt)",
        "Müller UG (haftungsbeschränkt) & Co. KG",
        "Müller KG",
        "Müller OHG",
        "Müller S.A.",
        "Müller SARL",
        "Müller S.à r.l.",
        "Müller G.m.b.H.",
        "Müller GmbH und Co. KG",
        "Müller SE & Co. KGaA",
        "Müller Aktiengesellschaft",
        "Müller Gesellschaft mit beschränkter Haftung",
        "Müller gGmbH",
        "Müller mbH",
        "Müller SE",
        "Müller GbR",
        "Müller e.K.",
        "Müller e. V.",
        "Müller Limited",
        "Müller Corp.",
        "Müller B.V.",
        "Müller Sp. z o.o.",
    ],
)
def test_a_company_is_compared_without_its_legal_form(name: str) -> None:
    assert text.company_key(name) == "muller"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Meyer & Co.", "meyer co"),
        ("Meyer & Co. KG", "meyer co"),
        ("AG", "ag"),
        ("Visa", "visa"),
        ("AG Rhein", "ag rhein"),
        ("Day Spa", "day spa"),
        ("SE", "se"),
    ],
)
def test_only_a_legal_form_at_the_end_is_left_out(name: str, key: str) -> None:
    assert text.company_key(name) == key


@pytest.mark.parametrize("between", ["&", "und", "u.", "and", "+", "Und"])
def test_a_company_is_the_same_however_its_and_is_written(between: str) -> None:
    assert text.company_key(f"Müller {between} Söhne GmbH") == "muller sohne"


@pytest.mark.parametrize("name", ["Und", "And", "Hand and", "Und Jetzt", "Undine", "C+"])
def test_only_an_and_between_words_is_left_out(name: str) -> None:
    assert text.company_key(name) == text.fold(name)


def test_digits_are_those_from_nought_to_nine() -> None:
    assert text.digits("+49 (30) 12-3٤x") == "4930123"


LEGAL_FORMS = ("GmbH", "e.K.", "GbR", "AG", "Ltd", "Inc.", "LLC", "UG", "KG", "OHG", "S.A.", "SARL", "GmbH & Co. KG")
WORDS = st.lists(st.text("abcxyzäöüßéÅŁ19", min_size=4, max_size=8), min_size=1, max_size=4)


@given(words=WORDS, form=st.sampled_from(LEGAL_FORMS), between=st.sampled_from((" ", "  ", "-", ", ", " & ", "/")))
def test_a_company_is_the_same_in_any_notation(words: list[str], form: str, between: str) -> None:
    plain = text.company_key(" ".join(words))
    assert plain
    assert text.company_key(between.join(words)) == plain
    assert text.company_key(f"{between.join(words).upper()}, {form.lower()}") == plain
    assert text.company_key(f" {between.join(words).title()} {form.upper()} ") == plain


@given(name=st.text())
def test_a_key_is_the_key_of_itself(name: str) -> None:
    for key_of in (text.fold, text.bare):
        assert key_of(key_of(name)) == key_of(name)


@pytest.mark.parametrize(
    ("one", "other"), [("DE 123.456-789", "de123456789"), ("K-17 / ä", "k17a"), ("12/345/67890", "1234567890")]
)
def test_numbers_and_codes_are_compared_without_spaces_and_punctuation(one: str, other: str) -> None:
    assert text.bare(one) == text.bare(other) == other


@pytest.mark.parametrize(
    "address",
    ["https://www.Brandt.example/", "http://brandt.example", "brandt.example", " HTTPS://BRANDT.EXAMPLE// "],
)
def test_addresses_are_compared_without_what_browsers_add(address: str) -> None:
    assert text.address_key(address) == "brandt.example"


@pytest.mark.parametrize(("address", "key"), [("https://", ""), ("ftp://a.example/", "ftp://a.example")])
def test_of_an_address_only_its_beginning_and_end_are_left_out(address: str, key: str) -> None:
    assert text.address_key(address) == key
