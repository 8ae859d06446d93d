"""How does a query name the few ids that it asks for, so that the database knows which they are when it plans?"""

from collections.abc import Collection
from typing import Any

from django.db.models import BooleanField, F, Func

MOST = 1_000  # beyond that a subquery is shorter than its answer


class OneOf(Func):
    """Whether a column holds one of these ids, at least one, written into the SQL.

    A prepared statement is planned without regard to its parameters, and a subquery without regard to its answer; but
    whether the index of owners is worth entering depends on just these people.
    """

    conditional = True

    def __init__(self, column: str, ids: Collection[int]) -> None:
        super().__init__(F(column), output_field=BooleanField())
        self.ids = ", ".join(str(int(each)) for each in ids)

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:  # type: ignore[override]
        """Write the question."""
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} IN ({self.ids})", params
