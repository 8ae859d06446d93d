"""A business of many items, written by the database itself: who works there, what came in and what came of it.

Of N items two fifths are leads, a quarter deals, a tenth each estimates, invoices and contacts, the rest companies.
Every deal came of a lead, every estimate of a deal, every invoice of an estimate, and most have a client; they lie
in the last three years, and most are closed. 40,000 people share them, half of them in departments of a hundred.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from segue.core.models import Binding, Department, Item, Stage, StageChange, User
from segue.core.models.activity import Activity
from segue.crm.models import Client, ContactPoint
from tests import builders

PEOPLE, DEPARTMENTS = 40_000, 400
BATCH = 100_000
SHARES = {"lead": 40, "deal": 25, "estimate": 10, "invoice": 10, "contact": 10, "company": 5}  # of a hundred
SOURCES = {"deal": "lead", "estimate": "deal", "invoice": "estimate"}
DONE = {"lead": "CONVERTED", "deal": "WON", "estimate": "APPROVED", "invoice": "P"}
LOST = {"lead": "JUNK", "deal": "LOSE", "estimate": "DECLAINED", "invoice": "D"}
DAYS = 1_095
NAMES = ("Brandt", "Weber", "Keller", "Hoffmann", "Larsen", "Moreau", "Rossi", "Novak", "Svensson", "Okafor")
THINGS = ("website", "espresso bar", "delivery", "maintenance", "training", "relaunch", "workshop")


@dataclass
class Business:
    """What was written: by type the id of the first item and how many there are; who reads it."""

    seller: User
    chief: User
    first: dict[str, int] = field(default_factory=dict)
    count: dict[str, int] = field(default_factory=dict)


def seed(items: int) -> Business:
    """Write a business of so many items into an empty database."""
    sales = Department.objects.create(name="Sales")
    seller = builders.person("Alice", department=sales)
    chief = builders.person("Dana", department=sales, is_admin=True)
    _people(sales)
    made = Business(seller, chief)
    for code, share in SHARES.items():
        _items(made, code, items * share // 100)
    for target, source in SOURCES.items():
        _links(made, target, source)
    _clients(made)
    _stays(made)
    _reached(made)
    _activities(made)
    _learn()
    return made


def _people(sales: Department) -> None:
    now = timezone.now()
    departments = [sales, *(Department(name=f"Team {number}") for number in range(1, DEPARTMENTS))]
    Department.objects.bulk_create(departments[1:])
    people = [
        User(email=f"p{number}@segue.test", name=f"{NAMES[number % 10]} {number}", password="!", created_at=now)  # noqa: S106
        for number in range(PEOPLE)
    ]
    User.objects.bulk_create(people, batch_size=5_000)
    members = User.departments.through
    members.objects.bulk_create(
        [
            members(user=person, department=departments[number % DEPARTMENTS])
            for number, person in enumerate(people)
            if number % 2 == 0
        ],
        batch_size=5_000,
    )


def _items(made: Business, code: str, count: int) -> None:
    """Copy one item of the type, each time with other columns; every fiftieth is the seller's."""
    pattern = builders.MAKERS[code](made.chief)
    after = _last("core_item")
    made.first[code], made.count[code] = after + 1, count
    _copy(Item, pattern.pk, count, {"id": f"{after} + n"} | _named(code) | _owned(made) | _standing(code))
    child = pattern._meta.db_table
    columns = [field.column for field in pattern._meta.local_fields if field.column != "item_ptr_id"]
    names = "".join(f', "{column}"' for column in columns)
    values = "".join(f', p."{column}"' for column in columns)
    _run(
        f"INSERT INTO {child} (item_ptr_id{names}) SELECT i.id{values}"
        f" FROM core_item i, {child} p WHERE i.id > {after} AND p.item_ptr_id = {pattern.pk}"
    )
    Item.objects.filter(pk=pattern.pk).update(deleted_at=timezone.now(), deleted_by=made.chief)


