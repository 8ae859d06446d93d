"""How do the pictures in a rich text come along? The copy shows the new item's own attachments (domain.md 4.9)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from segue.core.models import Item
from segue.core.parts import FILES, File

SHOWN = re.compile(r"(\]\(<?/files/)(\d+)(?=/)")  # how Markdown shows, or links to, an attachment


def shown_in(values: Mapping[str, Any], files: Iterable[File]) -> tuple[File, ...]:
    """List those files of the source that a text among these values shows."""
    ids = {pk for text in _texts(values).values() for _before, pk in SHOWN.findall(text)}
    return tuple(file for file in files if str(file.id) in ids) if ids else ()


def make_own(item: Item, values: Mapping[str, Any], files: Iterable[File]) -> None:
    """Let the texts of an item that was just made show its own copies of these files of its source.

    Its attachments have ids only now, so this is still part of making it: no version, no entry.
    """
    texts = _texts(values)
    if not texts:
        return
    own = {_same(file): file.id for file in FILES.read(item)}
    ids = {str(file.id): str(own[_same(file)]) for file in files if _same(file) in own}
    for name, text in texts.items():
        setattr(item, name, _pointed_to(text, ids))
    item.save(update_fields=list(texts))


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: text for name, text in values.items() if isinstance(text, str) and SHOWN.search(text)}


def _pointed_to(text: str, ids: Mapping[str, str]) -> str:
    return SHOWN.sub(lambda found: found[1] + ids.get(found[2], found[2]), text)


def _same(file: File) -> tuple[Any, ...]:
    """What a file and its copy have in common."""
    return file.blob_id, file.name, file.added_by_id, file.added_at
