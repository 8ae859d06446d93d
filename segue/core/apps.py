"""The Django app of the room `core`."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Everything every item has."""

    name = "segue.core"
    label = "core"

    def ready(self) -> None:
        """Let the mails of invitations go out, and what jobs left be cleared away."""
        from segue.core import invitations, job_files, jobs, outbox  # noqa: PLC0415  models exist only now

        outbox.listen(invitations.KIND, invitations.deliver)
        jobs.register(jobs.FORGET_OLD, job_files.FORGET_FILES)
