"""Which items can hold some text, and which words are there at all? What the database keeps beside `search_text`.

PostgreSQL has an index of trigrams per item type; SQLite a table of trigrams (FTS5), which triggers keep in step with
the items. On both a trigger notes the words that items hold, so that a word with a mistake leads to them: under the
first letters of a word, and under these with each one left out. Two that differ by one mistake share such a key.
"""

from typing import Any

from django.db import NotSupportedError, ProgrammingError, connection, transaction

TYPES = ("lead", "deal", "contact", "company", "estimate", "invoice")
BEGINNING = 7  # letters of a word that its keys are made of
SHORTEST, LONGEST = 4, 40  # letters of the words that are noted; what holds a digit is no word

NO_TRIGRAMS = (
    "Segue searches with PostgreSQL's own extension pg_trgm, and this database user may not create it. "
    'Let an administrator of the server run: CREATE EXTENSION pg_trgm; in the database "%s", then start Segue again.'
)


class NoTrigrams(NotSupportedError):
    """PostgreSQL has no trigrams in this database, and its user may not add them."""


WORDS = (
    "CREATE TABLE IF NOT EXISTS core_wordkey (key varchar(7) NOT NULL, word varchar(40) NOT NULL)",
    "CREATE INDEX IF NOT EXISTS word_by_key ON core_wordkey (key, word)",
)
KEYS = "SELECT DISTINCT substr(p, 1, n - 1) || substr(p, n + 1), w"
UNKNOWN = "NOT EXISTS (SELECT 1 FROM core_wordkey AS known WHERE known.key = substr(w, 1, 7) AND known.word = w)"

POSTGRESQL_LEARNS = f"""
CREATE OR REPLACE FUNCTION core_learn_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO core_wordkey (key, word) {KEYS}
    FROM (SELECT DISTINCT w, substr(w, 1, {BEGINNING}) AS p
            FROM unnest(string_to_array(translate(NEW.search_text, E'\\n', ' '), ' ')) AS w
           WHERE length(w) BETWEEN {SHORTEST} AND {LONGEST} AND w !~ '[0-9]' AND {UNKNOWN}) AS words,
         generate_series(1, {BEGINNING + 1}) AS n
   WHERE n <= length(p) + 1;
  RETURN NULL;
END $$
"""  # noqa: S608  our own words
POSTGRESQL = (
    *WORDS,
    POSTGRESQL_LEARNS,
    "DROP TRIGGER IF EXISTS item_words ON core_item",
    "CREATE TRIGGER item_words AFTER INSERT OR UPDATE OF search_text ON core_item "
    "FOR EACH ROW EXECUTE FUNCTION core_learn_words()",
    *(
        f"CREATE INDEX IF NOT EXISTS item_by_text_{code} ON core_item USING gin (search_text gin_trgm_ops) "
        f"WHERE type = '{code}' AND deleted_at IS NULL"
        for code in TYPES
    ),
)

SQLITE_LEARNS = f"""
INSERT INTO core_wordkey (key, word) {KEYS}
  FROM (SELECT DISTINCT value AS w, substr(value, 1, {BEGINNING}) AS p
          FROM json_each('[' || replace(json_quote(replace(new.search_text, char(10), ' ')), ' ', '","') || ']')
         WHERE length(value) BETWEEN {SHORTEST} AND {LONGEST} AND value NOT GLOB '*[0-9]*'
           AND {UNKNOWN.replace("substr(w,", "substr(value,").replace("= w", "= value")}),
       (SELECT value AS n FROM json_each('{[*range(1, BEGINNING + 2)]}'))
 WHERE n <= length(p) + 1
"""  # noqa: S608  our own words
INTO = "INSERT INTO core_itemtext (rowid, search_text) VALUES (new.id, new.search_text)"
OUT_OF = (
    "INSERT INTO core_itemtext (core_itemtext, rowid, search_text) VALUES ('delete', old.id, old.search_text)"  # fts5's
)
SQLITE_TRIGGERS = {
    "item_text_new": f"AFTER INSERT ON core_item BEGIN {INTO}; {SQLITE_LEARNS}; END",
    "item_text_changed": (
        "AFTER UPDATE OF search_text ON core_item WHEN old.search_text IS NOT new.search_text "
        f"BEGIN {OUT_OF}; {INTO}; {SQLITE_LEARNS}; END"
    ),
    "item_text_gone": f"AFTER DELETE ON core_item BEGIN {OUT_OF}; END",
}
SQLITE = (
    *WORDS,
    "CREATE VIRTUAL TABLE IF NOT EXISTS core_itemtext USING fts5("
    "search_text, content='core_item', content_rowid='id', tokenize='trigram case_sensitive 1')",
)


def look_again() -> None:
    """Make what is missing. SQLite loses triggers when a migration writes the table of items anew."""
    if connection.vendor == "postgresql":
        return  # what the migration made stays
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'core_item'")
        if cursor.fetchone()[0] < len(SQLITE_TRIGGERS):
            with transaction.atomic():
                build(connection)


def build(database: Any) -> None:
    """Make index and triggers, and read the items that are there already into them."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            _allow_trigrams(database, cursor)
        for statement in POSTGRESQL if database.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)
        if database.vendor == "sqlite":
            for name, does in SQLITE_TRIGGERS.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(f"CREATE TRIGGER {name} {does}")
            cursor.execute("INSERT INTO core_itemtext (core_itemtext) VALUES ('rebuild')")
        learn_all(database, cursor)


def learn_all(database: Any, cursor: Any) -> None:
    """Note the words of all items."""
    if database.vendor == "postgresql":  # the trigger does it; nothing else of the rows changes
        cursor.execute("UPDATE core_item SET search_text = search_text WHERE search_text <> ''")
        return
    cursor.execute("SELECT id, search_text FROM core_item WHERE search_text <> ''")
    while rows := cursor.fetchmany(1000):
        with database.cursor() as writing:
            for _pk, held in rows:
                writing.execute(SQLITE_LEARNS.replace("new.search_text", "%s"), [held])


def words_near(word: str) -> list[str]:
    """Return the words that share a key with this one: all that differ by one mistake, and others."""
    start = word[:BEGINNING]
    keys = sorted({start, *(start[:at] + start[at + 1 :] for at in range(len(start)))})
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT word FROM core_wordkey WHERE key IN ({marks})", keys)  # noqa: S608  marks
        return [found for (found,) in cursor.fetchall()]


def _allow_trigrams(database: Any, cursor: Any) -> None:
    cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")
    if cursor.fetchone()[0]:
        return
    try:
        with transaction.atomic():
            cursor.execute("CREATE EXTENSION pg_trgm")
    except (ProgrammingError, NotSupportedError) as refused:
        raise NoTrigrams(NO_TRIGRAMS % database.settings_dict["NAME"]) from refused
