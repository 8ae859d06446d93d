"""Which rights does a role grant, and to whom is it given?"""

from django.db import models
from django.db.models import Q

from .labelled import Labelled

ACTIONS = ("read", "add", "edit", "delete", "export", "import", "move", "automate")
SCOPES = ("none", "own", "department", "department_tree", "open", "all")


class Role(Labelled):
    """A named set of grants."""

    system = models.BooleanField(default=False)
    may_change_settings = models.BooleanField(default=False)
    may_edit_catalogue = models.BooleanField(default=False)  # the settings right includes it

    class Meta:
        constraints = (models.UniqueConstraint(fields=("code",), name="one_role_per_code"),)


class Grant(models.Model):
    """One cell of a role: what may be done to items of one type, and how far it reaches.

    A cell of a pipeline, or of a stage, says otherwise than the cell above it, in either direction; where there is none
    the one above holds: stage, pipeline, item type.
    """

    role = models.ForeignKey(Role, models.CASCADE, related_name="grants")
    item_type = models.CharField(max_length=20)
    action = models.CharField(max_length=10, choices=[(action, action) for action in ACTIONS])
    scope = models.CharField(max_length=20, choices=[(scope, scope) for scope in SCOPES])
    pipeline = models.ForeignKey("core.Pipeline", models.CASCADE, null=True, blank=True, related_name="+")
    stage = models.ForeignKey("core.Stage", models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("role", "item_type", "action"),
                condition=Q(pipeline__isnull=True, stage__isnull=True),
                name="one_grant_per_cell",
            ),
            models.UniqueConstraint(
                fields=("role", "action", "pipeline"),
                condition=Q(pipeline__isnull=False),
                name="one_grant_per_pipeline",
            ),
            models.UniqueConstraint(
                fields=("role", "action", "stage"), condition=Q(stage__isnull=False), name="one_grant_per_stage"
            ),
            models.CheckConstraint(
                condition=Q(pipeline__isnull=True) | Q(stage__isnull=True), name="grant_place_is_one"
            ),
            models.CheckConstraint(condition=Q(action__in=ACTIONS), name="grant_action_known"),
            models.CheckConstraint(condition=Q(scope__in=SCOPES), name="grant_scope_known"),
        )

    def __str__(self) -> str:
        return f"{self.item_type} {self.action}: {self.scope}"


class Destination(models.Model):
    """Where a role lets items of a stage be moved to; a stage without any is left in every direction."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="destinations")
    stage = models.ForeignKey("core.Stage", models.CASCADE, related_name="+")
    to = models.ForeignKey("core.Stage", models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("role", "stage", "to"), name="one_destination_each"),)

    def __str__(self) -> str:
        return f"{self.role_id}: {self.stage_id} -> {self.to_id}"


class RoleMember(models.Model):
    """Gives a role to a user, to a department (its head is a member), or (neither named) to all employees."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="members")
    user = models.ForeignKey("core.User", models.CASCADE, null=True, blank=True, related_name="role_members")
    department = models.ForeignKey("core.Department", models.CASCADE, null=True, blank=True, related_name="+")
    with_children = models.BooleanField(default=False)  # the departments below it too

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("role", "user"), condition=models.Q(user__isnull=False), name="role_once_per_user"
            ),
            models.UniqueConstraint(
                fields=("role", "department"),
                condition=models.Q(department__isnull=False),
                name="role_once_per_department",
            ),
            models.UniqueConstraint(
                fields=("role",),
                condition=models.Q(user__isnull=True, department__isnull=True),
                name="role_once_for_everyone",
            ),
            models.CheckConstraint(
                condition=models.Q(user__isnull=True) | models.Q(department__isnull=True), name="role_holder_is_one"
            ),
            models.CheckConstraint(
                condition=models.Q(with_children=False) | models.Q(department__isnull=False),
                name="role_children_of_department",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role_id}: {self.user_id or self.department_id or 'all'}"
