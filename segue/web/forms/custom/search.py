"""Which items does a typed name or number find, among those that a custom field may name?"""

from collections.abc import Collection

from segue.core import search
from segue.core.models import User
from segue.web.components import names
from segue.web.components.names import Name

FOUND = 8


def find(reader: User, types: Collection[str], query: str) -> list[Name]:
    """Find by words of name and contents, by id, or by the number on paper; only what the reader may see."""
    found = search.found(reader, query, types=types).best[:FOUND] if types else []
    return [names.readable(item) for item in search.in_order(found, reader)]
