"""How does every screen look? Photographs them all, in an installation that is thrown away afterwards."""

import shutil
import sys
import tempfile

from launch import address, children, chromium, server, tests
from launch.environment import PYTHON
from launch.postgres import free_port
from launch.programs import ROOT, call, say

FOLDER = ROOT / "var" / "shots"
SYSTEMS = ("demo", "empty")
HOST, NAME = "127.0.0.1", "localhost"  # by its name alone a machine may have passkeys without https


def shots(arguments: list[str]) -> None:
    """Photograph the screens of tests/screens/table.py, or those whose name begins so, into var/shots."""
    name = arguments[0] if arguments else ""
    tests.prepare()
    env = tests.clean_environment() | chromium.find_or_install()
    if not name:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    failed = [system for system in SYSTEMS if not photograph(system, name, env)]
    say(f"The pictures are in {FOLDER / 'index.html'}")
    if failed:
        sys.exit("Not every screen could be photographed; the reasons are above.")


def photograph(system: str, name: str, env: dict[str, str]) -> bool:
    """Serve a new installation, photograph it and throw it away; whether every screen could be."""
    with tempfile.TemporaryDirectory(prefix="segue-shots-", ignore_cleanup_errors=True) as home:
        own = env | {"SEGUE_HOME": home, "SEGUE_DEMO": "yes" if system == "demo" else "no"}
        own |= {"DJANGO_SETTINGS_MODULE": "segue.config.settings"}
        call(PYTHON, "manage.py", "prepare", env=own, quiet=True)
        port = free_port()
        with children.family(own) as programs:
            programs.start(PYTHON, *server.WEB, "--host", HOST, "--port", str(port))
            if not programs.wait(until=lambda: address.answers(HOST, port)):
                return False
            site = f"http://{NAME}:{port}"
            return not programs.finish(PYTHON, "-m", "tests.screens", system, site, str(FOLDER), name)
