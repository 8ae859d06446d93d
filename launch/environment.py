"""Is the Python side installed? Keeps .venv equal to the hash-pinned lists in requirements/."""

import importlib.util
import os
import sys
from pathlib import Path

from launch.programs import ROOT, call, digest, say

SCRIPTS = "Scripts" if os.name == "nt" else "bin"
VENV = ROOT / ".venv"
PYTHON = VENV / SCRIPTS / "python"
STAMP = VENV / "installed.txt"
REQUIREMENTS = ROOT / "requirements"


def install(*names: str) -> None:
    """Make .venv hold the lists `names`; what an earlier call installed stays, so start and test do not fight."""
    before = dict(line.split() for line in STAMP.read_text().splitlines()) if STAMP.exists() else {}
    wanted = {name: digest([REQUIREMENTS / f"{name}.txt"]) for name in {*before, *names}}
    if PYTHON.exists() and before == wanted:
        return
    make_venv()
    say("Installing Python packages ...")
    sync(*sorted(wanted), python=PYTHON)
    STAMP.write_text("".join(f"{name} {value}\n" for name, value in wanted.items()))


def sync(*names: str, python: Path) -> None:
    """Make the environment of `python` hold exactly these lists; uv never looks for another interpreter."""
    lists = [REQUIREMENTS / f"{name}.txt" for name in names]
    call(VENV / SCRIPTS / "uv", "pip", "sync", "-q", "--require-hashes", *lists, "--python", python)


def make_venv() -> None:
    """A virtual environment with the pinned uv in it; one that lost its Python is made anew."""
    if not PYTHON.exists():
        if importlib.util.find_spec("ensurepip") is None:
            sys.exit("This Python cannot make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv")
        say(f"Making {VENV.name} with Python {sys.version.split()[0]} ...")
        call(sys.executable, "-m", "venv", "--clear", VENV)
    if not (VENV / SCRIPTS / "uv").exists():
        quiet = ("-q", "--disable-pip-version-check", "--root-user-action=ignore")
        call(PYTHON, "-m", "pip", "install", *quiet, "--require-hashes", "-r", REQUIREMENTS / "uv.txt")
