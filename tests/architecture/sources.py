"""Which files belong to the project? Those that git knows or would take; without git, all that are not built."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILT = {".git", ".venv", "build", "node_modules", "var", "__pycache__"}


@cache
def tracked() -> list[Path]:
    """All files of the project."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")  # noqa: S603  git, with words of our own
        files = [ROOT / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        files = [file for file in ROOT.rglob("*") if not BUILT & {*file.relative_to(ROOT).parts}]
    return sorted(file for file in files if file.is_file())


def python_files() -> list[Path]:
    """The project's modules."""
    return [file for file in tracked() if file.suffix == ".py" or file == ROOT / "run"]


def texts() -> dict[str, str]:
    """Every file that is text, by name."""
    found = {}
    for file in tracked():
        try:
            found[name(file)] = file.read_text()
        except UnicodeDecodeError:
            continue  # a picture or a font
    return found


def name(file: Path) -> str:
    """How a file is called in messages."""
    return file.relative_to(ROOT).as_posix()
