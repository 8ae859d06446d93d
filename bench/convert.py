"""What does a conversion cost beside the bare inserts? deal -> invoice with 5 product rows, ours and raw in one run.

In process on SQLite and PostgreSQL, then over HTTP with 1, 4 and 8 clients against the real server. PostgreSQL has its
own settings, as people run it: the cluster that is started for this waits for the disk at every commit, which that of
the tests does not. The raw transaction replays the very INSERT statements that a conversion makes, and the counter's
UPDATE, on a connection without Django; it is measured in turn with ours, in process as over HTTP with one client.
Times are medians in milliseconds; only the ratios mean something on a machine that others use too.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run the measurement once per database, each in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="segue-bench-") as folder:
        for name, url in databases(Path(folder)):
            home = Path(folder, name)
            home.mkdir()
            env = os.environ | {"SEGUE_HOME": str(home), "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
            print(f"\n{name}", flush=True)
            subprocess.run(
                [sys.executable, str(ROOT / "bench" / "measure_convert.py"), *sys.argv[1:]], env=env, check=True
            )


def databases(folder: Path) -> list[tuple[str, str]]:
    """SQLite always; PostgreSQL where `./run bench` gave one."""
    found = [("SQLite", f"sqlite:///{folder / 'SQLite' / 'db.sqlite3'}")]
    if url := os.environ.get("POSTGRES_URL"):
        found.append(("PostgreSQL", url))
    return found


if __name__ == "__main__":
    main()
