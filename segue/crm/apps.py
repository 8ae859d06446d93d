"""The Django app of the room `crm`."""

from django.apps import AppConfig
from django.core.checks import register


class CrmConfig(AppConfig):
    """Leads, deals, contacts, companies, estimates, invoices."""

    name = "segue.crm"
    label = "crm"

    def ready(self) -> None:
        """Enter item types and jobs into their registers, and let `manage.py check` read the conversion table."""
        from segue.core import jobs  # noqa: PLC0415  models exist only now
        from segue.crm import types  # noqa: PLC0415
        from segue.crm.conversion import checks  # noqa: PLC0415
        from segue.crm.duplicates import scan  # noqa: PLC0415

        types.register()
        jobs.register(*scan.KINDS)
        register(checks.check_table)