def _named(code: str) -> dict[str, str]:
    name, thing = _chosen(NAMES, "n * 7"), _chosen(THINGS, "n * 11")
    return {
        "title": f"{name} || ' {code} ' || {thing} || ' ' || n",
        "search_text": f"lower({name}) || ' {code} ' || {thing} || ' ' || n",
        "name_key": f"lower({name}) || ' ' || n" if code in {"contact", "company"} else "''",
        "number": f"'{code[0].upper()}-' || n" if code in {"estimate", "invoice"} else "''",
        "amount": "100 + n * 37 % 9900",
        "base_amount": "100 + n * 37 % 9900",
    }


def _owned(made: Business) -> dict[str, str]:
    others = User.objects.exclude(pk__in=(made.seller.pk, made.chief.pk)).order_by("pk")
    first = others.values_list("pk", flat=True)[0]
    return {"owner_id": f"CASE WHEN n % 50 = 0 THEN {made.seller.pk} ELSE {first} + (n * 31 % {PEOPLE}) END"}


def _standing(code: str) -> dict[str, str]:
    """When it was made, where it stands and since when it is closed: two fifths each are won and lost."""
    made_at = f"n * 7919 % {DAYS * 86_400}"
    times = {"created_at": _moment(made_at), "last_activity_at": _moment(made_at)}
    of_type = Stage.objects.filter(pipeline__item_type=code, pipeline__is_default=True)
    stages = {stage.code: stage.pk for stage in of_type.order_by("sort")}
    if not stages:
        return times
    going = list(of_type.filter(semantics="process").order_by("sort").values_list("pk", flat=True))
    at = f"CASE n % {len(going)} {' '.join(f'WHEN {place} THEN {pk}' for place, pk in enumerate(going))} END"
    won, lost = stages[DONE[code]], stages[LOST[code]]
    return times | {
        "stage_id": f"CASE WHEN n % 10 < 4 THEN {won} WHEN n % 10 < 8 THEN {lost} ELSE {at} END",
        "closed_at": f"CASE WHEN n % 10 < 8 THEN {_moment(made_at, later=20)} END",
        "due_on": _day(f"n * 13 % {DAYS + 300}", ahead=300),
    }


def _links(made: Business, target: str, source: str) -> None:
    """Let each item have come from one of the sources, in their order."""
    count, sources = made.count[target], made.count[source]
    now = _literal(timezone.now())
    _run(
        "INSERT INTO core_link (source_id, target_id, kind, created_by_id, created_at)"
        f" SELECT {made.first[source]} + (n - 1) * {sources} / {count}, {made.first[target]} + n - 1, 'bound',"
        f" {made.chief.pk}, {now} FROM {_numbers(1, count)} s"
    )


def _clients(made: Business) -> None:
    """Two of three deals, estimates and invoices are for a company, half for a contact, too or alone."""
    for code in SOURCES:
        for column, own, primary in (("company", "n % 3 <> 0", _false()), ("contact", "n % 2 = 0", _true())):
            client = f"{made.first[column]} + n / 2 * 7919 % {made.count[column]}"
            _run(
                f"INSERT INTO {Client._meta.db_table} (item_id, {column}_id, sort, is_primary)"
                f" SELECT {made.first[code] - 1} + n, {client}, 10, {primary}"
                f" FROM {_numbers(1, made.count[code])} s WHERE {own}"
            )


def _stays(made: Business) -> None:
    """Write where each item that has stages began and where it stands."""
    first = {
        code: Stage.objects.filter(pipeline__item_type=code, pipeline__is_default=True).order_by("sort")[0].pk
        for code in DONE
    }
    table = StageChange._meta.db_table
    for code, stage in first.items():
        end = made.first[code] + made.count[code]
        where = f"i.id >= {made.first[code]} AND i.id < {end}"
        columns = "item_id, event, pipeline_id, stage_id, semantics, actor_id, at, left_at"
        _run(
            f"INSERT INTO {table} ({columns}) SELECT i.id, 1, i.pipeline_id, {stage}, 'process', i.owner_id,"
            f" i.created_at, i.last_activity_at FROM core_item i WHERE {where}"
        )
        _run(
            f"INSERT INTO {table} ({columns}) SELECT i.id, 2, i.pipeline_id, i.stage_id, s.semantics, i.owner_id,"
            f" i.last_activity_at, NULL FROM core_item i JOIN core_stage s ON s.id = i.stage_id WHERE {where}"
        )


