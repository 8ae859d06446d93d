"""How does the organisation choose which standard fields are required? Needs the settings right, and is noted."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from segue.core import audit, permissions, required, settings_changes
from segue.core.item_types import ItemType
from segue.core.models import Pipeline, RequiredField, Stage, User
from segue.core.models.pipeline import FAILURE

Chosen = Mapping[str, Stage | None]  # field -> the stage from which on, None for always; what is not named is not
SUBJECT = "requiredfields"  # then the code of the type, and of the pipeline where there is one


def chosen(item_type: ItemType, pipeline: Pipeline | None) -> dict[str, Stage | None]:
    """Return what is required of a type, in a pipeline where it has stages."""
    rows = RequiredField.objects.filter(item_type=item_type.code, pipeline=pipeline).select_related("from_stage")
    return {row.field: row.from_stage for row in rows}


def save(item_type: ItemType, pipeline: Pipeline | None, wanted: Chosen, *, actor: User) -> None:
    """Require exactly these fields of a type, in a pipeline where it has stages.

    Raises Forbidden, or ValidationError by field. What stays as it is writes nothing, and no entry.
    """
    permissions.require_settings(actor)
    _refuse(item_type, pipeline, wanted)
    with transaction.atomic():
        if pipeline is not None:
            settings_changes.locked(pipeline)
        before = chosen(item_type, pipeline)
        other = [name for name in {**before, **wanted} if _fact(before, name) != _fact(wanted, name)]
        if not other:
            return
        RequiredField.objects.filter(item_type=item_type.code, pipeline=pipeline, field__in=other).delete()
        new = [
            RequiredField(item_type=item_type.code, pipeline=pipeline, field=name, from_stage=wanted[name])
            for name in other
            if name in wanted
        ]
        # Types without pipelines have no row to lock: whoever is quicker has required the same field already.
        RequiredField.objects.bulk_create(new, ignore_conflicts=True)
        changes = {name: [_fact(before, name), _fact(wanted, name)] for name in other}
        subject = " ".join([SUBJECT, item_type.code, *([pipeline.code] if pipeline else [])])
        audit.record(settings_changes.CHANGED, actor=actor, subject=subject, data={"changes": changes})


def _refuse(item_type: ItemType, pipeline: Pipeline | None, wanted: Chosen) -> None:
    """Refuse what no page offers: a field that cannot be required, a stage of another pipeline or of a failure."""
    fits = pipeline.item_type == item_type.code if pipeline else not item_type.has_stages
    known = {*required.choosable(item_type)} - {*item_type.required} if fits else set()
    wrong = [
        name
        for name, first in wanted.items()
        if name not in known
        or (first and (pipeline is None or first.pipeline_id != pipeline.pk or first.semantics == FAILURE))
    ]
    if wrong:
        raise ValidationError({name: [_("Choose one of the offered values.")] for name in wrong})


def _fact(choice: Chosen, name: str) -> Any:
    """Write a choice down for the audit log: no, yes, or the stage."""
    if name not in choice:
        return False
    return True if choice[name] is None else settings_changes.fact(choice[name])
