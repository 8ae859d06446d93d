"""How is a view named, and whom is it for?"""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from segue.core import saved_views
from segue.core.models import Department, Role, SavedView, User
from segue.core.saved_views import Shared
from segue.web.forms.settings.rows import Several

PRIVATE, EVERYONE, SOME = "me", "everyone", "some"
FOR = ((PRIVATE, _("Only me")), (EVERYONE, _("Everyone")), (SOME, _("Some roles and departments")))


class ViewForm(forms.Form):
    """The name of a view, and for those who may decide it, whom it is shared with."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name"), max_length=60)
    is_for = forms.ChoiceField(label=_("For whom"), choices=FOR, widget=forms.RadioSelect, required=False)
    roles = Several(Role.objects.all(), label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple)
    departments = Several(
        Department.objects.all(), label=_("Departments"), required=False, widget=forms.CheckboxSelectMultiple
    )
    pinned = forms.BooleanField(label=_("Show as a tab above the list"), required=False)
    first = forms.BooleanField(label=_("Always begin with this view"), required=False)

    def __init__(self, view: SavedView, actor: User, data: Any = None, **chosen: bool) -> None:
        shared = saved_views.shared_with(view)
        is_for = EVERYONE if shared.everyone else SOME if shared else PRIVATE
        begun = {"name": view.name, "is_for": is_for, "roles": shared.roles, "departments": shared.departments}
        super().__init__(data, initial=begun | chosen)
        if not actor.may_change_settings:
            for name in ("is_for", "roles", "departments"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Some roles and departments are at least one."""
        chosen = super().clean() or {}
        if chosen.get("is_for") == SOME and not (chosen.get("roles") or chosen.get("departments")):
            self.add_error("is_for", gettext("Tick at least one role or department."))
        return chosen

    @property
    def shared(self) -> Shared | None:
        """Whom it is for; None where that is not asked."""
        if "is_for" not in self.fields:
            return None
        chosen = self.cleaned_data
        if chosen["is_for"] == EVERYONE:
            return Shared(everyone=True)
        if chosen["is_for"] == SOME:
            return Shared(False, tuple(chosen["roles"]), tuple(chosen["departments"]))  # noqa: FBT003  not everyone
        return Shared()
