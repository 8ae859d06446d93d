"""How does a query ask whether the search text of an item holds something? By what each database has an index for."""

import re
from typing import Any

from django.db.models import BooleanField, F, Func, TextField

from segue.core.custom_fields.expressions import Literal

_MEANT = re.compile(r"[].^$*+?(){}|\\[]")  # signs that mean something in an expression


class Holding(Func):
    """Whether the search text of an item holds one text of each of these: what both databases have an index for."""

    conditional = True

    def __init__(self, *sought: tuple[str, ...]) -> None:
        super().__init__(F("search_text"), F("pk"), output_field=BooleanField())
        self.sought = sought

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:  # type: ignore[override]
        """Ask the column; PostgreSQL answers by its index of trigrams."""
        column, _params = compiler.compile(self.source_expressions[0])
        held = (" OR ".join(f"{column} LIKE {self._around(text, compiler)}" for text in texts) for texts in self.sought)
        return f"({' AND '.join(f'({each})' for each in held)})", ()

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:
        """Ask the table of trigrams; once, for it compares its own lists of ids much quicker than others do."""
        key, params = compiler.compile(self.source_expressions[1])
        held = (" OR ".join(f'"{text}"' for text in texts) for texts in self.sought)
        asked = " AND ".join(f"({each})" for each in held)
        sql = f"{key} IN (SELECT rowid FROM core_itemtext WHERE core_itemtext MATCH %s)"  # noqa: S608  a column
        return sql, [*params, asked]

    def _around(self, text: str, compiler: Any) -> str:
        sql, _params = compiler.compile(Literal(f"%{text}%", output_field=TextField()))
        return str(sql)


class Beginning(Func):
    """Whether a word of the search text begins so; PostgreSQL enters its index of trigrams for it where others tell,
    for there the beginning of a word is one. Alone it is asked of few items, without an index.
    """

    conditional = True

    def __init__(self, word: str, *, enters: bool) -> None:
        super().__init__(F("search_text"), output_field=BooleanField())
        self.word, self.enters = word, enters

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:  # type: ignore[override]
        """Ask the column."""
        column, _params = compiler.compile(self.source_expressions[0])
        return f"(' ' || replace({column}, %s, ' ')) LIKE %s", ["\n", f"% {self.word}%"]

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:
        """Ask the index, of which a word begins after nothing, a space or a line."""
        if not self.enters:
            return self.as_sql(compiler, connection)
        column, _params = compiler.compile(self.source_expressions[0])
        word = _MEANT.sub(r"\\\g<0>", self.word)
        sql, _params = compiler.compile(Literal(f"(^|[ \n]){word}", output_field=TextField()))
        return f"{column} ~ {sql}", ()
