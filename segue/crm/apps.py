"""The Django app of the room `crm`."""

from django.apps import AppConfig


class CrmConfig(AppConfig):
    """Leads, deals, contacts, companies, estimates, invoices."""

    name = "segue.crm"
    label = "crm"

    def ready(self) -> None:
        """Enter the item types into the register."""
        from segue.crm import types  # noqa: PLC0415 - models exist only now

        types.register()
