"""Who signs in, and what do they prefer?"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from .access import Access, access_of, ahead
from .department import Department

if TYPE_CHECKING:
    from segue.core.preferences import Preferences
    from segue.core.prepared import Question

LANGUAGES = (("en", "English"), ("de", "Deutsch"))
THEMES = (("system", "System"), ("light", "Light"), ("dark", "Dark"))


class UserManager(BaseUserManager["User"]):
    """Makes users and finds them by e-mail, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a person who signs in with this e-mail."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find the person with this e-mail, case ignored."""
        return self.get(email=(username or "").strip().lower())

    def belonging_to(self, departments: Iterable[int]) -> "models.QuerySet[User]":
        """The members and the heads of these departments."""
        heads = Department.objects.filter(pk__in=departments, head__isnull=False).order_by().values("head")
        return self.filter(Q(departments__in=departments) | Q(pk__in=heads))

    def active(self) -> "models.QuerySet[User]":
        """The people who can sign in and own new items."""
        return self.filter(is_active=True)

    def invited(self) -> "models.QuerySet[User]":
        """The active people who have not come yet, as `User.is_invited` has it."""
        return self.active().filter(last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX)


class User(AbstractBaseUser):
    """A person who signs in by e-mail; there are no user names."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    is_admin = models.BooleanField(default=False)
    language = models.CharField(max_length=5, choices=LANGUAGES, default="en")
    time_zone = models.CharField(max_length=64, blank=True, default="")  # empty: the organisation's
    theme = models.CharField(max_length=6, choices=THEMES, default="system")
    single_keys = models.BooleanField(default=True)  # keys that act without Ctrl or Cmd
    notice_choices = models.JSONField(default=dict, blank=True, editable=False)  # of which kinds to be told, and how
    departments = models.ManyToManyField("core.Department", blank=True, related_name="members")
    created_at = models.DateTimeField(auto_now_add=True)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)  # of the last invitation, until it is used
    sign_outs = models.PositiveIntegerField(default=0, editable=False)  # how often all sessions were ended at once

    objects: ClassVar[UserManager] = UserManager()

    # The organisation's settings as the request of this person has read them; elsewhere they are read anew.
    chosen: "Preferences | None" = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name", "id")
        indexes = (models.Index(fields=("name", "id"), condition=models.Q(is_active=True), name="user_by_name"),)
        constraints = (models.UniqueConstraint(Lower("email"), name="one_user_per_email"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_invited(self) -> bool:
        """Say whether the person has not come yet: they chose no password, and did not sign in without one either."""
        return self.is_active and self.last_login is None and not self.has_usable_password()

    def get_session_auth_hash(self) -> str:
        """Return what a session must know to go on: a new password ends all sessions, and so does `sign_outs`."""
        return f"{super().get_session_auth_hash()}{self.sign_outs or ''}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Return the same under former secret keys."""
        for known in super().get_session_auth_fallback_hash():
            yield f"{known}{self.sign_outs or ''}"

    @cached_property
    def access(self) -> Access:
        """What the user's roles add up to, read once for the life of this object (one request)."""
        return access_of(self)

    @property
    def access_ahead(self) -> "list[Question]":
        """What `access` will ask when it is read, for `prepared.at_once`."""
        return [] if self.is_admin or "access" in vars(self) else ahead(self)

    @property
    def itself(self) -> "User":
        """The person, where a request holds a wrapper that finds out who it is: each look through it takes a while."""
        return self

    @property
    def may_change_settings(self) -> bool:
        """Administrators and holders of the settings right."""
        return self.is_active and (self.is_admin or self.access.may_change_settings)

    @property
    def may_edit_catalogue(self) -> bool:
        """Holders of the settings right, and of the right to edit the catalogue alone."""
        return self.may_change_settings or (self.is_active and self.access.may_edit_catalogue)
