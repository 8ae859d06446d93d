"""What does a list cost that is filtered or sorted by a custom field? A million deals with ten custom fields each.

The first page of 50 through the list's own code, cells and count included, on SQLite and PostgreSQL; beside it the bare
query for the keys of the page, in the same run. `--rows 100000` for fewer. Times are milliseconds; on a machine that
others use too only the ratios, and the best of all runs, mean something.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BYTES_PER_ROW = 3_000  # a deal with its indexes, and room to build them


def main() -> None:
    """Run the measurement once per database, each in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="segue-bench-") as folder:
        require_space(Path(folder))
        for name, url in databases(Path(folder)):
            home = Path(folder, name)
            home.mkdir()
            env = os.environ | {"SEGUE_HOME": str(home), "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
            print(f"\n{name}", flush=True)
            program = [sys.executable, str(ROOT / "bench" / "measure_custom_fields.py"), *sys.argv[1:]]
            subprocess.run(program, env=env, check=True)


def databases(folder: Path) -> list[tuple[str, str]]:
    """SQLite always; PostgreSQL where `./run bench` gave one."""
    found = [("SQLite", f"sqlite:///{folder / 'SQLite' / 'db.sqlite3'}")]
    if url := os.environ.get("POSTGRES_URL"):
        found.append(("PostgreSQL", url))
    return found


def require_space(folder: Path) -> None:
    """Stop before a disk is full."""
    rows = int(sys.argv[sys.argv.index("--rows") + 1]) if "--rows" in sys.argv else 1_000_000
    free = shutil.disk_usage(folder).free
    if free < 2 * rows * BYTES_PER_ROW:
        sys.exit(f"{folder} has {free / 1e9:.1f} GB left; {2 * rows * BYTES_PER_ROW / 1e9:.1f} GB are needed.")


if __name__ == "__main__":
    main()
