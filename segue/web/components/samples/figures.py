"""How do drawn numbers look, with long labels, large amounts and empty columns?"""

from decimal import Decimal
from typing import Any

from segue.web.components import charts
from segue.web.components.charts import Bar

MONTHS = (("Earlier", 140_000, 90_000), ("Nov", 1_234_567, 52_000), ("Dec", 44_000, 35_000), ("Jan", 0, 0))


def drawn() -> dict[str, Any]:
    """Columns with a part of each filled, and their table."""
    bars = [
        Bar(label, Decimal(whole), f"{label}: {whole:,} EUR", "#figures" if whole else "", Decimal(part))
        for label, whole, part in MONTHS
    ]
    rows = [
        {"label": label, "cells": [{"text": f"{number:,} EUR", "href": "#figures"} for number in numbers]}
        for label, *numbers in MONTHS
    ]
    return {
        "id": "specimen-figure",
        "title": "Forecast",
        "text": "Open deals by the month of their expected close.",
        "chart": charts.draw(bars, lambda number: f"{number:,f}"),
        "legend": [{"kind": "outer", "label": "Amount"}, {"kind": "inner", "label": "Weighted"}],
        "columns": ["Month", "Amount", "Weighted"],
        "rows": rows,
        "folded": False,
    }


DAY = {
    "id": "specimen-due",
    "title": "Invoices due",
    "text": "2 invoices due today or overdue",
    "href": "#figures",
    "rows": [
        {
            "label": "Espresso for the travel lounge",
            "href": "#figures",
            "note": "28 Oct 2026",
            "word": "Overdue",
            "is_late": True,
            "amount": "6,465.45 EUR",
        },
        {"label": "Beans", "href": "#figures", "note": "27 Nov 2026", "word": "Today", "amount": "¥ 1,048"},
    ],
}
