"""`manage.py demo`: a small firm in the middle of its work, for looking around. Only into an empty database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from segue.core.models import Item, User
from segue.crm.demo.load import load


class Command(BaseCommand):
    """Load the demo firm."""

    help = "Load a demo firm with its people, sales and history into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse where anybody works already."""
        if User.objects.exists() or Item.objects.exists():
            raise CommandError("There are people or items already. The demo goes only into an empty database.")
        load()
