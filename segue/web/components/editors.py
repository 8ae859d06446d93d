"""How do the inputs of people and files look? What c-people-picker and c-file-field take."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse

from segue.core.models import User
from segue.core.parts import File


def people(label: str, present: Iterable[User], others: Iterable[User], *, error: str = "") -> dict[str, Any]:
    """People who are chosen, and those who may be."""
    return {
        "legend": label,
        "people": [{"value": each.pk, "name": each.name} for each in present],
        "others": [{"value": each.pk, "label": each.name} for each in others],
        "error": error,
    }


def files(
    label: str, present: Iterable[File], removed: Collection[int], uploaded: Iterable[tuple[str, str]], megabytes: int
) -> dict[str, Any]:
    """Files that are there, whether each shall go, and those uploaded but not saved yet."""
    return {
        "legend": label,
        "files": [
            {"id": file.id, "name": file.name, "href": reverse("file", args=[file.id, file.name]),
             "removed": file.id in removed}
            for file in present
        ],
        "uploaded": [{"token": token, "name": name} for token, name in uploaded],
        "megabytes": megabytes,
    }  # fmt: skip
