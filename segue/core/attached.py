"""How do files come onto an item beside those that it has? Unlike a form, this says nothing about the others."""

from collections.abc import Iterable

from django.db import transaction

from segue.core import records
from segue.core.models import Item, User
from segue.core.parts import FILES, File


def add(item: Item, files: Iterable[File], *, actor: User) -> Item:
    """Add files to an item and return it; what others add at the same moment stays.

    Raises Forbidden, or ValidationError under "files"; Item.DoesNotExist for what lies in the recycle bin.
    """
    with transaction.atomic():
        present = records.alive(item)  # locked, so that the files there are those that stay
        return records.change(present, {}, parts={"files": (*FILES.read(present), *files)}, actor=actor)
