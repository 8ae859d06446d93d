"""Whose view does an administrator see at the moment, and how does every page say so?"""

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from segue.core.models import User

VIEWED = "viewed_person"  # in the session of the administrator
OWN_ROUTES = ("view-as-end", "sign-out")  # what an administrator does as themselves meanwhile
OWN_PLACE = "me"  # and all below it: how an account is protected is nobody else's business
OWN_TASTE = ("language", "theme", "time_zone", "single_keys")


def viewed(request: HttpRequest) -> User | None:
    """Return the person whose view an administrator has asked for, with the administrator's language and appearance."""
    pk = request.session.get(VIEWED)
    if pk is None or not isinstance(request.user, User) or not request.user.is_admin or _is_own(request):
        return None
    person = User.objects.active().filter(pk=pk, is_admin=False).first()
    if person is not None:
        for name in OWN_TASTE:
            setattr(person, name, getattr(request.user, name))
    return person


def banner(request: HttpRequest) -> dict[str, str] | None:
    """Describe the line above every page while somebody else's view is seen; None as a rule."""
    person = getattr(request, "viewed", None)
    if person is None:
        return None
    told = _("You see what %(name)s sees. Nothing can be changed.")
    return {"text": told % {"name": person.name}, "action": reverse("view-as-end")}


def _is_own(request: HttpRequest) -> bool:
    if request.path_info.startswith(reverse(OWN_PLACE)):
        return True
    try:
        return resolve(request.path_info).url_name in OWN_ROUTES
    except Resolver404:
        return False
