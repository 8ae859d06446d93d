"""Are the translations compiled? Programs read .mo files, which are made from the .po files people edit."""

from launch.environment import PYTHON
from launch.programs import ROOT, call, say


def compile_changed() -> None:
    """Compile when a catalogue is newer than its compiled form."""
    for catalogue in (ROOT / "segue" / "locale").glob("*/LC_MESSAGES/*.po"):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            say("Compiling translations ...")
            call(PYTHON, "manage.py", "messages", "--compile")
            return
