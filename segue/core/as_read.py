"""In which order do people read texts? Neither case nor marks count: Ärzte stand beside Arbeit, not behind Zoo."""

from typing import Any

from django.db.models import Func, TextField

from segue.core.sqlite.base import AS_READ
from segue.lib import text


class AsRead(Func):
    """A text as it is put in order, the same on both databases."""

    def __init__(self, expression: Any) -> None:
        super().__init__(expression, output_field=TextField())

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:
        """Write what the connection was taught."""
        return self.as_sql(compiler, connection, function=AS_READ)

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:
        """Write the same letter by letter, which needs no extension, and works whatever the database calls a letter;
        most texts have none with a mark, and need not be looked through.
        """
        read, params = compiler.compile(self.source_expressions[0])
        plain = f"LOWER(TRANSLATE({read}, '{text.MARKED}', '{text.UNMARKED}'))"
        sql = f"CASE WHEN OCTET_LENGTH({read}) = LENGTH({read}) THEN LOWER({read}) ELSE {plain} END"
        return sql, (*params, *params, *params, *params)
