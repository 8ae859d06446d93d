"""What does a list cost that is filtered or sorted by a custom field? A million deals with ten custom fields each.

The first page of 50 through the list's own code, cells and count included, on SQLite and PostgreSQL; beside it the bare
query for the keys of the page, in the same run. `--rows 100000` for fewer. Times are milliseconds; on a machine that
others use too only the ratios, and the best of all runs, mean something.
"""

import shutil
import sys
import tempfile

from bench import both

BYTES_PER_ROW = 3_000  # a deal with its indexes, and room to build them


def require_space() -> None:
    """Stop before a disk is full."""
    rows = int(sys.argv[sys.argv.index("--rows") + 1]) if "--rows" in sys.argv else 1_000_000
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < 2 * rows * BYTES_PER_ROW:
        sys.exit(
            f"{tempfile.gettempdir()} has {free / 1e9:.1f} GB left; {2 * rows * BYTES_PER_ROW / 1e9:.1f} GB are needed."
        )


if __name__ == "__main__":
    require_space()
    both.measure("measure_custom_fields.py")
