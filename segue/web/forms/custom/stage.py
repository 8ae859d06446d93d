"""What does a stage ask for that is still blank, when somebody moves an item there?"""

import copy
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from segue.core.models import Item, Stage, User
from segue.web.forms.columns import Draft
from segue.web.forms.custom.form import CustomFields
from segue.web.forms.custom.shared import marks


class StageFields:
    """The fields that come with a move to a stage: none at first, then those for lack of which it was refused."""

    def __init__(
        self,
        item: Item,
        stage: Stage,
        data: QueryDict,
        files: "MultiValueDict[str, UploadedFile[bytes]]",
        *,
        reader: User,
    ) -> None:
        self.stage, self.data, self.files, self.reader = stage, data, files, reader
        self.item = copy.copy(item)
        self.item.stage = stage  # so that what the stage requires is marked so
        self.fields = self._read(marks(data))

    def check(self) -> bool:
        """Judge what was typed."""
        self.fields.check()
        return not self.fields.has_errors

    def lack(self, refused: ValidationError) -> bool:
        """Ask for what a refused move lacked as well; False if it was refused for something else."""
        messages = refused.message_dict if hasattr(refused, "error_dict") else {}
        self.fields = self._read({*self.fields, *messages})
        for code in self.fields:
            self.fields[code].errors += messages.get(code, [])
        return self.fields.has_errors

    def _read(self, codes: Collection[str]) -> CustomFields:
        fields = CustomFields(Draft(self.item, self.reader), self.data, only=codes)
        fields.upload(self.files)
        return fields
