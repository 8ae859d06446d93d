"""Which pages do the settings have, and how is one of each kind of row added? Tables the tests walk through."""

from typing import Any

from django.test import Client

from segue.core.models import AuditEntry, Currency, DirectoryValue, Pipeline, Stage
from segue.crm.models import Measure, TaxRate

LABELS = {"label_en": "Waiting room", "label_de": "Wartezimmer"}

# Lists of rows: the place in addresses -> what is typed to add one.
NEW_ROWS: dict[str, dict[str, Any]] = {
    "currencies": {"code": "PLN", "nominal": "1", "rate": "0.23"},
    "vat-rates": {"name": "21 %", "rate": "21", "category": "S", "active": "on"},
    "measures": {"code": "356", "unece_code": "hur", "title_en": "Hour", "title_de": "Stunde", "symbol_en": "h"},
    "pipelines": LABELS,
    "directories/source": LABELS,
    "stages/general": LABELS | {"semantics": "process", "colour": "pink"},
}
ROWS: dict[str, Any] = {
    "currencies": Currency, "vat-rates": TaxRate, "measures": Measure, "pipelines": Pipeline,
    "directories/source": DirectoryValue, "stages/general": Stage,
}  # fmt: skip
ORDERED = [place for place in NEW_ROWS if place != "measures"]

# Pages without a row of their own in the address.
READ = (
    "/settings/", "/settings/general/", "/settings/my-companies/", "/settings/my-companies/new/",
    "/settings/numbering/", "/settings/numbering/estimates/", "/settings/currencies/USD/base/", "/products/new/",
    "/settings/people/", "/settings/departments/", "/settings/departments/new/",
    "/settings/custom-fields/", "/settings/custom-fields/deals/", "/settings/custom-fields/new/",
    "/settings/custom-fields/new/?type=deal&kind=list", "/settings/custom-fields/code/?type=deal",
    "/settings/access/", "/settings/access/new/", "/settings/access/compare/",
)  # fmt: skip


def address(place: str, *more: Any) -> str:
    """The address of a list, or of something in it; `stages/general` means the pipeline of that code."""
    kind, _mark, part = place.partition("/")
    if kind == "stages":
        place = f"stages/{Pipeline.objects.get(code=part).pk}"
    return "/".join(["/settings", place, *map(str, more), ""])


def add(client: Client, place: str) -> Any:
    """Add a row through its page, and return it."""
    answer = client.post(address(place, "new"), NEW_ROWS[place])
    assert answer.status_code == 303, answer.content.decode()
    added = AuditEntry.objects.filter(event="setting_added").latest("pk")
    return ROWS[place].objects.get(pk=added.data["id"])


def labels(client: Client, place: str) -> list[str]:
    """What the rows of a list are called, in order."""
    return [entry["label"] for entry in client.get(address(place)).context["entries"]]


def errors(answer: Any) -> dict[str, Any]:
    """What a page says beside its fields; it must have refused."""
    assert answer.status_code == 422
    return dict(answer.context["form"].errors)
