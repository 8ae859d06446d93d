"""Is the front end built? Takes Node from the machine or from PyPI, and builds only what has changed."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from launch.environment import PYTHON, SCRIPTS, sync
from launch.programs import ROOT, answer, call, digest, say

FRONTEND = ROOT / "frontend"
BUILD = ROOT / "segue" / "web" / "static" / "build"
NODE = ROOT / "var" / "node"
OLDEST_NODE = (20, 19)


def build() -> None:
    """Write the front end to segue/web/static/build, unless it was built from the same sources."""
    stamp, wanted = BUILD / "built.txt", digest(sources())
    if stamp.exists() and stamp.read_text() == wanted:
        return
    node = install()
    say("Building the front end ...")
    call(npm(node), "run", "--silent", "build", "--", "--logLevel", "warn", env=node, cwd=FRONTEND)
    stamp.write_text(wanted)


def sources() -> Iterator[Path]:
    """What the build depends on; pages and components count, because Tailwind reads their classes."""
    yield from (file for file in FRONTEND.iterdir() if file.is_file())
    yield from (file for file in (FRONTEND / "src").rglob("*") if file.is_file())
    yield from (file for kind in ("*.html", "*.py") for file in (ROOT / "segue" / "web").rglob(kind))


def install() -> Mapping[str, str]:
    """Install the locked npm packages once; answers the environment in which `node` and `npm` work."""
    node = environment_with_node()
    stamp, wanted = FRONTEND / "node_modules" / "installed.txt", digest([FRONTEND / "package-lock.json"])
    if not stamp.exists() or stamp.read_text() != wanted:
        say("Installing the front end's packages ...")
        call(npm(node), "ci", "--loglevel", "error", "--no-audit", "--no-fund", env=node, cwd=FRONTEND, quiet=True)
        stamp.write_text(wanted)
    return node


def environment_with_node() -> Mapping[str, str]:
    """The environment whose PATH begins with a Node that is new enough: the machine's, else one from PyPI."""
    version = re.match(r"v(\d+)\.(\d+)", answer("node", "--version"))
    if version and (int(version[1]), int(version[2])) >= OLDEST_NODE and shutil.which("npm"):
        return os.environ
    if not (NODE / SCRIPTS / "npm").exists():
        say("Installing Node.js ...")
        call(PYTHON, "-m", "venv", "--without-pip", "--clear", NODE)
        sync("node", python=NODE / SCRIPTS / "python")
    return os.environ | {"PATH": f"{NODE / SCRIPTS}{os.pathsep}{os.environ.get('PATH', '')}"}


def npm(node: Mapping[str, str]) -> str:
    """The full name of npm, because Windows does not look into a PATH given to a child."""
    return shutil.which("npm", path=node["PATH"]) or "npm"
