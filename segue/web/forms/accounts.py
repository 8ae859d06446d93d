"""What do people type to prove who they are, and to change what they prove it with?"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter as get_second_factor_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from segue.core.models import User
from segue.web.accounts import factors
from segue.web.forms.sign_in import LONGEST_PASSWORD

NO_PASSKEY = _("This passkey is not right. Try again, or choose another way.")
LONGEST_CODE, LONGEST_NAME = 40, 60
STUMBLES = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError, struct.error)
CODE_HOLDS = 120  # seconds; longer than any code of an app is right


def code_field(label: Any) -> forms.CharField:
    """A code of an authenticator app, or a recovery code."""
    widget = forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True})
    missing = {"required": _("Enter the code.")}
    return forms.CharField(label=label, max_length=LONGEST_CODE, widget=widget, error_messages=missing)


def password_field(label: Any, autocomplete: str, **options: Any) -> forms.CharField:
    """A password, which is never shown again."""
    return forms.CharField(
        label=label,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": autocomplete}),
        **options,
    )


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second proof at sign-in: a code of the app or a recovery code; each lets somebody in once."""

    code = code_field(_("Code"))

    def clean_code(self) -> str:
        """Refuse a code that is wrong, or was used already; only one that is neither ends the count of wrong ones."""
        spent = f"code:{self.user.pk}:{normalize_user_code(self.cleaned_data['code'])}"
        if cache.get(spent):
            raise _wrong_code()
        code: str = super().clean_code()
        if self.authenticator.type == factors.TOTP and not cache.add(spent, 1, CODE_HOLDS):
            raise _wrong_code()
        return code


def _wrong_code() -> Any:
    return get_second_factor_adapter().validation_error("incorrect_code")


class CodeAgainForm(CodeForm, ReauthenticateForm):  # type: ignore[misc]  # as above
    """The same proof once more, from somebody who is in."""

    save = ReauthenticateForm.save


@contextmanager
def reading_a_passkey() -> Iterator[None]:
    """Refuse in words whatever is no passkey; what reads it stumbles in many ways over what a stranger makes up."""
    try:
        yield
    except ValidationError as refusal:
        raise refusal if refusal.code != "incorrect_code" else ValidationError(NO_PASSKEY) from refusal
    except STUMBLES as fault:
        raise ValidationError(NO_PASSKEY) from fault


class PasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    """The second proof at sign-in: a passkey."""

    def clean_credential(self) -> Any:
        """Return the passkey that signed what was asked for."""
        with reading_a_passkey():
            return super().clean_credential()


class PasskeyAgainForm(PasskeyForm, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    """The same proof once more, from somebody who is in."""

    reauthenticated = True


class PasskeySignInForm(PasskeyForm, LoginWebAuthnForm):  # type: ignore[misc]  # as above
    """A passkey alone, which says by itself who somebody is."""

    passwordless = True


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # as above
    """The first code of an authenticator app shows that it took over the secret."""

    code = code_field(_("Code from the app"))


class NewPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # as above
    """A passkey that the browser has just made; it always signs in alone, so it always asks for finger or PIN."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, required=False, help_text=_("Such as “Work laptop”.")
    )

    def clean(self) -> Any:
        """Check what the browser sends; one without finger or PIN is refused."""
        self.cleaned_data["passwordless"] = True
        with reading_a_passkey():
            return super().clean()


class PasskeyNameForm(forms.Form):
    """The name of a passkey."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)


class PasswordAgainForm(forms.Form):
    """The password of somebody who is in."""

    password = password_field(_("Password"), "current-password")

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request
        self.fields["password"].widget.attrs["autofocus"] = True

    def clean_password(self) -> str:
        """Refuse a wrong password; too many wrong ones wait as at sign-in."""
        password: str = self.cleaned_data["password"]
        check_password(self.request, self.request.user, password)
        return password


class ForgottenForm(forms.Form):
    """Whose password is forgotten."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "username", "autofocus": True}),
        error_messages={"required": _("Enter your e-mail address.")},
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    new_password = password_field(_("New password"), "new-password")
    repeated = password_field(_("New password again"), "new-password")

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self.user = user
        self.fields["new_password"].help_text = " ".join(password_validators_help_texts()[1:2])

    def clean_new_password(self) -> str:
        """Refuse what is short, common, or like name and address."""
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ."""
        given = self.cleaned_data
        if "new_password" in given and "repeated" in given and given["new_password"] != given["repeated"]:
            self.add_error("repeated", _("This is not the same password. Type both again."))
        return given


class ChangePasswordForm(NewPasswordForm):
    """A new password instead of the present one."""

    current = password_field(_("Present password"), "current-password")
    field_order = ("current", "new_password", "repeated")

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(request.user, data)  # type: ignore[arg-type]  # whoever is here has signed in
        self.request = request

    def clean_current(self) -> str:
        """Refuse a wrong password."""
        password: str = self.cleaned_data["current"]
        check_password(self.request, self.user, password)
        return password


def check_password(request: HttpRequest, user: Any, password: str) -> None:
    """Raise ValidationError when this is not the password of this person, or too many were wrong before."""
    if get_adapter().authenticate(request, email=user.email, password=password) != user:
        raise ValidationError(_("This is not your password."), code="no_match")