def _reached(made: Business) -> None:
    """Give each contact and company an e-mail."""
    for code in ("contact", "company"):
        _run(
            f"INSERT INTO {ContactPoint._meta.db_table}"
            " (item_id, kind, label, value, e164, match_key, do_not_contact, sort)"
            f" SELECT {made.first[code] - 1} + n, 'EMAIL', 'WORK', 'm' || n || '@{code}.example', '',"
            f" 'm' || n || '@{code}.example', {_false()}, 10 FROM {_numbers(1, made.count[code])} s"
        )


def _activities(made: Business) -> None:
    """Give the seller twenty things to do, and one item in twenty something that others have to do."""
    first, count = made.first["deal"], made.count["deal"]
    pattern = builders.activity(made.chief, Item.objects.get(pk=first))
    after, share = _last("core_activity"), max(20, count // 20)
    _copy(
        Activity,
        pattern.pk,
        share,
        {
            "id": f"{after} + n",
            "deadline": _moment("n * 7919 % 86400"),
            "responsible_id": f"CASE WHEN n <= 20 THEN {made.seller.pk} ELSE {made.chief.pk} END",
        },
    )
    _run(
        f"INSERT INTO {Binding._meta.db_table} (activity_id, item_id, open_at)"
        f" SELECT a.id, {first} + (a.id - {after}) * 20 % {count}, a.deadline FROM core_activity a WHERE a.id > {after}"
    )
    seller = Item.objects.filter(bindings__activity__responsible=made.seller)
    Item.objects.filter(pk__in=list(seller.values_list("pk", flat=True))).update(owner=made.seller)


def _copy(model: type, pk: int, count: int, changed: dict[str, str]) -> None:
    """Write `count` copies of a row, n from 1, with other columns."""
    table = model._meta.db_table  # type: ignore[attr-defined]
    columns = [str(column.column) for column in model._meta.concrete_fields]  # type: ignore[attr-defined]
    values = ", ".join(changed.get(column, f'p."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    for start in range(1, count + 1, BATCH):
        numbers = _numbers(start, min(start + BATCH - 1, count))
        _run(f"INSERT INTO {table} ({names}) SELECT {values} FROM {numbers} s, {table} p WHERE p.id = {pk}")
    if not _is_sqlite():
        _run(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _learn() -> None:
    """Let the database learn how full it is."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if _is_sqlite() else "VACUUM ANALYZE")


def _run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def _last(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {table}")
        return int(cursor.fetchone()[0])


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _numbers(start: int, end: int) -> str:
    if _is_sqlite():
        counted = f"SELECT {start} UNION ALL SELECT n + 1 FROM s WHERE n < {end}"
        return f"(WITH RECURSIVE s(n) AS ({counted}) SELECT n FROM s)"
    return f"(SELECT generate_series({start}::bigint, {end}) AS n)"


def _chosen(words: tuple[str, ...], number: str) -> str:
    whens = " ".join(f"WHEN {at} THEN '{word}'" for at, word in enumerate(words))
    return f"CASE {number} % {len(words)} {whens} END"


def _moment(seconds: str, *, later: int = 0) -> str:
    """SQL for a moment so many seconds ago, and `later` days after that."""
    now = timezone.now() + timedelta(days=later)
    if _is_sqlite():
        return f"strftime('%Y-%m-%d %H:%M:%S', '{now:%Y-%m-%d %H:%M:%S}', '-' || ({seconds}) || ' seconds')"
    return f"{_literal(now)} - ({seconds}) * interval '1 second'"


def _day(days: str, *, ahead: int) -> str:
    last = timezone.now().date() + timedelta(days=ahead)
    if _is_sqlite():
        return f"strftime('%Y-%m-%d', '{last}', '-' || ({days}) || ' days')"
    return f"'{last}'::date - ({days})::int"


def _literal(moment: datetime) -> str:
    return f"'{moment:%Y-%m-%d %H:%M:%S}'" if _is_sqlite() else f"'{moment.isoformat()}'::timestamptz"


def _false() -> str:
    return "0" if _is_sqlite() else "false"


def _true() -> str:
    return "1" if _is_sqlite() else "true"
