"""How are other programs called, and what does a person see of it?"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("SEGUE_HOME") or ROOT / "var").resolve()
os.environ["SEGUE_HOME"] = str(HOME)  # seen from the person's folder; programs run in ROOT


def say(text: str) -> None:
    """Tell the person at the terminal, at once."""
    print(text, flush=True)


def call(*command: str | Path, env: Mapping[str, str] | None = None, cwd: Path = ROOT, quiet: bool = False) -> None:
    """Run a program to its end; its failure ends `./run` with the same code, without a traceback."""
    output = subprocess.DEVNULL if quiet else None  # what went wrong is on stderr
    code = subprocess.run([*map(str, command)], env=env, cwd=cwd, check=False, stdout=output).returncode
    if code:
        sys.exit(code if code > 0 else 128 - code)


def answer(*command: str | Path, env: Mapping[str, str] | None = None) -> str:
    """What a program printed; empty when it is not there or failed."""
    try:
        done = subprocess.run([*map(str, command)], env=env, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return "" if done.returncode else done.stdout.strip()


def digest(files: Iterable[Path]) -> str:
    """A fingerprint of files' names and contents, to see whether a step has to be repeated."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(f"{file.relative_to(ROOT)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()
