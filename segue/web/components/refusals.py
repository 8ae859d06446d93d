"""Which right is missing, in words, and who could give it?"""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import permissions
from segue.core.item_types import Text
from segue.core.models import Item, Role, User
from segue.core.models.access import CELL, reaches_by_role
from segue.core.models.reach import NONE, Reach, Reaches, summed
from segue.core.permissions import Missing
from segue.web.components.words import WORDS

# By action: about one item, and about all items of a type.
SENTENCES: dict[str, tuple[Text, Text]] = {
    "read": (gettext_lazy("You may not see this %(one)s."), gettext_lazy("You may not see %(many)s.")),
    "add": (gettext_lazy("You may not add %(many)s."), gettext_lazy("You may not add %(many)s.")),
    "edit": (gettext_lazy("You may not edit this %(one)s."), gettext_lazy("You may not edit %(many)s.")),
    "delete": (gettext_lazy("You may not delete this %(one)s."), gettext_lazy("You may not delete %(many)s.")),
    "move": (
        gettext_lazy("You may not move this %(one)s to another stage."),
        gettext_lazy("You may not move %(many)s to another stage."),
    ),
    "restore": (
        gettext_lazy("You may not restore this %(one)s, because somebody else deleted it."),
        gettext_lazy("You may not restore %(many)s."),
    ),
    "import": (gettext_lazy("You may not import %(many)s."), gettext_lazy("You may not import %(many)s.")),
    "purge": (
        gettext_lazy("You may not delete this %(one)s for good."),
        gettext_lazy("You may not delete %(many)s for good."),
    ),
}
# About no items at all.
APART: dict[str, Text] = {
    "access": gettext_lazy("You have no access yet"),
    "settings": gettext_lazy("You may not change CRM settings."),
    "catalogue": gettext_lazy("You may not change the catalogue."),
    "administer": gettext_lazy("Only administrators may do this."),
    "view_as": gettext_lazy("Only administrators may see what somebody else sees."),
}
GIVEN_BY = {"settings": "may_change_settings", "catalogue": "may_edit_catalogue"}
OTHER = gettext_lazy("You lack the right “%(action)s” here.")


def sentence(missing: Missing) -> str:
    """Say what one may not do."""
    if missing.action in APART:
        return str(APART[missing.action])
    if missing.action not in SENTENCES or missing.item_type not in WORDS:
        return str(OTHER) % {"action": missing.action}
    words = WORDS[missing.item_type]
    about_one, about_all = SENTENCES[missing.action]
    return str(about_one if missing.item_id else about_all) % {"one": words.one, "many": words.many}


def hint(missing: Iterable[Missing], user: User) -> str:
    """Say whom to ask: for a role that gives all that is missing, else an administrator."""
    givers = [set(_roles(each, user)) for each in missing]
    names = sorted(set.intersection(*givers)) if givers else []
    if not names:
        return _("Ask an administrator for it.")
    return _("Ask an administrator for one of these roles: %(roles)s.") % {"roles": ", ".join(names)}


def _roles(missing: Missing, user: User) -> list[str]:
    if missing.action in GIVEN_BY:
        return [role.label for role in Role.objects.filter(**{GIVEN_BY[missing.action]: True})]
    reaches = reaches_by_role(Role.objects.order_by().values_list(*CELL))
    item = Item.objects.filter(pk=missing.item_id).first() if missing.item_id else None
    givers = [role for role, cells in reaches.items() if _gives(cells, missing, item, user)]
    return [role.label for role in Role.objects.filter(pk__in=givers)]


def _gives(cells: Reaches, missing: Missing, item: Item | None, user: User) -> bool:
    """Say whether the user would reach the item, or some, with this role beside those they have."""
    if item is None:
        return cells.get((missing.item_type, missing.action), Reach()).widest != NONE
    together = summed([cells, user.access.reaches])
    reach, reading = (together.get((missing.item_type, action), Reach()) for action in (missing.action, "read"))
    scope = reach.within(reading).at(item.pipeline_id, item.stage_id)
    return Item.objects.filter(permissions.SCOPES[scope](user), pk=item.pk).exists()
