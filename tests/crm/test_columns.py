"""Does every type say what stands in its tables?"""

import pytest

from segue.core import item_types
from segue.crm import columns
from segue.crm.types import ITEM_TYPES

every_type = pytest.mark.parametrize("code", [each.code for each in ITEM_TYPES])


@every_type
def test_all_that_a_form_asks_for_is_a_column_too(code: str) -> None:
    item_type = item_types.get(code)
    missing = {*item_type.fields} - {*columns.standard(item_type)} - {"communications", "billing"}
    assert not missing
