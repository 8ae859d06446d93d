"""What does every page cost: time on the server, queries, bytes, and what the browser does with it?

The pages are those of tests/screens/table.py, with the demo data, then among 100,000 deals more, one of which has a
timeline of 2,000 entries; on SQLite and PostgreSQL. The browser then visits the real server: bytes of a first visit and
of each further page, layout shift, and the time from the click on "Invoice" to the drawn new form. Times are
milliseconds; on a machine that others use too only medians and what they are compared with mean something.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from launch import chromium

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run the measurement once per database, each in a process of its own."""
    browser = chromium.find_or_install()
    with tempfile.TemporaryDirectory(prefix="segue-bench-") as folder:
        for name, url in databases(Path(folder)):
            home = Path(folder, name)
            home.mkdir()
            env = os.environ | browser
            env |= {
                "SEGUE_HOME": str(home),
                "DATABASE_URL": url,
                "PYTHONPATH": str(ROOT),
                "SEGUE_DEMO": "yes",
                "EMAIL_URL": "memorymail://",
            }
            print(f"\n{name}", flush=True)
            program = [sys.executable, str(ROOT / "bench" / "measure_pages.py"), *sys.argv[1:]]
            subprocess.run(program, env=env, check=True)


def databases(folder: Path) -> list[tuple[str, str]]:
    """SQLite always; PostgreSQL where `./run bench` gave one."""
    found = [("SQLite", f"sqlite:///{folder / 'SQLite' / 'db.sqlite3'}")]
    if url := os.environ.get("POSTGRES_URL"):
        found.append(("PostgreSQL", url))
    return found


if __name__ == "__main__":
    main()
