"""Which cells of a list can be edited where they stand, and what is opened there?"""

from segue.core.item_types import ItemType
from segue.core.models import Item, User
from segue.crm.columns import REACH, Column
from segue.crm.types import ADDRESS
from segue.web.components.spots import ELSEWHERE

OF_OTHERS = {**dict.fromkeys(REACH, "communications"), **dict.fromkeys(ADDRESS, "address"), "currency": "amount"}
STAGE = "stage"  # which is no value that is typed: what is chosen there is a move
NOT_HERE = ("files", "number")  # to choose files a cell has no room; a number is changed on its paper


def spot_of(name: str) -> str:
    """Return what is opened in the cell of a column (components/spots.py)."""
    return OF_OTHERS.get(name, name)


def place(item: Item, name: str) -> str:
    """Return the id of what the inputs of a cell replace."""
    return f"at-{item.pk}-{name}"


def is_open(item_type: ItemType, column: Column | None, reader: User) -> bool:
    """Say whether the reader can open the cells of a column, where they may edit the item."""
    if column is None:
        return False
    if column.name == STAGE:
        return reader.is_admin or reader.access.may_somewhere(item_type.code, "move")
    if column.field is not None:
        return column.field.editable and column.field.kind != "file"
    spot = spot_of(column.name)
    if spot in NOT_HERE or spot in ELSEWHERE:
        return False
    if item_type.has(spot):
        return True
    return spot in item_type.fields and bool(item_type.model._meta.get_field(spot).editable)
