"""Where is a person named, beside the items they own?"""

from dataclasses import dataclass

from segue.core import agenda
from segue.core.models import CustomField, CustomReference, Department, Item, Role, User


@dataclass(frozen=True)
class Mentions:
    """What names somebody: nothing of it changes when they are deactivated, but it has a gap then."""

    heads: list[Department]
    roles: list[Role]  # given to the person by name
    fields: list[CustomField]  # shown to the person by name
    observed: int  # items
    chosen_in: int  # items with a custom value that names the person
    to_do: int  # open activities

    def __bool__(self) -> bool:
        return bool(self.heads or self.roles or self.fields or self.observed or self.chosen_in or self.to_do)


def of(person: User) -> Mentions:
    """Find what names a person; items in the recycle bin are left out."""
    living = Item.objects.alive()
    named = CustomReference.objects.filter(user=person).order_by().values("item")
    return Mentions(
        heads=list(Department.objects.filter(head=person)),
        roles=list(Role.objects.filter(members__user=person).distinct()),
        fields=list(CustomField.objects.filter(users=person, deleted_at=None)),
        observed=living.filter(observers__user=person).count(),
        chosen_in=living.filter(pk__in=named).count(),
        to_do=agenda.left_to(person).count(),
    )
