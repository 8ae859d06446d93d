"""What a cell says: in every way of writing, of every kind of field, and refused where it says nothing we know."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from segue.core.models import Item, User
from segue.crm import clients
from segue.crm.models import ProductRow
from segue.importers import cells
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.importers.files import imported, said


@pytest.fixture
def may_import(db: None) -> None:
    for code in builders.MAKERS:
        builders.give_right("import", code, "all")


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("1.234,50", "de", "1234.5"),
        ("1,234.50", "en", "1234.5"),
        ("1.234", "de", "1234"),
        ("1.234", "en", "1.234"),
        ("19 %", "de", "19"),
        (" -5 ", "en", "-5"),
    ],
)
def test_numbers_are_read_in_the_way_of_writing_that_was_chosen(text: str, style: str, value: str) -> None:
    assert cells.number(text, style) == Decimal(value)


def test_a_number_that_a_program_counted_is_rounded() -> None:
    assert cells.number(Decimal("0.30000000000000004"), "de") == Decimal("0.3")


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234,50 €", "1234.5"), ("EUR 12", "12"), ("€5", "5"), ("-12,50\xa0€", "-12.5"), (" -   € ", "0"), ("7", "7")],
)
def test_the_sign_of_its_currency_may_stand_beside_an_amount(text: str, value: str) -> None:
    assert cells.amount(text, "de", "EUR") == Decimal(value)


def test_the_sign_of_another_currency_is_refused() -> None:
    with pytest.raises(ValidationError):
        cells.amount("12 $", "de", "EUR")


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("03.04.2026 00:00", "de", date(2026, 4, 3)),
        ("3/4/26 12:00 AM", "en", date(2026, 3, 4)),
        ("2026-04-03T10:00:00Z", "de", date(2026, 4, 3)),
        ("03.04.2026", "de", date(2026, 4, 3)),
        ("03/04/2026", "en", date(2026, 3, 4)),
        ("03/04/2026", "en_GB", date(2026, 4, 3)),
        ("2026-04-03", "de", date(2026, 4, 3)),
    ],
)
def test_days_are_read_in_the_way_of_writing_that_was_chosen(text: str, style: str, value: date) -> None:
    assert cells.day(text, style) == value


def test_a_day_that_a_spreadsheet_stores_as_a_number_is_that_day() -> None:
    assert cells.day(Decimal(46387), "de") == date(2026, 12, 31)


@pytest.mark.parametrize("number", [2026, 31122026, -1])
def test_another_number_is_no_day(number: int) -> None:
    with pytest.raises(ValidationError):
        cells.day(Decimal(number), "de")


def test_nobody_is_born_in_the_future() -> None:
    assert [cells.birthday(text, "de").year for text in ("31.12.70", "1.1.2070", "1.1.05")] == [1970, 2070, 2005]


def test_a_text_of_one_line_has_no_line_breaks() -> None:
    assert cells.line("Hauptstraße 1\r\n Hinterhaus\n") == "Hauptstraße 1 Hinterhaus"


@pytest.mark.parametrize("text", ["2026-04-03T08:30:00Z", "2026-04-03 08:30+00:00"])
def test_an_instant_with_a_zone_is_that_instant(text: str) -> None:
    assert cells.instant(text, "de") == datetime(2026, 4, 3, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(("text", "hour"), [("4/3/2026 8:30 PM", 20), ("4/3/2026 12:05 am", 0), ("4/3/2026, 8:30", 8)])
def test_a_clock_may_have_halves(text: str, hour: int) -> None:
    assert timezone.localtime(cells.instant(text, "en")).hour == hour


@pytest.mark.parametrize("text", ["soon", "32.13.2026", "1.1.2026 25:00", "1.1.2026 noon"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        cells.instant(text, "de")


@pytest.mark.parametrize(("text", "value"), [("ja", True), ("Yes", True), ("x", True), ("Nein", False), ("0", False)])
def test_yes_and_no_in_both_languages(text: str, value: bool) -> None:
    assert cells.switch(text) is value


def test_html_becomes_markdown() -> None:
    told = "<p>One <b>bold</b> &amp; two</p><ul><li>a</li><li>b</li></ul><script>x</script>"
    assert cells.long(told) == "One **bold** & two\n\n- a\n- b\nx"


def test_a_text_with_angles_stays() -> None:
    assert cells.long("a < b and b > c") == "a < b and b > c"


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-x", "@me"])
def test_what_was_made_harmless_is_read_as_it_was(text: str) -> None:
    assert cells.text(f"'{text}") == text


# Custom fields ------------------------------------------------------------------------------------------------

KINDS: list[tuple[str, str, Any]] = [
    ("string", "Gold", "Gold"),
    ("integer", "1.234", 1234),
    ("double", "2,5", Decimal("2.5")),
    ("boolean", "Ja", True),
    ("date", "3.4.2026", "2026-04-03"),
    ("datetime", "2026-04-03T08:30:00Z", "2026-04-03T08:30:00Z"),
    ("money", "1.234,50 EUR", {"amount": Decimal("1234.5"), "currency": "EUR"}),
    ("money", "1.234,50 €", {"amount": Decimal("1234.5"), "currency": "EUR"}),
    ("money", "5|USD", {"amount": 5, "currency": "USD"}),
    ("url", "example.com", "https://example.com"),
    ("address", "Hauptstr. 1, Ulm", {"text": "Hauptstr. 1, Ulm"}),
]


@pytest.mark.parametrize(("kind", "text", "value"), KINDS)
@pytest.mark.usefixtures("may_import")
def test_custom_fields_of_all_kinds_come_in(alice: User, dana: User, kind: str, text: str, value: Any) -> None:
    stored(dana, kind, "OWN")
    imported(alice, "deal", f"Name;OWN\nOne;{text}\n", style="de")
    assert Item.objects.get().custom.get("OWN") == value


@pytest.mark.usefixtures("may_import")
def test_lists_people_and_items_are_named_in_custom_fields(alice: User, dana: User) -> None:
    level = stored(dana, "list", "LEVEL", options=("Gold", "Silver"))
    stored(dana, "employee", "HELPER")
    stored(dana, "crm", "ABOUT", settings={"types": ["company"]})
    company = builders.company(alice)
    imported(alice, "deal", "Name;LEVEL;HELPER;ABOUT\nOne;silver;Alice;Brandt GmbH\n")
    option = level.options.get(text="Silver")
    assert Item.objects.get(title="One").custom == {"LEVEL": option.pk, "HELPER": alice.pk, "ABOUT": company.pk}


@pytest.mark.usefixtures("may_import")
def test_several_values_are_parted_by_semicolons(alice: User, dana: User) -> None:
    stored(dana, "string", "TAGS", multiple=True)
    imported(alice, "deal", 'Name,TAGS\nOne,"a; b;c"\n')
    assert Item.objects.get().custom == {"TAGS": ["a", "b", "c"]}


# Products and clients -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("may_import")
def test_a_product_is_known_by_its_code(alice: User, dana: User) -> None:
    product = builders.hosting(dana)
    type(product).objects.filter(pk=product.pk).update(code="H1")
    imported(alice, "deal", "Name;Product code;Quantity\nOne;H1;3\n")
    row = ProductRow.objects.get()
    assert (row.product_id, row.quantity, row.name, row.price_entered) == (product.pk, 3, product.name, product.price)


@pytest.mark.usefixtures("may_import")
def test_a_tax_rate_that_does_not_exist_is_refused(alice: User) -> None:
    job = imported(alice, "deal", "Name;Product;Tax rate in %\nOne;Work;77\n")
    assert said(job)[0][1:] == ("failed", "Tax rate in %: “77” is not known here.")


@pytest.mark.usefixtures("may_import")
def test_two_of_one_name_are_not_guessed(alice: User) -> None:
    builders.company(alice)
    builders.company(alice)
    job = imported(alice, "deal", "Name;Client: company\nOne;Brandt\n")
    assert said(job)[0][1:] == ("failed", "Client: company: Several are called “Brandt”.")


@pytest.mark.usefixtures("may_import")
def test_a_company_that_one_may_not_see_is_not_known(alice: User, charlie: User) -> None:
    builders.give_right("read", "company", "own")
    builders.company(charlie, title="Hidden GmbH")
    job = imported(alice, "deal", "Name;Client: company\nOne;Hidden GmbH\n")
    assert "not known here" in said(job)[0][2]


@pytest.mark.usefixtures("may_import")
def test_contacts_of_a_client_keep_their_order(alice: User) -> None:
    first, second = builders.contact(alice, last_name="Adler"), builders.contact(alice, last_name="Born")
    imported(alice, "deal", f'Name,Client: contacts\nOne,"{second.pk}; {first.pk}"\n')
    assert clients.read(Item.objects.get(title="One")).contacts == (second.pk, first.pk)
