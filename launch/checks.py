"""Does the code keep the rules? Runs every check of the house, in order, and says which failed."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from launch import environment, frontend
from launch.environment import PYTHON, SCRIPTS, VENV
from launch.programs import ROOT, say

BIN = VENV / SCRIPTS
CHECKS: list[tuple[str, list[str | Path]]] = [
    ("ruff format --check", [BIN / "ruff", "format", "--check", "--quiet", "."]),
    ("djlint --lint", [BIN / "djlint", "segue", "--lint", "--quiet"]),
    ("biome check", ["npm", "run", "--silent", "--prefix", "frontend", "check"]),
    ("ruff check", [BIN / "ruff", "check", "--quiet", "."]),
    ("mypy --strict", [BIN / "mypy", "--no-error-summary"]),
    ("lint-imports", [BIN / "lint-imports"]),
    ("manage.py check", [PYTHON, "manage.py", "check", "--fail-level", "WARNING"]),
    ("makemigrations --check", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("translations complete", [PYTHON, "manage.py", "messages", "--check"]),
]


def check(arguments: list[str]) -> None:
    """Run all checks, or those whose name contains one of the words given; all run even if one fails."""
    environment.install("runtime", "dev")
    chosen = [row for row in CHECKS if not arguments or any(word in row[0] for word in arguments)]
    frontend.build()  # "manage.py check" reads its manifest
    with tempfile.TemporaryDirectory(prefix="segue-check-") as home:
        env = {**frontend.install(), "SEGUE_HOME": home, "DATABASE_URL": ""}
        failed = [name for name, command in chosen if not passes(name, command, env)]
    if failed:
        sys.exit(f"{len(failed)} of {len(chosen)} checks failed: {', '.join(failed)}")


def passes(name: str, command: list[str | Path], env: Mapping[str, str]) -> bool:
    """Run one check and say how it went; what it printed is shown only when it failed."""
    begin = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=env, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    say(f"{'FAILED' if done.returncode else 'ok':6}  {name}  ({time.monotonic() - begin:.1f} s)")
    if done.returncode:
        say(done.stdout)
    return not done.returncode
