"""Does each kind compare with each of its operators as people mean it, with one value and with several?"""

from decimal import Decimal
from typing import Any

import pytest

from segue.core.custom_fields import changes, kinds, query
from segue.core.custom_fields.expressions import CODE
from segue.core.models import CustomField, Item, User
from tests import builders

A, B, C = "2026-01-31", "2026-02-28", "2026-03-31"
MOMENTS = ("2026-01-31T08:00:00Z", "2026-02-28T08:00:00Z", "2026-03-31T08:00:00Z")
# Three stored values of each kind, in their order; a fourth item is blank. Money, ids and numbers are asked as numbers.
STORED: dict[str, tuple[Any, ...]] = {
    "string": ("Apple pie", "Banana", "Cherry"),
    "url": ("https://a.example", "https://b.example", "https://c.example"),
    "integer": (2, 10, 100),
    "double": (Decimal("0.1"), Decimal("2.25"), 10),
    "date": (A, B, C),
    "datetime": MOMENTS,
    "money": tuple({"amount": amount, "currency": "EUR"} for amount in (Decimal("9.99"), 20, 100)),
    "list": (7, 8, 9),
    "employee": (7, 8, 9),
    "crm": (7, 8, 9),
    "directory": ("CALL", "EMAIL", "WEB"),
}
# What is asked, by place, and which places it finds; 3 is the blank item.
ASKED: dict[str, tuple[tuple[int, ...], set[int]]] = {
    "is": ((1,), {1}),
    "is_not": ((1,), {0, 2, 3}),
    "at_least": ((1,), {1, 2}),
    "at_most": ((1,), {0, 1}),
    "between": ((0, 1), {0, 1}),
    "among": ((0, 2), {0, 2}),
    "blank": ((), {3}),
    "filled": ((), {0, 1, 2}),
}
TABLE = [(kind, operator) for kind in STORED for operator in kinds.of(kind).operators if operator in ASKED]


def field(kind: str, *, multiple: bool = False) -> CustomField:
    made = changes.new("deal", kind, multiple=multiple, code="K")
    made.labels = {"en": "K"}
    made.save()
    return made


def items(actor: User, values: tuple[Any, ...], *, multiple: bool = False) -> list[Item]:
    """Deals that hold these values, the last one none, and a contact that holds something else under the code."""
    made = [builders.deal(actor) for _ in range(len(values) + 1)]
    for item, value in zip(made, values, strict=False):
        item.custom = {"K": [value] if multiple else value}
    other = builders.contact(actor)
    other.custom = {"K": "of another type"}
    Item.objects.bulk_update([*made, other], ["custom"])
    return made


def asked(value: Any) -> Any:
    return Decimal(str(value["amount"])) if isinstance(value, dict) else value


def found(of: CustomField, operator: str, values: list[Any], made: list[Item], *, aside: bool = False) -> set[int]:
    condition = query.condition(of, operator, values, aside=aside)
    pks = set(Item.objects.of_type("deal").filter(condition).values_list("pk", flat=True))
    return {at for at, item in enumerate(made) if item.pk in pks}


@pytest.mark.parametrize("multiple", [False, True])
@pytest.mark.parametrize(("kind", "operator"), TABLE)
def test_an_operator_finds_what_it_says(alice: User, kind: str, operator: str, multiple: bool) -> None:
    of, made = field(kind, multiple=multiple), items(alice, STORED[kind], multiple=multiple)
    places, wanted = ASKED[operator]
    values = [asked(STORED[kind][place]) for place in places]
    assert found(of, operator, values, made) == found(of, operator, values, made, aside=True) == wanted


PARTS: list[tuple[str, str, set[int]]] = [
    ("contains", "A", {0, 1}),
    ("starts", "X://a", {0}),
    ("contains", "%", set()),
    ("contains", "_", set()),
]


@pytest.mark.parametrize("multiple", [False, True])
@pytest.mark.parametrize("kind", ["string", "url"])
def test_texts_are_found_by_a_part_of_them(alice: User, kind: str, multiple: bool) -> None:
    of, made = field(kind, multiple=multiple), items(alice, ("x://Apple", "x://banana"), multiple=multiple)
    for operator, text, wanted in PARTS:
        assert found(of, operator, [text], made) == wanted, (operator, text)


@pytest.mark.parametrize(("asked_for", "wanted"), [(True, {0}), (False, {1, 2})])
def test_a_switch_that_nobody_touched_is_off(alice: User, asked_for: bool, wanted: set[int]) -> None:
    of, made = field("boolean"), items(alice, (True, False))
    assert found(of, "is", [asked_for], made) == wanted


@pytest.mark.parametrize("kind", ["address", "file"])
def test_what_does_not_compare_is_there_or_not(alice: User, kind: str) -> None:
    of, made = field(kind), items(alice, ({"city": "Bonn"} if kind == "address" else 7,))
    assert (found(of, "blank", [], made), found(of, "filled", [], made)) == ({1}, {0})


def test_several_values_are_met_by_any_of_them(alice: User) -> None:
    of, made = field("list", multiple=True), items(alice, ([7, 8], [9]))
    Item.objects.filter(pk=made[0].pk).update(custom={"K": [7, 8]})
    Item.objects.filter(pk=made[1].pk).update(custom={"K": [9]})
    assert (found(of, "is", [8], made), found(of, "is_not", [8], made)) == ({0}, {1, 2})
    assert found(of, "among", [8, 9], made) == {0, 1}


def test_long_texts_are_told_apart_by_all_of_them(alice: User) -> None:
    start = "x" * 300
    of, made = field("string"), items(alice, (f"{start}a", f"{start}b", start[:200]))
    assert found(of, "is", [f"{start}b"], made) == {1}
    assert found(of, "is", [start[:200]], made) == {2}
    assert found(of, "is", [start[:199]], made) == set()


@pytest.mark.parametrize(
    "text", ["it's", "'; DROP TABLE core_item; --", "\\'", "%s", "100 %", "%%", "{c}", '"', "ä€😀", "\\"]
)
def test_any_text_can_be_asked_for(alice: User, text: str) -> None:
    of, made = field("string"), items(alice, (text, f"{text}{text}"))
    assert found(of, "is", [text], made) == {0}
    assert found(of, "starts", [f"{text}{text}"], made) == {1}


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_what_a_kind_does_not_do_is_refused(db: None, kind: str) -> None:
    missing = {"is", "contains", "at_least", "among", "drop table"} - set(kinds.of(kind).operators)
    for operator in missing:
        with pytest.raises(query.Unfit):
            query.condition(field_of(kind), operator, [1])


def field_of(kind: str) -> CustomField:
    return CustomField(item_type="deal", code="K", kind=kind)


@pytest.mark.parametrize(("operator", "values"), [("is", []), ("is", [1, 2]), ("between", [1]), ("blank", [1])])
def test_each_operator_takes_its_number_of_values(operator: str, values: list[int]) -> None:
    with pytest.raises(query.Unfit):
        query.condition(field_of("integer"), operator, values)


@pytest.mark.parametrize("code", ["k", "K'", "K\n", "", "K" * 44, "Ä"])
def test_a_code_of_another_form_never_stands_in_sql(code: str) -> None:
    assert not CODE.fullmatch(code)
    of = CustomField(item_type="deal", code=code, kind="integer")
    with pytest.raises(ValueError):  # noqa: PT011  its message is the code
        str(Item.objects.filter(query.condition(of, "blank")).query)


def test_every_operator_of_every_kind_is_tried() -> None:
    tried = set(ASKED) | {"contains", "starts"}
    assert {operator for kind in kinds.KINDS.values() for operator in kind.operators} == tried
