"""The Django app of the room `web`."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """What people see."""

    name = "segue.web"
    label = "web"

    def ready(self) -> None:
        """Let the mails of notices go out, and what is done to many items be done."""
        from segue.core import jobs, notices, outbox  # noqa: PLC0415  models exist only now
        from segue.web.accounts import notice_mails  # noqa: PLC0415
        from segue.web.lists import exporting  # noqa: PLC0415
        from segue.web.many import work  # noqa: PLC0415

        jobs.register(*work.kinds(), *exporting.KINDS)
        outbox.listen(notices.MAIL, notice_mails.deliver)
