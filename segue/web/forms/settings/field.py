"""What may be typed about a custom field?"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import item_types
from segue.core.custom_fields import changes, keys, kinds
from segue.core.models import CustomField, CustomFieldOption, Department, User
from segue.crm.conversion.table import EDGES
from segue.web.forms.settings import kind_settings
from segue.web.forms.settings.options import OptionsField
from segue.web.forms.settings.requirement import requirements, stored_requirement, wanted_requirement
from segue.web.forms.settings.rows import LabelledForm, OneOf, Several, both_languages

LONGEST_TEXT = 500
LANGUAGES = ("en", "de")
# Texts in both languages: the column, its inputs, and how these are called.
TEXTS = (
    ("help_texts", "help", {"en": gettext_lazy("Help in English"), "de": gettext_lazy("Help in German")}),
    ("error_texts", "error", {"en": gettext_lazy("Error in English"), "de": gettext_lazy("Error in German")}),
    ("list_labels", "list", {"en": gettext_lazy("Column in English"), "de": gettext_lazy("Column in German")}),
    ("filter_labels", "filter", {"en": gettext_lazy("Filter in English"), "de": gettext_lazy("Filter in German")}),
)
PLAIN = (
    "section", "show_always", "editable", "in_list", "in_filter", "finds_duplicates", "external_id", "not_offered_on"
)  # fmt: skip
SEEN_BY = ("users", "departments")


class FieldForm(LabelledForm):
    """A custom field; item type, kind and whether it takes several values are those it was begun with."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=changes.LONGEST_CODE,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    options = OptionsField(label=gettext_lazy("Options"), required=False)
    section = OneOf(label=gettext_lazy("Section"))
    required = OneOf(label=gettext_lazy("Required"))
    show_always = forms.BooleanField(label=gettext_lazy("Show even when empty"), required=False)
    editable = forms.BooleanField(label=gettext_lazy("Can be edited in forms"), required=False)
    in_list = forms.BooleanField(label=gettext_lazy("Show in lists"), required=False)
    in_filter = forms.BooleanField(label=gettext_lazy("Filter and sort by it"), required=False)
    finds_duplicates = forms.BooleanField(label=gettext_lazy("Find duplicates by this field"), required=False)
    external_id = forms.CharField(label=gettext_lazy("External id"), max_length=255, required=False)
    not_offered_on = forms.MultipleChoiceField(
        label=gettext_lazy("Do not offer it on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    shown_at: ClassVar[Mapping[str, str]] = {
        "labels": "label_en",
        "mandatory": "required",
        "text": "options",
        **{each.name: kind_settings.name(each) for kind in kinds.KINDS.values() for each in kind.settings},
    }

    @property
    def code_help(self) -> str:
        """What becomes of a code that is left blank, with the one that the typed name gives."""
        typed = {language: str(self.data.get(f"label_{language}", "")) for language in LANGUAGES}
        if code := changes.proposed_code(self.row.item_type, typed):
            return _("Left blank, it becomes %(code)s. It cannot be changed later.") % {"code": code}
        return _("Left blank, it is made from the name. It cannot be changed later.")

    @property
    def texts(self) -> dict[str, Any]:
        """Help and errors, seldom needed, as c-form-entry takes them."""
        return self._folded(_("Help and error messages"), "help", "error")

    @property
    def other_names(self) -> dict[str, Any]:
        """What it is called elsewhere, seldom needed, as c-form-entry takes them."""
        return self._folded(_("Other names in lists and filters"), "list", "filter")

    @property
    def kind_entries(self) -> list[dict[str, Any]]:
        """The inputs of the kind's own settings, as c-form-entry takes them."""
        return kind_settings.entries(self, self.row)

    def read(self, row: CustomField) -> dict[str, Any]:
        """Return the columns as the inputs take them."""
        shown = super().read(row) | kind_settings.shown(row) | {"options": "", "required": stored_requirement(row)}
        for column, name, _labels in TEXTS:
            shown |= {f"{name}_{language}": text for language, text in getattr(row, column).items()}
        return shown | {name: list(getattr(row, name).all()) if row.pk else [] for name in SEEN_BY}

    def adjust(self) -> None:
        """Fill the choices, add what the kind has, and take away what this field has not."""
        row, item_type = self.row, item_types.get(self.row.item_type)
        targets = [item_types.get(target) for source, target in EDGES if source == item_type.code]
        self._choices("section", [(each.code, each.label) for each in item_type.sections])
        self._choices("required", requirements(item_type))
        self._choices("not_offered_on", [(each.code, each.label_plural) for each in targets])
        for _column, name, labels in TEXTS:
            for language, label in labels.items():
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=label, max_length=LONGEST_TEXT, required=False
                )
        self.fields |= dict(kind_settings.inputs(row)) | _seen_by(row)
        if self.is_new:
            self._propose_code()
        absent = {
            "code": not self.is_new,
            "options": not self.is_new or row.kind != "list",
            "required": row.kind == "boolean",
            "finds_duplicates": not keys.can_have(row),
            "not_offered_on": not targets,
        }
        for name in (name for name, is_absent in absent.items() if is_absent):
            del self.fields[name]

    def clean_code(self) -> str:
        """Write codes in capitals."""
        return str(self.cleaned_data["code"]).upper()

    def write(self, *, actor: User) -> CustomField:
        """Store the field, who sees it, and the options of a new list."""
        typed = self.cleaned_data
        self.row.code = typed.get("code", self.row.code)
        with transaction.atomic():
            row = changes.save(self.row, self._values(), actor=actor)
            changes.restrict(row, typed["users"], typed["departments"], actor=actor)
            for text in typed.get("options", ()):
                changes.save_option(CustomFieldOption(field=row), {"text": text}, actor=actor)
        return row

    def _values(self) -> dict[str, Any]:
        typed = self.cleaned_data
        values = {"labels": self.labels(), "settings": kind_settings.given(self.row, typed)}
        values |= {name: typed[name] for name in PLAIN if name in self.fields}
        for column, name, _labels in TEXTS:
            texts = both_languages(typed[f"{name}_en"], typed[f"{name}_de"])
            values[column] = texts if any(texts.values()) else {}
        return values | (wanted_requirement(typed["required"]) if "required" in self.fields else {})

    def _propose_code(self) -> None:
        """Say which code the name gives, also while one is typed; the input itself stays as it is."""
        self.fields["code"].help_text = self.code_help
        anew = {
            "hx-get": f"{reverse('settings-field-code')}?type={self.row.item_type}",
            "hx-trigger": "change",
            "hx-target": "#id_code_helptext",
            "hx-swap": "innerHTML",
            "hx-include": "closest form",
            "hx-params": "label_en,label_de",
        }
        for language in LANGUAGES:
            self.fields[f"label_{language}"].widget.attrs |= anew

    def _folded(self, summary: str, *names: str) -> dict[str, Any]:
        shown = [self[f"{name}_{language}"] for name in names for language in LANGUAGES]
        used = any(field.value() or field.errors for field in shown)
        return {"summary": summary, "open": used, "entries": [{"field": field} for field in shown]}

    def _choices(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


def _seen_by(row: CustomField) -> dict[str, forms.Field]:
    """Everybody who may sign in, and whoever was chosen before; every department."""
    chosen = row.users.values("pk") if row.pk else ()
    people = User.objects.filter(Q(is_active=True) | Q(pk__in=chosen)).order_by("name", "pk")
    boxes = {"required": False, "widget": forms.CheckboxSelectMultiple}
    return {
        "users": Several(people, label=gettext_lazy("People"), **boxes),
        "departments": Several(Department.objects.all(), label=gettext_lazy("Departments"), **boxes),
    }
