"""How is a value written down for history, so that it stays readable when its label has changed or its row is gone?"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from segue.core.models import Item
from segue.core.models.labelled import Labelled

Fact = Any  # what JSON can hold


def of_field(item: Item, name: str) -> Fact:
    """Write down one column's value; a reference keeps its id and the label it has now, in every language."""
    column = item._meta.get_field(name)
    if not isinstance(column, models.ForeignKey):
        return _plain(getattr(item, name))
    if getattr(item, column.attname) is None:
        return None
    other = getattr(item, name)
    return {"id": other.pk, "label": other.labels if isinstance(other, Labelled) else str(other)}


def _plain(value: Any) -> Fact:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
