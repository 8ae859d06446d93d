"""A great many deals with ten custom fields each, written by the database itself."""

from django.db import connection, transaction

from segue.core.custom_fields import changes, definitions
from segue.core.custom_fields.definitions import Fields
from segue.core.models import CustomFieldOption, Item, User
from tests import builders

OPTIONS = 12
BATCH = 100_000
# Code, kind, whether it takes several values, and how SQL writes the JSON of deal n. The primes scatter the values.
FIELDS = (
    ("BUDGET", "double", False, "(n * 7919 % 1000003)"),
    ("SEATS", "integer", False, "(n * 104729 % 500)"),
    ("REGION", "list", False, "({first_of_REGION} + n * 31 % 12)"),
    ("CONTRACT", "string", False, """'"C-' || (n * 15485863 % 1000003) || '"'"""),
    ("RENEWAL", "date", False, """'"202' || (n % 10) || '-0' || (1 + n * 37 % 9) || '-' || (10 + n % 19) || '"'"""),
    ("COST", "money", False, """'{{"amount": ' || (n * 6421 % 100003) || ', "currency": "EUR"}}'"""),
    ("SIGNED", "boolean", False, "CASE WHEN n % 4 = 0 THEN 'true' ELSE 'false' END"),
    ("MANAGER", "employee", False, "({owner} + 0 * n)"),
    ("TOPICS", "list", True, "'[' || ({first_of_TOPICS} + n % 6) || ', ' || ({first_of_TOPICS} + 6 + n % 6) || ']'"),
    ("NOTE", "string", False, """'"Note ' || (n * 49979687 % 99991) || '"'"""),
)  # fmt: skip


def seed(rows: int, owner: User, other: User) -> Fields:
    """Write the fields and the deals. Every seventh deal has no budget, every tenth is another person's."""
    for code, kind, multiple, _sql in FIELDS:
        _field(code, kind, multiple)
    fields, first = definitions.of_type("deal"), builders.deal(owner)
    names = {f"first_of_{code}": next(iter(fields[code].offered)) for code in ("REGION", "TOPICS")}
    custom = _json({code: sql.format(**names, owner=owner.pk) for code, _kind, _multiple, sql in FIELDS})
    for start in range(1, rows + 1, BATCH):
        _insert(first, start, min(start + BATCH - 1, rows), custom, (owner.pk, other.pk))
    first.delete()
    return fields


def _field(code: str, kind: str, multiple: bool) -> None:
    field = changes.new("deal", kind, multiple=multiple, code=code)
    field.labels = {"en": code.title()}
    field.save()
    if kind == "list":
        CustomFieldOption.objects.bulk_create(
            CustomFieldOption(field=field, text=f"{code.title()} {number}", sort=number) for number in range(OPTIONS)
        )


def _json(values: dict[str, str]) -> str:
    """Return SQL for the JSON of one deal."""
    budget = f"""CASE WHEN n % 7 = 0 THEN '' ELSE '"BUDGET": ' || {values.pop("BUDGET")} || ', ' END"""
    others = " || ', ' || ".join(f"""'"{code}": ' || {sql}""" for code, sql in values.items())
    return f"'{{' || {budget} || {others} || '}}'"


def _insert(first: Item, start: int, end: int, custom: str, people: tuple[int, int]) -> None:
    sqlite = connection.vendor == "sqlite"
    moment = "(n * 7919 % 30000000)"
    changed = {
        "title": "'Deal ' || n",
        "search_text": "'deal ' || n",
        "owner_id": f"CASE WHEN n % 10 = 0 THEN {people[1]} ELSE {people[0]} END",
        "custom": custom if sqlite else f"({custom})::jsonb",
        "last_activity_at": f"strftime('%Y-%m-%d %H:%M:%S', '2025-01-01', '+' || {moment} || ' seconds')"
        if sqlite
        else f"'2025-01-01'::timestamptz + {moment} * interval '1 second'",
    }
    columns = [column.column for column in Item._meta.concrete_fields if column.column != "id"]
    values = [changed.get(str(column), f'"{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    numbers = (
        f"(WITH RECURSIVE s(n) AS (SELECT {start} UNION ALL SELECT n + 1 FROM s WHERE n < {end}) SELECT n FROM s)"
        if sqlite
        else f"(SELECT generate_series({start}::bigint, {end}) AS n)"
    )
    source = f"{numbers} s, core_item WHERE core_item.id = {first.pk}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO core_item ({names}) SELECT {', '.join(values)} FROM {source}")
