"""Which files does a custom field hold, which are added, which taken away?"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from segue.core.custom_fields import filed
from segue.core.custom_fields.kind import chosen
from segue.core.parts import File
from segue.web.forms import files, ids
from segue.web.forms.custom.inputs import CustomInput, Described

Kept = tuple[str, int, str]  # the signed name an upload comes back under, its blob and its name


class FileInput(CustomInput):
    """Files that are there, each with a box that takes it away, and an upload.

    An upload is kept over a failed save, as those of the item's own files are. Where a field takes one file, a new one
    takes the place of the one that is there.
    """

    template = "components/custom_inputs/file.html"
    grouped = True
    has_lines = False

    def __init__(self, *args: Any) -> None:
        self.present, self.removed, self.uploaded = filed.Files(), set[int](), list[Kept]()
        super().__init__(*args)
        self.is_as_shown = not self.removed and not self.uploaded

    def write(self, value: Any) -> str:
        """What is stored shows itself."""
        return str(value)

    def read(self, data: QueryDict) -> list[str]:
        """Begin with those that are stored, without the ticked ones, and those uploaded before."""
        stored = set(self.shared.stored(self.field))
        self.removed = {pk for pk in ids.parse_all(data.getlist(f"{self.code}-remove")) if pk in stored}
        for token in data.getlist(f"{self.code}-uploaded"):
            if (file := files.read(token, self.shared.draft.reader)) is not None:
                self.uploaded.append((token, *file))
        return [str(pk) for pk in stored - self.removed] + [token for token, _blob, _name in self.uploaded]

    def upload(self, sent: "Iterable[UploadedFile[bytes]]") -> None:
        """Keep what was uploaded with this request, as far as the field takes it."""
        for each in sent:
            try:
                kept = files.keep(each, self.shared.draft.reader)
                filed.clean(self.field, self._new(kept))
            except ValidationError as refused:
                self.errors += refused.messages
                continue
            self.uploaded = [*self.uploaded, kept] if self.field.multiple else [kept]
            self.is_as_shown = False

    def value(self) -> Any:
        """Return the files that are kept and added; raises ValidationError."""
        return self.stored if self.is_as_shown else filed.clean(self.field, self.files)

    @property
    def files(self) -> filed.Files:
        """The files that are kept and added."""
        kept = tuple(file for file in self._present if file.id not in self.removed)
        added = tuple(file for each in self.uploaded for file in self._new(each))
        return kept + added if self.field.multiple else (kept + added)[-1:]

    def words(self) -> list[str]:
        """Name the files."""
        return [file.name for file in self.files]

    def describe(self) -> Described:
        """List the files, and say which may be added."""
        endings, most = filed.extensions(self.field), self.shared.draft.chosen.upload_megabytes
        return {
            "files": [
                {"id": file.id, "name": file.name, "href": reverse("file", args=[file.id, file.name]),
                 "removed": file.id in self.removed}
                for file in self._present
            ],
            "uploaded": [{"token": token, "name": name} for token, _blob, name in self.uploaded],
            "several": self.field.multiple,
            "accept": ",".join(f".{ending}" for ending in endings),
            "endings": ", ".join(endings),
            "megabytes": min(chosen(self.field, "largest") or most, most),
        }  # fmt: skip

    @property
    def _present(self) -> filed.Files:
        if self.stored is not None and not self.present:
            self.present = self.shared.files.get(self.field.pk, ())
        return self.present

    def _new(self, kept: Kept) -> filed.Files:
        _token, blob, name = kept
        return (File(blob, name, self.shared.draft.reader.pk, timezone.now()),)
