"""Which items go from one person to another, and how far is that?"""

from django.db import models
from django.db.models import Q

WAITING, RUNNING, FINISHED, STOPPED = STATES = ("waiting", "running", "finished", "stopped")
AT_WORK = (WAITING, RUNNING)
ACTIVITY = "activity"  # among the item types of `moved`
NO_RECIPIENT, NO_RIGHT = PROBLEMS = ("recipient_gone", "no_right")


class Handover(models.Model):
    """All open items of a person, or all of them, and what they have to do, for somebody else.

    A job goes on after the item it came to last.
    """

    person = models.ForeignKey("core.User", models.PROTECT, related_name="handovers")
    to = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    actor = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    with_closed = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default=WAITING)
    problem = models.CharField(max_length=20, blank=True, default="")  # why it stopped
    total = models.PositiveIntegerField(default=0)  # how many there were at the start
    moved = models.JSONField(default=dict)  # item type, or ACTIVITY -> how many went
    last = models.PositiveBigIntegerField(default=0)  # the id of the item it came to last
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(state__in=AT_WORK), name="one_handover_at_work_per_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} to {self.to_id}: {self.state}"

    @property
    def done(self) -> int:
        """How many items and activities went."""
        return sum(self.moved.values())

    @property
    def items_done(self) -> int:
        """How many items went."""
        return self.done - int(self.moved.get(ACTIVITY, 0))

    @property
    def is_at_work(self) -> bool:
        """Say whether there is something left to do."""
        return self.state in AT_WORK
