"""How are all tests run, on both databases and in a browser, on a machine that has never seen the project?"""

import os
import subprocess
import sys

from launch import chromium, environment, frontend, messages, postgres
from launch.environment import PYTHON
from launch.programs import ROOT, call, say

NO_TESTS = 5  # pytest's code when everything it found was deselected


def test(arguments: list[str]) -> None:
    """Run pytest on SQLite, with the browser, then on PostgreSQL without it; `arguments` go to both."""
    prepare()
    env = clean_environment() | ({} if "not browser" in arguments else chromium.find_or_install())
    on_sqlite = pytest("SQLite", arguments, env)
    with postgres.database() as url:
        on_postgres = pytest("PostgreSQL", arguments, env | {"DATABASE_URL": url})
    sys.exit(on_sqlite or on_postgres)


def bench(arguments: list[str]) -> None:
    """Run bench/NAME.py; POSTGRES_URL names a PostgreSQL that it may use."""
    if not arguments or not (ROOT / "bench" / f"{arguments[0]}.py").exists():
        known = sorted(file.stem for file in (ROOT / "bench").glob("[a-z]*.py"))
        sys.exit(f"Which one? ./run bench {' | '.join(known)}")
    prepare()
    with postgres.database() as url:
        env = clean_environment() | {"POSTGRES_URL": url, "PYTHONPATH": str(ROOT)}
        call(PYTHON, f"bench/{arguments[0]}.py", *arguments[1:], env=env)


def prepare() -> None:
    """Install what tests need and build the front end."""
    environment.install("runtime", "dev")
    frontend.build()
    messages.compile_changed()


def clean_environment() -> dict[str, str]:
    """This environment without what would point tests at somebody's own installation."""
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL" and name[:6] != "SEGUE_"}


def pytest(database: str, arguments: list[str], env: dict[str, str]) -> int:
    """Run the suite on one database; its exit code."""
    say(f"\nTests on {database}")
    command = [str(PYTHON), "-m", "pytest", "-n", "2", "-q", *arguments]
    code = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
    return 0 if code == NO_TESTS else code
