"""In which words do events of the audit log stand, and the fields they tell of? What no table has reads as its code."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

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
    "rights": Group(_("Rights"), ("role", "grant", "view_as")),
    "settings": Group(_("Settings"), ("setting", "custom_field", "base_amounts")),
    "items": Group(_("Deletions"), ("item_",)),
    "exports": Group(_("Exports"), ("audit_exported", "export", "list_exported")),
}

EVENTS: Mapping[str, Text] = {
    # Sign-ins
    "signed_in": _("Signed in"),
    "sign_in": _("Signed in"),
    "signed_out": _("Signed out"),
    "sign_out": _("Signed out"),
    "sign_in_failed": _("Sign-in failed"),
    "sign_in_blocked": _("Sign-in blocked"),
    "signed_out_everywhere": _("Signed out everywhere"),
    "session_ended": _("Session ended"),
    "password_changed": _("Password changed"),
    "password_reset": _("Password reset"),
    "password_reset_done": _("Password reset"),
    "single_sign_on_refused": _("Single sign-on refused"),
    "other_sessions_ended": _("All other sessions ended"),
    "password_reset_asked": _("Password reset asked for"),
    "second_factor_added": _("Second factor added"),
    "second_factor_removed": _("Second factor removed"),
    "second_factor_failed": _("Second factor failed"),
    "second_factor_used": _("Second factor used"),
    "second_factor_reset": _("Second factor reset"),
    "passkey_added": _("Passkey added"),
    "passkey_renamed": _("Passkey renamed"),
    "passkey_removed": _("Passkey removed"),
    "recovery_codes_made": _("Recovery codes made"),
    "recovery_code_used": _("Recovery code used"),
    # People
    "person_invited": _("Person invited"),
    "person_changed": _("Person changed"),
    "person_deactivated": _("Person deactivated"),
    "person_activated": _("Person activated again"),
    "invitation_sent": _("Invitation sent"),
    "invitation_accepted": _("Invitation accepted"),
    "items_handed_over": _("Items handed over"),
    "administrator_made": _("Administrator made on the server"),
    # Rights
    "role_added": _("Role added"),
    "role_changed": _("Role changed"),
    "role_removed": _("Role removed"),
    "role_deleted": _("Role removed"),
    "role_given": _("Role given"),
    "role_taken": _("Role taken away"),
    "role_members_changed": _("Members of a role changed"),
    "grants_changed": _("Rights of a role changed"),
    "view_as_started": _("Began to look as another person"),
    "view_as_ended": _("Stopped looking as another person"),
    # Settings
    "setting_added": _("Setting added"),
    "setting_changed": _("Setting changed"),
    "setting_removed": _("Setting removed"),
    "setting_moved": _("Order changed"),
    "settings_changed": _("Settings changed"),
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

# Fields that no table of the database names in words.
FIELDS: Mapping[str, Text] = {
    "name": _("Name"), "email": _("E-mail"), "language": _("Language"), "time_zone": _("Time zone"),
    "is_admin": _("Administrator"), "is_active": _("Active"), "departments": _("Departments"), "parent": _("Part of"),
    "head": _("Head"), "sort": _("Order"), "labels": _("Name"), "title": _("Name"), "code": _("Code"),
    "rate": _("Rate"), "is_default": _("Default"), "is_base": _("Base currency"), "active": _("Active"),
    "nominal": _("Units"), "decimals": _("Decimals"), "semantics": _("Meaning"), "colour": _("Colour"),
    "template": _("Template"), "prefix": _("Prefix"), "start": _("Start"), "step": _("Step"), "reset": _("Begins anew"),
    "organisation": _("Organisation"), "country": _("Country"), "name_format": _("Names of people"),
    "rounding_mode": _("Rounding"), "open_to_all": _("New items are available to everyone"),
    "deadline_days": _("Days until a deadline"),
    "close_today": _("A deal that is closed gets today as its closing date"),
    "free_positions": _("Rows may name products that are not in the catalogue"),
    "recycle_bin_days": _("Days in the recycle bin"), "upload_megabytes": _("Largest file in megabytes"),
    "owner": _("Responsible person"), "items": _("Items"), "seen_by": _("Seen by"), "users": _("People"),
    "by_type": _("By type"), "with_closed": _("Closed ones too"), "complete": _("Complete"), "entries": _("Entries"),
    "number": _("Number"), "type": _("Type"), "option": _("Option"), "replaced_by": _("Replaced by"),
    "billing": _("Billing details"), "price": _("Price"), "text": _("Text"), "deleted_at": _("Deleted"),
    "is_default_seller": _("Default"), "filter": _("Filter"), "en": "English", "de": "Deutsch",
}  # fmt: skip
