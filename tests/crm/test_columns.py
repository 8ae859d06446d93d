"""Does every type say what stands in its tables, and are columns found again by their headings?"""

import pytest
from django.utils.translation import override

from segue.core import item_types
from segue.core.custom_fields import changes, definitions
from segue.core.models import User
from segue.crm import columns
from segue.crm.types import ITEM_TYPES

every_type = pytest.mark.parametrize("code", [each.code for each in ITEM_TYPES])


@every_type
def test_all_that_a_form_asks_for_is_a_column_too(code: str) -> None:
    item_type = item_types.get(code)
    missing = {*item_type.fields} - {*columns.standard(item_type)} - {"communications", "billing"}
    assert not missing


@every_type
@pytest.mark.parametrize("language", ["en", "de"])
def test_headings_lead_back_to_their_columns_in_either_language(code: str, language: str) -> None:
    item_type = item_types.get(code)
    with override(language):
        written = [(each, at, text) for each in columns.standard(item_type).values()
                   for at, text in enumerate(each.headings)]  # fmt: skip
    found = columns.of_headings(item_type, {}, [text.upper() + " " for _each, _at, text in written])
    assert found == [(each, at) for each, at, _text in written]


@pytest.mark.django_db
def test_a_field_of_the_company_is_found_by_code_and_label(dana: User) -> None:
    field = changes.save(
        changes.new("deal", "string", code="TOWN"), {"labels": {"en": "Town", "de": "Ort"}}, actor=dana
    )
    of_deals = definitions.of_type("deal")
    found = columns.of_headings(item_types.get("deal"), of_deals, ["TOWN", "ort", "Town", "Nowhere"])
    assert [pair and pair[0].field == field for pair in found] == [True, True, True, None]
