"""Who gets the rows of a file that name nobody? Whoever is named, by a part of a name or an e-mail; blank is oneself.

Nobody lists 40,000 people to choose from: a name is searched for, and where several fit, one of them is chosen.
"""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from segue.core import people
from segue.core.models import User
from segue.web.forms import ids

MOST_FOUND, LONGEST = 8, 150


class OwnerInput:
    """An input for a name, and people to choose from where several have it."""

    def __init__(self, stored: int | None, data: QueryDict | None = None) -> None:
        self.person = User.objects.active().filter(pk=stored).first() if stored else None
        self.found: list[User] = []
        self.error = ""
        self.typed = self.person.name if self.person else ""
        if data is not None and (sent := data.get("owner")) is not None:
            self._take(sent.replace("\0", "").strip()[:LONGEST], ids.parse(data.get("owner_is")))

    def describe(self) -> dict[str, Any]:
        """Return what the page takes: the input, and whom it may mean."""
        return {
            "value": self.typed,
            "error": self.error,
            "found": [{"value": each.pk, "label": each.name, "help": each.email} for each in self.found],
        }

    def _take(self, typed: str, chosen: int | None) -> None:
        is_as_shown, self.typed = typed == self.typed, typed
        if is_as_shown:  # of several with this name the chosen one stays
            return
        self.person = None
        fit = people.called(typed, most=MOST_FOUND) if typed else []
        picked = [each for each in fit if each.pk == chosen] or fit
        if len(picked) == 1:
            self.person = picked[0]
        elif typed:
            said = _("Several are called “%(name)s”:") if fit else _("Nobody is called “%(name)s”.")
            self.found, self.error = fit, said % {"name": typed}
