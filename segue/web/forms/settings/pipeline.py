"""What may be typed about directories, pipelines and stages?"""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from segue.core import directories, pipelines
from segue.core.models import DirectoryValue, Pipeline, Stage, User
from segue.core.models.pipeline import FAILURE, PROCESS
from segue.web.forms.settings.rows import LabelledForm, OneOf

COLOURS = (
    ("grey", pgettext_lazy("colour", "Grey")),
    ("blue", pgettext_lazy("colour", "Blue")),
    ("cyan", pgettext_lazy("colour", "Cyan")),
    ("teal", pgettext_lazy("colour", "Teal")),
    ("green", pgettext_lazy("colour", "Green")),
    ("lime", pgettext_lazy("colour", "Lime")),
    ("yellow", pgettext_lazy("colour", "Yellow")),
    ("orange", pgettext_lazy("colour", "Orange")),
    ("red", pgettext_lazy("colour", "Red")),
    ("pink", pgettext_lazy("colour", "Pink")),
    ("violet", pgettext_lazy("colour", "Violet")),
    ("brown", pgettext_lazy("colour", "Brown")),
)
# The success stage is there already, and there is only one.
NEW_SEMANTICS = ((PROCESS, gettext_lazy("In progress")), (FAILURE, gettext_lazy("Failure")))


class DirectoryForm(LabelledForm):
    """A value of a directory."""

    def write(self, *, actor: User) -> DirectoryValue:
        """Store the value."""
        return directories.save(self.row, self.labels(), actor=actor)


class PipelineForm(LabelledForm):
    """A pipeline of deals."""

    is_default = forms.BooleanField(label=gettext_lazy("New deals start here"), required=False)

    def adjust(self) -> None:
        """A new pipeline becomes the default later; the default changes by choosing another."""
        if self.is_new or self.row.is_default:
            del self.fields["is_default"]

    def write(self, *, actor: User) -> Pipeline:
        """Store the pipeline; a new one starts with a copy of General's stages."""
        if self.is_new:
            return pipelines.add(self.row.item_type, self.labels(), actor=actor)
        chosen = self.cleaned_data.get("is_default", False)
        return pipelines.change(self.row, self.labels(), is_default=chosen, actor=actor)


class StageForm(LabelledForm):
    """A stage; what it means is chosen once."""

    semantics = OneOf(
        label=gettext_lazy("Meaning"),
        choices=NEW_SEMANTICS,
        help_text=gettext_lazy("Cannot be changed later."),
    )
    colour = OneOf(label=gettext_lazy("Colour"), choices=COLOURS)
    is_analysis = forms.BooleanField(
        label=gettext_lazy("Look into why it failed"),
        required=False,
        help_text=gettext_lazy("Marks a failure whose cause is still to be found."),
    )

    def adjust(self) -> None:
        """Meaning only for new stages, the mark only for failures."""
        if not self.is_new:
            del self.fields["semantics"]
            if self.row.semantics != FAILURE:
                del self.fields["is_analysis"]

    def clean(self) -> dict[str, Any]:
        """Refuse the mark of failures elsewhere."""
        cleaned = super().clean()
        if cleaned.get("is_analysis") and cleaned.get("semantics", FAILURE) != FAILURE:
            self.add_error("is_analysis", _("Only a failure can have this mark."))
        return cleaned

    def write(self, *, actor: User) -> Stage:
        """Store the stage."""
        names = ("semantics", "colour", "is_analysis")
        values = {"labels": self.labels()} | {name: self.cleaned_data[name] for name in names if name in self.fields}
        if self.is_new:
            return pipelines.add_stage(self.row.pipeline, values, actor=actor)
        return pipelines.change_stage(self.row, values, actor=actor)
