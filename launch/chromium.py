"""Which browser do the browser tests drive? The machine's Chromium, Debian's package, or Playwright's own."""

import os
import shutil
import subprocess
import sys

from launch.environment import PYTHON
from launch.programs import ROOT, call, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = """\
The browser tests need Chromium, and it could not be installed here. Install it (Debian: apt-get install chromium),
or leave them out: ./run test -m "not browser"
"""


def find_or_install() -> dict[str, str]:
    """The environment that names the browser in CHROMIUM; empty when Playwright finds its own."""
    if not installed() and os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Chromium ...")
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        call("apt-get", "update", "-qq", env=quiet)
        call("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", env=quiet)
    if path := installed():
        return {"CHROMIUM": path}
    if subprocess.run([PYTHON, "-m", "playwright", "install", "chromium"], cwd=ROOT, check=False).returncode:
        sys.exit(MISSING)
    return {}


def installed() -> str | None:
    """The path of the machine's own browser."""
    return next(filter(None, map(shutil.which, NAMES)), None)
