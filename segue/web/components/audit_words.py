"""In which words do events of the audit log stand, and the fields they tell of? What no table has reads as its code."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from segue.core import account_events
from segue.core.item_types import Text


@dataclass(frozen=True)
class Group:
    """Kinds that belong together: a name, and the beginnings of their codes."""

    label: Text
    beginnings: tuple[str, ...]


GROUPS: Mapping[str, Group] = {
    "access": Group(
        _("Sign-ins"),
        (
            "sign",
            "single_sign_on",
            "second_factor",
            "password",
            "session",
            "other_sessions",
            "passkey",
            "recovery",
            "invitation_accepted",
        ),
    ),
    "people": Group(_("People"), ("person", "invitation", "items_handed_over", "administrator")),
    "rights": Group(_("Rights"), ("role", "view_as")),
    "settings": Group(_("Settings"), ("setting", "custom_field", "form_view", "base_amounts")),
    "items": Group(_("Deletions"), ("item_",)),
    "exports": Group(_("Exports"), ("audit_exported", "list_exported")),
}

# Sign-ins have theirs beside their codes.
EVENTS: Mapping[str, Text] = account_events.EVENTS | {
    # People
    "person_invited": _("Person invited"),
    "person_changed": _("Person changed"),
    "person_deactivated": _("Person deactivated"),
    "person_activated": _("Person activated again"),
    "invitation_sent": _("Invitation sent"),
    "invitation_accepted": _("Invitation accepted"),
    "items_handed_over": _("Items handed over"),
    "single_sign_on_bound": _("Bound to an account of single sign-on"),
    "single_sign_on_forgotten": _("Account of single sign-on forgotten"),
    # Rights
    "role_added": _("Role added"),
    "role_changed": _("Role changed"),
    "role_removed": _("Role removed"),
    "view_as_started": _("Began to look as another person"),
    "view_as_ended": _("Stopped looking as another person"),
    # Settings
    "setting_added": _("Setting added"),
    "setting_changed": _("Setting changed"),
    "setting_removed": _("Setting removed"),
    "setting_moved": _("Order changed"),
    "form_views_replaced": _("Personal form views replaced"),
    "custom_field_values_removed": _("Values of a custom field removed"),
    "custom_field_option_values_removed": _("Values of an option removed"),
    "base_amounts_recomputed": _("Base amounts recomputed"),
    # Items, exports
    "item_deleted": _("Item deleted"),
    "item_restored": _("Item restored"),
    "item_purged": _("Item deleted for good"),
    "audit_exported": _("Audit log exported"),
    "list_exported": _("List exported"),
}

# What the first word of a subject names: "currency USD".
SUBJECTS: Mapping[str, Text] = {
    "currency": _("Currency"),
    "currencies": _("Currencies"),
    "taxrate": _("VAT rate"),
    "measure": _("Unit"),
    "pipeline": _("Pipeline"),
    "pipelines": _("Pipelines"),
    "stage": _("Stage"),
    "stages": _("Stages"),
    "directoryvalue": _("Value of a list"),
    "customfield": _("Custom field"),
    "customfields": _("Custom fields"),
    "customfieldoption": _("Option"),
    "requiredfields": _("Required fields"),
    "formview": _("Form view"),
    "product": _("Product"),
    "numbering": _("Numbering"),
    "department": _("Department"),
    "departments": _("Departments"),
    "user": _("Person"),
    "role": _("Role"),
    "preferences": _("General"),
    "lead": _("Lead"),
    "deal": _("Deal"),
    "contact": _("Contact"),
    "company": _("Company"),
    "estimate": _("Estimate"),
    "invoice": _("Invoice"),
}

# How somebody proves who they are, in sign-ins and of second factors.
PROOFS: Mapping[str, Text] = {
    "password": _("Password"),
    "totp": _("Authenticator app"),
    "webauthn": _("Passkey"),
    "recovery_codes": _("Recovery codes"),
    "single_sign_on": _("Single sign-on"),
}

# Fields that no table of the database names in words.
FIELDS: Mapping[str, Text] = {
    "name": _("Name"), "email": _("E-mail"), "language": _("Language"), "time_zone": _("Time zone"),
    "is_admin": _("Administrator"), "is_active": _("Active"), "departments": _("Departments"), "parent": _("Part of"),
    "head": _("Head"), "sort": _("Order"), "labels": _("Name"), "title": _("Name"), "code": _("Code"),
    "rate": _("Rate"), "is_default": _("Default"), "is_base": _("Base currency"), "active": _("Active"),
    "nominal": _("Units"), "decimals": _("Decimals"), "semantics": _("Meaning"), "colour": _("Colour"),
    "template": _("Template"), "prefix": _("Prefix"), "start": _("Start"), "step": _("Step"), "reset": _("Begins anew"),
    "organisation": _("Organisation"), "first_steps": _("First steps"),
    "offline_items": _("Browsers keep the last 20 items that somebody opened"),
    "country": _("Country"), "name_format": _("Names of people"),
    "rounding_mode": _("Rounding"), "open_to_all": _("New items are available to everyone"),
    "deadline_days": _("Days until a deadline"),
    "close_today": _("A deal that is closed gets today as its closing date"),
    "free_positions": _("Rows may name products that are not in the catalogue"),
    "recycle_bin_days": _("Days in the recycle bin"), "upload_megabytes": _("Largest file in megabytes"),
    "owner": _("Responsible person"), "items": _("Items"), "seen_by": _("Seen by"), "users": _("People"),
    "by_type": _("By type"), "with_closed": _("Closed ones too"), "complete": _("Complete"), "entries": _("Entries"),
    "number": _("Number"), "type": _("Type"), "option": _("Option"), "replaced_by": _("Replaced by"),
    "billing": _("Billing details"), "price": _("Price"), "text": _("Text"), "deleted_at": _("Deleted"),
    "is_default_seller": _("Default"), "holders": _("Who has it"), "everyone": _("All employees"),
    "people": _("People"), "with departments below": _("Departments with all below them"),
    "may_change_settings": _("May change CRM settings"), "may_edit_catalogue": _("May edit products"),
    "by": pgettext_lazy("proof", "With"), "from": pgettext_lazy("network address", "From"), "kind": _("Kind"),
    "device": _("Device"), "address": _("Address"), "sessions": _("Sessions"), "why": _("Reason"),
    "item_type": _("Item type"), "field": _("Field"), "settings": _("Settings"),
    "count": _("Number of them"), "fields": _("Fields"), "variant": _("Form"),
    "filter": _("Filter"), "en": "English", "de": "Deutsch",
}  # fmt: skip
