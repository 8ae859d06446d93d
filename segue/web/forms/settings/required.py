"""Which standard fields of an item type are required: what is chosen for each, by pipeline?"""

from typing import Any

from django import forms
from django.db import transaction

from segue.core import pipelines, required, required_changes
from segue.core.item_types import ItemType
from segue.core.models import Pipeline, User
from segue.web.forms.settings.requirement import ALWAYS, NEVER, of_pipeline, without_stages
from segue.web.forms.settings.rows import OneOf


class RequiredForm(forms.Form):
    """One choice for each field of a type that can be required, and for each of its pipelines."""

    def __init__(self, item_type: ItemType, data: Any = None) -> None:
        self.item_type = item_type
        self.places: list[Pipeline | None] = [None]
        if item_type.has_stages:
            self.places = [*pipelines.of_type(item_type.code)]
        self.names = [name for name in required.choosable(item_type) if name not in item_type.required]
        super().__init__(data, initial=self._stored())
        for place in self.places:
            choices = of_pipeline(place) if place else without_stages()
            for name in self.names:
                self.fields[cell(name, place)] = OneOf(label=item_type.field_label(name), choices=choices)

    def store(self, *, actor: User) -> bool:
        """Save all of it, or nothing; False when something is not among what is offered."""
        if not self.is_valid():
            return False
        with transaction.atomic():
            for place in self.places:
                required_changes.save(self.item_type, place, self._wanted(place), actor=actor)
        return True

    def _stored(self) -> dict[str, str]:
        return {
            cell(name, place): ALWAYS if first is None else str(first.pk)
            for place in self.places
            for name, first in required_changes.chosen(self.item_type, place).items()
        }

    def _wanted(self, place: Pipeline | None) -> required_changes.Chosen:
        stages = {str(stage.pk): stage for stage in pipelines.stages(place)} if place else {}
        typed = {name: self.cleaned_data[cell(name, place)] for name in self.names}
        return {name: stages.get(choice) for name, choice in typed.items() if choice != NEVER}


def cell(name: str, place: Pipeline | None) -> str:
    """Name the choice for a field in a pipeline."""
    return f"{name}-{place.pk}" if place else name
