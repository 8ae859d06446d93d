"""Which files does the item hold, which are added, which taken away?"""

from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone

from segue.core import files
from segue.core.models import User
from segue.core.parts import LONGEST_NAME, File
from segue.web.components import editors
from segue.web.forms import ids
from segue.web.forms.part_input import PartInput

SALT = "segue.uploaded"


class FilesInput(PartInput):
    """Files that are there, each with a box that takes it away, and an upload of several.

    An upload is kept at once, under a signed name that comes back with the form: browsers forget chosen files when a
    form returns with an error, and nobody may name bytes that others uploaded.
    """

    component = "file-field"

    def show(self, value: Iterable[File]) -> None:
        """Begin with those that are stored."""
        self.present, self.removed, self.uploaded = tuple(value), set[int](), list[tuple[str, int, str]]()

    def take(self, data: QueryDict) -> None:
        """Begin with those that are stored, without the ticked ones, and those uploaded before."""
        self.show(self.draft.stored(self.name))
        self.removed = set(ids.parse_all(data.getlist("remove_files")))
        for token in data.getlist("uploaded_files"):
            if (file := read(token, self.draft.reader)) is not None:
                self.uploaded.append((token, *file))

    def upload(self, sent: "Iterable[UploadedFile[bytes]]") -> None:
        """Keep what was uploaded with this request."""
        for each in sent:
            try:
                self.uploaded.append(keep(each, self.draft.reader))
            except ValidationError as refused:
                self.errors += refused.messages

    @property
    def tokens(self) -> list[str]:
        """Return what the form sends for the files that are uploaded and not saved yet."""
        return [token for token, _blob, _name in self.uploaded]

    def peek(self) -> tuple[File, ...]:
        """Return the files that are kept and added."""
        kept = tuple(file for file in self.present if file.id not in self.removed)
        now, reader = timezone.now(), self.draft.reader.pk
        return kept + tuple(File(blob, name, reader, now) for _token, blob, name in self.uploaded)

    @property
    def attributes(self) -> dict[str, Any]:
        """What c-file-field takes."""
        uploaded = [(token, name) for token, _blob, name in self.uploaded]
        return editors.files(self.label, self.present, self.removed, uploaded, self.draft.chosen.upload_megabytes) | {
            "errors": self.errors,
            "focus": self.focus,
            "required": self.is_required,
        }


def keep(sent: "UploadedFile[bytes]", reader: User) -> tuple[str, int, str]:
    """Store an upload, and return the signed name it comes back under, its blob and its name."""
    blob = files.store(sent)
    name = (sent.name or "")[-LONGEST_NAME:]
    return signing.dumps([reader.pk, blob.pk, name], salt=SALT), blob.pk, name


def read(token: str, reader: User) -> tuple[int, str] | None:
    """Return blob and name of an upload of this very person; None when it is not theirs."""
    try:
        owner, blob, name = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return (blob, name) if owner == reader.pk else None
