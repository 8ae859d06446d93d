"""The kind whose values are files: which does an item hold under a field, which may it take, how are they stored?

A value that is given is a tuple of `File`, new ones without an id; what is stored is the id of the attachment. Between
the two, `take_out` and `write` stand around the writing of the item.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core.files import MEGABYTE, PICTURES
from segue.core.models import Attachment, Blob, CustomField, Item
from segue.core.parts import LONGEST_NAME, File

from .kind import Kind, Setting, Typed, Value, chosen, no_value

KIND = "file"
MOST_FILES = 100
LARGEST_ID = 2**63 - 1
LIVE = ("html", "htm", "xhtml", "xht", "shtml", "mht", "mhtml", "svg", "svgz", "xml", "xsl", "xslt", "js", "mjs")
NO_PREVIEW, SMALL, MEDIUM, LARGE = "none", "small", "medium", "large"
PREVIEWS = (
    (NO_PREVIEW, gettext_lazy("No preview")),
    (SMALL, gettext_lazy("Small")),
    (MEDIUM, gettext_lazy("Medium")),
    (LARGE, gettext_lazy("Large")),
)
PREVIEWED = 3 * MEGABYTE  # a larger picture is only named: it travels whole
Files = tuple[File, ...]


def held(item: Item, field: CustomField) -> Files:
    """Return the files an item holds under a field, as they came; no query where it holds none."""
    return _present(item, field) if item.custom.get(field.code) is not None else ()


def held_by(item: Item, fields: Iterable[CustomField]) -> dict[int, Files]:
    """Return the files an item holds, by the id of their field; one query, none where it holds none."""
    wanted = [field.pk for field in fields if field.kind == KIND and item.custom.get(field.code) is not None]
    if not wanted:
        return {}
    rows = Attachment.objects.filter(item_id=item.pk, field_id__in=wanted).order_by("pk")
    found: dict[Any, Files] = {}
    for row in rows:
        file = File(row.blob_id, row.name, row.added_by_id, row.added_at, row.pk)
        found[row.field_id] = (*found.get(row.field_id, ()), file)
    return found


def _present(item: Item, field: CustomField) -> Files:
    rows = Attachment.objects.filter(item_id=item.pk, field_id=field.pk).order_by("pk")
    return tuple(File(**row) for row in rows.values("blob_id", "name", "added_by_id", "added_at", "id"))


def copies(files: Iterable[File]) -> Files:
    """Return files for another item or field, which gets attachments of its own; no bytes move."""
    return tuple(replace(file, id=None) for file in files)


def is_other(given: Any, stored: Value) -> bool:
    """Say whether files that are given are others than those whose ids are stored."""
    if not isinstance(given, File | tuple | list) and given is not None:
        return True
    files = [getattr(file, "id", None) for file in ([given] if isinstance(given, File) else given or ())]
    ids = stored if isinstance(stored, list) else [] if stored is None else [stored]
    return None in files or set(files) != set(ids)


def clean(field: CustomField, given: Any) -> Files | None:
    """Return files as `write` takes them, None of none; raises ValidationError. One query where one of them is new."""
    files = _as_files(given)
    if len(files) > 1 and not field.multiple:
        raise ValidationError(_("Only one file can be kept here."))
    if len(files) > MOST_FILES:
        raise ValidationError(_("At most %(limit)d files.") % {"limit": MOST_FILES})
    wrong = [message for file in files for message in _wrong_name(field, file)]
    wrong += _wrong_sizes(field, [file for file in files if file.id is None])
    if wrong:
        raise ValidationError([field.error_text] if field.error_text else list(dict.fromkeys(wrong)))
    return files or None


def take_out(item: Item) -> dict[str, Files]:
    """Take files that are to be written out of the values of an item, by code."""
    files = {code: value for code, value in item.custom.items() if isinstance(value, tuple)}
    item.custom = {code: value for code, value in item.custom.items() if code not in files}
    return files


def write_new(item: Item, fields: Mapping[str, CustomField], files: Mapping[str, Files]) -> None:
    """Write the files of an item that was stored just now without them."""
    if files:
        write(item, fields, files, files)
        Item.objects.filter(pk=item.pk).update(custom=item.custom)


def write(item: Item, fields: Mapping[str, CustomField], codes: Iterable[str], files: Mapping[str, Files]) -> None:
    """Make the attachments of an item under the fields of these codes exactly these, and set their ids as values.

    Raises ValidationError by code where a file that should be kept is gone.
    """
    for field in (fields[code] for code in codes if fields[code].kind == KIND):
        if ids := _write_one(item, field, files.get(field.code, ())):
            item.custom = {**item.custom, field.code: ids if field.multiple else ids[0]}


def extensions(field: CustomField) -> tuple[str, ...]:
    """Return which endings of names a field takes, in small letters; none for any that a browser would not run."""
    return tuple(str(chosen(field, "extensions") or "").replace(",", " ").replace(".", " ").lower().split())


def preview(field: CustomField, media_type: str, size: int) -> str:
    """Say how large a stored file is shown beside its name: one of PREVIEWS."""
    is_shown = media_type in PICTURES and size <= PREVIEWED
    return str(chosen(field, "preview") or MEDIUM) if is_shown else NO_PREVIEW


def _as_files(given: Any) -> Files:
    files = (given,) if isinstance(given, File) else tuple(given) if isinstance(given, list | tuple) else None
    if given is None:
        return ()
    if files is None or not all(isinstance(file, File) for file in files):
        raise no_value()
    return files


def _wrong_name(field: CustomField, file: File) -> list[str]:
    """Say what is wrong with the name of a new file; one that is kept was judged when it came."""
    if file.id is not None:
        return []
    if not file.name.strip() or len(file.name) > LONGEST_NAME:
        return [_("A file needs a name of at most 255 characters.")]
    ending, taken = PurePosixPath(f"_{file.name.strip()}").suffix[1:].lower(), extensions(field)
    if taken and ending not in taken:
        listed = ", ".join(taken)
        return [_("“%(name)s” is none of the kinds taken here: %(listed)s.") % {"name": file.name, "listed": listed}]
    if not taken and ending in LIVE:
        return [_("“%(name)s” could run in a browser, so it is not taken here.") % {"name": file.name}]
    return []


def _wrong_sizes(field: CustomField, new: list[File]) -> list[str]:
    if not new:
        return []
    sizes = dict(Blob.objects.filter(pk__in={file.blob_id for file in new}).values_list("pk", "size"))
    if any(file.blob_id not in sizes for file in new):
        return [_("What is named here no longer exists.")]
    largest = chosen(field, "largest")
    message = _("“%(name)s” is larger than %(limit)s MB.")
    too_large = [file for file in new if largest and sizes[file.blob_id] > largest * MEGABYTE]
    empty = [_("“%(name)s” is empty.") % {"name": file.name} for file in new if not sizes[file.blob_id]]
    return empty + [message % {"name": file.name, "limit": largest} for file in too_large]


def _write_one(item: Item, field: CustomField, files: Files) -> list[int]:
    """Make the attachments of one field exactly these, and return their ids."""
    present = {file.id for file in _present(item, field)}
    kept = {file.id for file in files if file.id is not None}
    if not kept <= present:
        raise ValidationError({field.code: [_("What is named here no longer exists.")]})
    if len(kept) < len(present):
        Attachment.objects.filter(item_id=item.pk, field_id=field.pk).exclude(pk__in=kept).delete()
    made = Attachment.objects.bulk_create(_row(item, field, file) for file in files if file.id is None)
    return [*sorted(kept), *(row.pk for row in made)]


def _row(item: Item, field: CustomField, file: File) -> Attachment:
    return Attachment(
        item_id=item.pk,
        field_id=field.pk,
        blob_id=file.blob_id,
        name=file.name,
        added_by_id=file.added_by_id,
        added_at=file.added_at,
    )


def _read(_field: CustomField, typed: Typed) -> Value | None:
    """Nobody types a file."""
    if typed:
        raise no_value()
    return None


def _check(_field: CustomField, value: Value) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST_ID:
        raise no_value()


def _fact(_field: CustomField, value: Value) -> Any:
    if isinstance(value, File):
        return {"id": value.id, "label": value.name}
    return {"id": value, "label": Attachment.objects.filter(pk=value).values_list("name", flat=True).first() or ""}


FILE = Kind(
    code=KIND,
    label=gettext_lazy("File"),
    widget="files",
    read=_read,
    check=_check,
    fact=_fact,
    settings=(
        Setting("extensions", gettext_lazy("Kinds of files, such as pdf, docx"), "text"),
        Setting("largest", gettext_lazy("Largest size in MB"), "whole"),
        Setting("preview", gettext_lazy("Size of pictures"), "choice", MEDIUM, PREVIEWS),
    ),
    column="",
    operators=("blank", "filled"),
)
