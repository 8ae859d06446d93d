"""What does the environment say, and is it what it may be? For `settings.py`, which alone asks."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 50


def env(name: str, default: str = "") -> str:
    """The environment variable, without surrounding spaces."""
    return os.environ.get(name, default).strip()


def env_bool(name: str, *, default: bool = False) -> bool:
    """Whether a switch is on; a word that is neither yes nor no is an error, not a guess."""
    word = env(name).lower()
    if word not in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {word!r}.")
    return word in {"1", "true", "yes", "on"} if word else default


def env_list(name: str) -> list[str]:
    """A list separated by commas; empty parts are dropped."""
    return [part.strip() for part in env(name).split(",") if part.strip()]


def env_hours(name: str, default: str, most: int) -> int:
    """A whole number of hours, from 1 to `most`."""
    word = env(name) or default
    if not (word.isascii() and word.isdigit() and 1 <= int(word) <= most):
        raise ImproperlyConfigured(f"{name} must be a whole number of hours from 1 to {most}, not {word!r}.")
    return int(word)


def given_key(key: str) -> str:
    """The secret key that the deployment keeps elsewhere; one that could be guessed would open every session."""
    if key and len(key) < SHORTEST_KEY:
        raise ImproperlyConfigured(f"SEGUE_SECRET_KEY is too short: it takes {SHORTEST_KEY} random characters or more.")
    return key


def secret_key(path: Path) -> str:
    """The key kept at `path`, made on first use; two processes that start at once end with the same one."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def closed(path: Path) -> Path:
    """The database file at `path`, which only its owner may read, and so what SQLite puts beside it."""
    with suppress(OSError):  # whoever opens it says what is wrong with the place, and somebody else's file is theirs
        path.touch(mode=0o600)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    return path
