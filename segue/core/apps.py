"""The Django app of the room `core`."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Everything every item has."""

    name = "segue.core"
    label = "core"
