"""How do product rows look, to edit and to read?"""

from typing import Any


def edit(number: int, name: str, quantity: str, price: str, **more: Any) -> dict[str, Any]:
    """A row of the editor with what is usual."""
    usual = {"measure": "h", "discount": "0", "discount_type": "percent", "tax_rate": "19", "errors": {}}
    return usual | {"prefix": f"rows-{number}", "name": name, "quantity": quantity, "price": price} | more


def read(name: str, quantity: str, price: str, total: str, **more: Any) -> dict[str, Any]:
    """A row to read with what is usual."""
    usual = {"measure": "h", "discount": "", "tax": "19 %"}
    return usual | {"name": name, "quantity": quantity, "price": price, "sum": total} | more


EDIT = [
    edit(0, "Concept and design", "12", "120.00", id=1, sum="1,713.60"),
    edit(
        1,
        "Programmierung des mehrsprachigen Produktkatalogs",
        "-3",
        "120.00",
        id=2,
        discount="12.5",
        tax_included=True,
        sum="–",
        errors={"quantity": "The quantity cannot be negative."},
    ),
    edit(
        2,
        "Discount for returning customers",
        "1",
        "-250.00",
        discount="10.00",
        discount_type="amount",
        tax_rate="",
        sum="-1,234,567.89",
    ),
]
READ = [
    read(
        "Concept and design",
        "12",
        "120.00",
        "1,440.00",
        href="#products",
        note="from row 1 of EST-2026-0107",
        note_href="#products",
    ),
    read(
        "Programmierung des mehrsprachigen Produktkatalogs mit Händlerportal",
        "58",
        "120.00",
        "6,090.00",
        discount="12.5 %",
    ),
    read("Returning customer", "1", "-250.00", "-250.00", measure="pcs", tax="0 %"),
]
TOTALS = {
    "before_discount": "8,400.00",
    "discount": "-250.00",
    "net": "8,150.00",
    "taxes": [
        {"label": "7 % of 1,000.00", "amount": "70.00"},
        {"label": "19 % of 7,150.00", "amount": "1,358.50"},
    ],
    "tax": "1,428.50",
    "total": "9,578.50 EUR",
}
YEN = {"net": "¥ 954", "taxes": [{"label": "10 %", "amount": "¥ 94"}], "tax": "¥ 94", "total": "¥ 1,048"}
PRODUCTS = {
    "edit": EDIT,
    "read": READ,
    "headings": {"price": "Price (net)", "sum": "Sum (net)"},
    "totals": TOTALS,
    "yen": YEN,
    "measures": [{"value": "h", "label": "h"}, {"value": "pcs", "label": "pcs"}],
    "rates": [{"value": "", "label": "none"}, {"value": "7", "label": "7 %"}, {"value": "19", "label": "19 %"}],
}
