"""Which files are there on their way in? One of contacts that was tried, with rows that would fail."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from segue.core import files
from segue.core.models import Job, JobResult, User
from segue.importers.models import Import, Mapping

TEXT = (
    "Vorname;Nachname;E-Mail;Mobil;Firma;Kundennummer\n"
    "Eva;Adler;eva.adler@example.com;0171 2345678;Brandt GmbH;10023\n"
    "Jan;Born;jan(at)example.com;;Müller & Söhne;10024\n"
    "Ida;Cornelsen;ida@example.com;+49 160 987654;;10025\n"
)
MAPPING = ["first_name", "last_name", "email", "phone_mobile", "companies", ""]
FAULTS = (
    (3, "E-mail: “jan(at)example.com” is not an e-mail address."),
    (17, "Companies: “Brandt GmbH” is not known here."),
)


def begin(dana: User) -> dict[str, Any]:
    """Store them; nobody works at them."""
    blob = files.store(ContentFile(TEXT.encode(), name="kontakte.csv"))
    later = timezone.now() + timedelta(days=1)
    trial = Job.objects.create(
        kind="import_trial", actor=dana, next_at=later, state="done", total=61, done=58, failed=2
    )
    JobResult.objects.bulk_create(JobResult(job=trial, line=line, state="failed", reason=said) for line, said in FAULTS)
    made = ({"what": "created"}, {"what": "created"}, {"what": "changed"})
    JobResult.objects.bulk_create(
        JobResult(job=trial, line=50 + at, state="done", data=data) for at, data in enumerate(made)
    )
    found = Import.objects.create(
        actor=dana, item_type="contact", blob=blob, file_name="kontakte.csv", mapping=MAPPING, trial=trial,
        notation={"kind": "csv", "encoding": "utf-8-sig", "separator": ";", "has_head": True},
        options={"style": "de", "key": "email", "duplicates": "skip"},
    )  # fmt: skip
    Mapping.objects.create(user=dana, item_type="contact", name="Messe Köln", head=["name"], mapping=["last_name"])
    return {"import": found.pk}
