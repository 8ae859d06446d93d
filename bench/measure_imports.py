"""One database of `imports.py`: the real server and worker; others ask pages over HTTP, alone and during the import."""

import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.config.settings")
django.setup()

from django.conf import settings
from django.core.management import call_command

from bench import load
from bench.others import Others
from segue.core import files, item_types, jobs
from segue.core.custom_fields import changes
from segue.core.models import User
from segue.importers import heads, reading
from segue.importers.drafts import targets
from segue.importers.models import Import
from segue.importers.options import Options
from segue.lib import spreadsheets

GOAL = 180  # to reach: seconds for 100,000 rows


def main() -> None:
    """Prepare an installation, and measure."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    dana = User.objects.create_user("dana@segue.test", "segue-bench", name="Dana", is_admin=True)
    for code, kind in (("BRANCH", "string"), ("STAFF", "integer")):
        field = changes.new("lead", kind, multiple=False, code=code)
        changes.save(field, {"labels": {"en": code.title()}, "settings": {}}, actor=dana)
    about = _sent(dana, rows)
    with load.server() as (port, processes):
        others = Others(port)
        print(f"  import of {rows} rows, by the worker beside others (to reach: {GOAL * rows / 100_000:.0f} s)")
        job = others.beside(jobs.start("import", {"import": about.pk}, actor=dana))
        print(f"    memory of the worker: {load.memory(processes[1:]):.0f} MB")
        print("  undo of it:")
        others.beside(jobs.undo(job, actor=dana))


def _sent(dana: User, rows: int) -> Import:
    path = Path(settings.HOME) / "leads.csv"
    with path.open("w", encoding="utf-8") as written:
        written.write("Name;First name;Last name;Phone;E-mail;Responsible person;Branch;Staff\n")
        for place in range(rows):
            phone = f"030 {1_000_000 + place}"
            written.write(f"Inquiry {place};Eva;Adler {place};{phone};eva{place}@example.com;Dana;Trade;{place % 90}\n")
    blob = files.keep(path, "leads.csv")
    about = Import(actor=dana, item_type="lead", blob=blob, file_name="leads.csv", options=Options().stored())
    about.notation = vars(spreadsheets.told(files.path_of(blob.sha256))) | {"has_head": True}
    about.mapping = heads.guess(reading.head(about), [*targets(item_types.get("lead"), dana).values()])
    about.save()
    return about


if __name__ == "__main__":
    main()
