"""On which databases does a benchmark measure? On SQLite always, on PostgreSQL where `./run bench` gave one."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def measure(program: str, **settings: str) -> None:
    """Run a program of this folder once per database, each in a process and an empty installation of its own."""
    with tempfile.TemporaryDirectory(prefix="segue-bench-") as folder:
        for name, url in _databases(Path(folder)):
            home = Path(folder, name)
            home.mkdir()
            env = os.environ | settings | {"SEGUE_HOME": str(home), "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
            print(f"\n{name}", flush=True)
            subprocess.run([sys.executable, str(ROOT / "bench" / program), *sys.argv[1:]], env=env, check=True)


def _databases(folder: Path) -> list[tuple[str, str]]:
    found = [("SQLite", f"sqlite:///{folder / 'SQLite' / 'db.sqlite3'}")]
    if url := os.environ.get("POSTGRES_URL"):
        found.append(("PostgreSQL", url))
    return found
