"""The Django app of the room `importers`."""

from django.apps import AppConfig


class ImportersConfig(AppConfig):
    """Items from files."""

    name = "segue.importers"
    label = "importers"

    def ready(self) -> None:
        """Enter the kinds of jobs that imports are, and that clears their files away."""
        from segue.core import jobs  # noqa: PLC0415  models exist only now
        from segue.importers import run, undo  # noqa: PLC0415

        jobs.register(run.TRIAL, run.IMPORT, run.FORGET, undo.UNDO)
