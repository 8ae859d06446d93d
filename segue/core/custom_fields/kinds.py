"""Which kinds of custom fields are there? One row each, under the codes of the exchange format."""

from .choices import BOOLEAN, DIRECTORY, LIST
from .filed import FILE
from .kind import Kind
from .links import ADDRESS, CRM, EMPLOYEE
from .numbers import DOUBLE, INTEGER, MONEY
from .texts import STRING, URL
from .times import DATE, DATETIME

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        STRING, INTEGER, DOUBLE, BOOLEAN, DATE, DATETIME, MONEY, URL, ADDRESS, LIST, FILE, EMPLOYEE, CRM,
        DIRECTORY,
    )
}  # fmt: skip


def of(kind: str) -> Kind:
    """Return the row of a kind; KeyError when there is none."""
    return KINDS[kind]
