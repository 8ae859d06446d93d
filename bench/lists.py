"""What do lists, boards, search, duplicates and the first page cost among 1,000, 100,000 and 1,000,000 items?

On SQLite (to 100,000) and PostgreSQL, with 40,000 people, for a seller and for an administrator, who sees everything.
Over HTTP against the real server with 1 and 4 clients: p95 in milliseconds. Beside it stand the queries of one request,
and the floor: the same SELECTs in the same run without Django, read to their end. Last comes the growth of p95 with one
client from the smallest number of items to the largest. `./run bench lists 1000 20000` takes other numbers of items.
"""

import json
import sys
import tempfile
from pathlib import Path

from bench import both

ITEMS = (1_000, 100_000, 1_000_000)


def growth(results: Path) -> None:
    """Print what became of each question from the fewest items to the most."""
    found = [json.loads(line) for line in results.read_text().splitlines()]
    print("\nGrowth of p95, one client")
    for database in dict.fromkeys(each["database"] for each in found):
        for who, name in dict.fromkeys((each["who"], each["name"]) for each in found):
            late = {each["items"]: each["late"] for each in found if [each[k] for k in KEY] == [database, who, name]}
            if len(late) > 1:
                least, most = min(late), max(late)
                told = f"{late[least]:7.1f} ms at {least:,}, {late[most]:7.1f} at {most:,}"
                print(f"  {database:10} {who:6} {name:28} {told}: {late[most] / late[least]:.1f} x")


KEY = ("database", "who", "name")

if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="segue-bench-lists-") as folder:
        written = Path(folder, "results")
        for count in [int(each) for each in sys.argv[1:] if each.isdigit()] or ITEMS:
            both.measure("measure_lists.py", BENCH_ITEMS=str(count), BENCH_RESULTS=str(written))
        growth(written)
