"""How long are the files kept that jobs offer: exports, and rows that an import did not take?"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy

from segue.core import files
from segue.core.job_steps import Kind, note
from segue.core.models import Job
from segue.core.models.job import AT_WORK

KEPT_DAYS = 30
AT_ONCE = 200


def forget(job: Job) -> bool:
    """The step of a job of the clock: take their files from jobs that ended long ago, some at a time."""
    long_ago = timezone.now() - timedelta(days=KEPT_DAYS)
    ended = Job.objects.exclude(state__in=AT_WORK).filter(ended_at__lt=long_ago, blob__isnull=False)
    old = list(ended.select_related("blob").order_by("pk")[:AT_ONCE])
    for each in old:
        blob = each.blob
        Job.objects.filter(pk=each.pk).update(blob=None)
        if blob is not None:
            files.let_go(blob)
    note(job)
    return len(old) == AT_ONCE


FORGET_FILES = Kind("forget_files", gettext_lazy("Clear away old files of jobs"), forget, every=timedelta(days=1))
