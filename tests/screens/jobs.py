"""Which jobs are there to be seen: one at work, one that is done, one that has failed?"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from segue.core.models import Job, JobResult, User
from segue.crm.models import Lead

KIND = "many-create"


def begin(alice: User) -> dict[str, Any]:
    """Store them; nobody works at them."""
    later = timezone.now() + timedelta(days=1)
    done = _job(alice, later, state="done", total=61, done=58, skipped=2, failed=1)
    leads = list(Lead.objects.alive().filter(owner=alice).order_by("pk")[:4])
    said = [
        ("skipped", "It needs a decision: a contact with this e-mail exists.", {"variant": "deal-contact"}),
        ("failed", "Company name: This field is required.", {}),
        ("done", "", {}),
        ("done", "", {}),
    ]
    JobResult.objects.bulk_create(
        JobResult(job=done, item_id=lead.pk, state=state, reason=reason, data=data)
        for lead, (state, reason, data) in zip(leads, said, strict=False)
    )
    running = _job(alice, later, state="running", total=10_000, done=3_128, skipped=14, failed=2)
    failed = _job(alice, later, state="failed", total=500, done=120, problem="OperationalError")
    return {"job_done": done.pk, "job_running": running.pk, "job_failed": failed.pk}


def _job(actor: User, later: Any, **values: Any) -> Job:
    chosen = {"type": "lead", "ids": [], "query": "", "whole": True, "until": 0}
    data = {"selection": chosen, "act": "create-deal-contact", "typed": "", "said": "Deal + Contact"}
    return Job.objects.create(kind=KIND, actor=actor, next_at=later, data=data, **values)
