"""How are all tests run, on both databases and in a browser, on a machine that has never seen the project?"""

import os
import sys
import tempfile

from launch import children, chromium, environment, frontend, messages, postgres
from launch.environment import PYTHON
from launch.programs import ROOT, call, say

NO_TESTS = 5  # pytest's code when everything it found was deselected


def test(arguments: list[str]) -> None:
    """Run pytest on SQLite, with the browser, then on PostgreSQL without it; `arguments` go to both."""
    prepare()
    env = clean_environment() | ({} if "not browser" in arguments else browser())
    # All that tests leave lies in one folder, so that nothing of it stays, even after Ctrl+C.
    with tempfile.TemporaryDirectory(prefix="segue-tests-", ignore_cleanup_errors=True) as place:
        env |= {"TMPDIR": place}
        on_sqlite = pytest("SQLite", arguments, env)
        with postgres.database() as url:
            on_postgres = pytest("PostgreSQL", without_browser(arguments), env | {"DATABASE_URL": url})
    sys.exit(on_sqlite or on_postgres)


def bench(arguments: list[str]) -> None:
    """Run bench/NAME.py; POSTGRES_URL names a PostgreSQL that it may use, as safe as people run theirs."""
    if not arguments or not (ROOT / "bench" / f"{arguments[0]}.py").exists():
        known = sorted(file.stem for file in (ROOT / "bench").glob("[a-z]*.py"))
        sys.exit(f"Which one? ./run bench {' | '.join(known)}")
    prepare()
    with postgres.database(durable=True) as url:
        env = clean_environment() | {"POSTGRES_URL": url, "PYTHONPATH": str(ROOT)}
        call(PYTHON, f"bench/{arguments[0]}.py", *arguments[1:], env=env)


def prepare() -> None:
    """Install what tests need and build the front end."""
    environment.install("runtime", "dev")
    frontend.build()
    messages.compile_changed()


def browser() -> dict[str, str]:
    """Install what the browser tests need, axe-core too; the environment that names the browser."""
    frontend.install()
    return chromium.find_or_install()


def clean_environment() -> dict[str, str]:
    """This environment without what would point tests at somebody's own installation."""
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL" and name[:6] != "SEGUE_"}


def without_browser(arguments: list[str]) -> list[str]:
    """The same tests but those in a browser: a page looks the same whatever keeps its data."""
    if "-m" not in arguments[:-1]:
        return ["-m", "not browser", *arguments]
    marked = arguments.index("-m") + 1
    return [*arguments[:marked], f"({arguments[marked]}) and not browser", *arguments[marked + 1 :]]


def pytest(database: str, arguments: list[str], env: dict[str, str]) -> int:
    """Run the suite on one database; its exit code."""
    say(f"\nTests on {database}")
    command = [str(PYTHON), "-m", "pytest", "-n", "2", "-q", *arguments]
    with children.family(env) as programs:
        code = programs.finish(*command)
    return 0 if code == NO_TESTS else code
