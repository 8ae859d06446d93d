"""Which made-up data fills the page of components? Whatever is too long to stand beside its tag."""

from typing import Any

from segue.web.components.samples import (
    access,
    chain,
    custom,
    figures,
    forms,
    listing,
    notices,
    organisation,
    plan,
    rows,
    spots,
    timeline,
)

HUES = ("grey", "blue", "cyan", "teal", "green", "lime", "yellow", "orange", "red", "pink", "violet", "brown")


def everything() -> dict[str, Any]:
    """All samples by the name their template uses."""
    sample = forms.refused()
    return {
        "hues": HUES,
        "entries": {
            "pinned": timeline.PINNED,
            "planned": timeline.PLANNED,
            "days": timeline.DAYS,
            "composer": timeline.COMPOSER,
        },
        "access": {
            "actions": access.ACTIONS,
            "matrix": access.MATRIX,
            "rights": access.RIGHTS,
            "required": access.REQUIRED,
        },
        "columns_of_file": forms.COLUMNS_OF_FILE,
        "told": {"rows": notices.ROWS, "choices": notices.CHOICES},
        "chain": {"nodes": chain.NODES, "drawing": chain.drawn()},
        "plan": plan.PLAN,
        "spots": spots.SPOTS,
        "hits": listing.HITS,
        "list": {
            "columns": listing.COLUMNS,
            "rows": listing.ROWS,
            "lanes": listing.LANES,
            "head": listing.HEAD,
            "many": listing.MANY,
            "preview": listing.PREVIEW,
        },
        "figures": {"drawn": figures.drawn(), "day": figures.DAY},
        "products": rows.PRODUCTS,
        "communications": forms.COMMUNICATIONS,
        "sample": sample,
        "custom_fields": custom.FIELDS,
        "amount": {"amount": sample["amount"], "currency": sample["currency"], "manual": sample["manual"]},
        "billing": forms.Billing(),
        "departments": organisation.DEPARTMENTS,
        "audit": organisation.AUDIT,
    }
