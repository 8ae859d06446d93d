"""What runs in the background, for whom, how far is it, and what became of each item?"""

from django.db import models
from django.db.models import Q

WAITING, RUNNING, DONE, CANCELLED, FAILED = STATES = ("waiting", "running", "done", "cancelled", "failed")
AT_WORK = (WAITING, RUNNING)
SKIPPED = "skipped"
RESULTS = (DONE, SKIPPED, FAILED)  # what can become of one item


class Job(models.Model):
    """Long work for somebody, or for nobody where the clock began it; `segue.core.jobs` alone writes it.

    position: how far it came, in the words of its kind. retry_after: the id of the failed result that was tried again
    last; None while nothing is tried again. taken_at, next_at: since when a worker holds it, and from when another
    may take it up.
    """

    kind = models.CharField(max_length=40)
    actor = models.ForeignKey("core.User", models.PROTECT, null=True, blank=True, related_name="jobs")
    key = models.CharField(max_length=100, unique=True, null=True, blank=True)  # what is asked for twice begins once
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default=WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    position = models.JSONField(default=dict)
    retry_after = models.PositiveBigIntegerField(null=True, blank=True)
    undoes = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="undoing")
    blob = models.ForeignKey("core.Blob", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True, default="")
    holder = models.CharField(max_length=32, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)  # failures of a step since the last that went well
    next_at = models.DateTimeField()
    problem = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("next_at",), condition=Q(state__in=AT_WORK), name="job_at_work"),
            models.Index(fields=("actor", "-id"), name="job_of_actor"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.state}"

    @property
    def is_at_work(self) -> bool:
        """Say whether there is something left to do."""
        return self.state in AT_WORK

    @property
    def handled(self) -> int:
        """How many items it has dealt with, one way or another."""
        return self.done + self.skipped + self.failed


class JobResult(models.Model):
    """What became of one item, or one line of a file. `reason` is in the language of the actor."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="results")
    item = models.ForeignKey("core.Item", models.SET_NULL, null=True, blank=True, related_name="+")
    line = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=[(state, state) for state in RESULTS])
    reason = models.TextField(blank=True, default="")
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("job", "state", "id"), name="job_results"),)
        constraints = (
            models.UniqueConstraint(
                fields=("job", "item"), condition=Q(line__isnull=True), name="one_result_per_job_and_item"
            ),
        )

    def __str__(self) -> str:
        return f"{self.job_id} {self.item_id or self.line}: {self.state}"
