"""Which custom fields are columns of a list? The first three that lists show, by their order; sorted where an index is.

More would not fit beside the columns that every item has.
"""

from segue.core.custom_fields import definitions, kinds, query
from segue.core.custom_fields.definitions import Fields
from segue.core.item_types import ItemType
from segue.core.models import CustomField, User
from segue.web.components import custom_values
from segue.web.lists import paging
from segue.web.lists.columns import Column

MOST = 3
FALLING = {"number", "money"}  # of these the first click shows the largest


def fields(item_type: ItemType, reader: User) -> Fields:
    """Return the custom fields of a type that stand in lists or filters and that this person sees."""
    return definitions.seen_by(reader, definitions.of_list(item_type.code))


def filterable(seen: Fields) -> Fields:
    """Keep those that a list is filtered by, in their order."""
    return {code: field for code, field in seen.items() if field.in_filter}


def shown(seen: Fields) -> tuple[Column, ...]:
    """Return the columns at the end of the list."""
    wanted = [field for field in seen.values() if field.in_list and field.kind in custom_values.WORDS]
    return tuple(_column(field) for field in wanted[:MOST])


def sorted_by(seen: Fields, sort: str) -> tuple[Column, ...]:
    """Return the column that an address sorts by, shown or not."""
    field = seen.get(sort.removeprefix("-"))
    return (_column(field),) if field and query.is_sortable(field) else ()


def _column(field: CustomField) -> Column:
    column = kinds.of(field.kind).column
    order = paging.custom(query.sort_key(field), column) if query.is_sortable(field) else None
    return Column(field.code, field.list_label, _role(field), order, falling=column in FALLING)


def _role(field: CustomField) -> str:
    is_figure = kinds.of(field.kind).column in FALLING and not field.multiple
    return "text is-custom is-figure" if is_figure else "text is-custom"
