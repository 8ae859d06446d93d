"""Where do uploaded bytes go? Once each, under their hash, before the transaction that names them begins.

A transaction that then fails leaves bytes that nothing names; they are found again by their hash.
"""

import hashlib
import mimetypes
import os
import tempfile
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from segue.core import preferences
from segue.core.models import Blob

MEGABYTE = 1024 * 1024
PDF = "application/pdf"
OCTETS = "application/octet-stream"

# What a file is, told by its first bytes. Only these may open in the browser; a name proves nothing.
SIGNATURES: tuple[tuple[bytes, bytes, str], ...] = (
    # at the start, at the eighth byte, type
    (b"\x89PNG\r\n\x1a\n", b"", "image/png"),
    (b"\xff\xd8\xff", b"", "image/jpeg"),
    (b"GIF87a", b"", "image/gif"),
    (b"GIF89a", b"", "image/gif"),
    (b"RIFF", b"WEBP", "image/webp"),
    (b"%PDF-", b"", PDF),
)
OPENS_IN_BROWSER = frozenset(media_type for _start, _eighth, media_type in SIGNATURES)
PICTURES = OPENS_IN_BROWSER - {PDF}


def store(uploaded: "File[bytes]") -> Blob:
    """Keep the bytes of an upload and return where they are; raises ValidationError when it is empty or too large."""
    name = uploaded.name or ""
    _refuse(name, uploaded.size, preferences.load().upload_megabytes)
    settings.FILES_DIR.mkdir(parents=True, exist_ok=True)
    descriptor, written = tempfile.mkstemp(dir=settings.FILES_DIR, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as target:
            digest, start = _copy(uploaded, target)
        path = path_of(digest)
        path.parent.mkdir(exist_ok=True)
        Path(written).replace(path)
    finally:
        Path(written).unlink(missing_ok=True)
    kept = {"size": uploaded.size, "media_type": media_type(name, start)}
    return Blob.objects.get_or_create(sha256=digest, defaults=kept)[0]


def keep(written: Path, name: str) -> Blob:
    """Keep a file that Segue made itself, moved from where it was written."""
    digest, size = sha256_of(written), written.stat().st_size
    path = path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    written.replace(path)
    kept = {"size": size, "media_type": media_type(name, b"")}
    return Blob.objects.get_or_create(sha256=digest, defaults=kept)[0]


def let_go(blob: Blob) -> bool:
    """Forget bytes that nothing names any more, and say whether they are gone."""
    try:
        with transaction.atomic():
            blob.delete()
    except ProtectedError:
        return False
    path_of(blob.sha256).unlink(missing_ok=True)
    return True


def path_of(sha256: str) -> Path:
    """Return where the bytes with this hash lie."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256


def sha256_of(path: Path) -> str:
    """Return the hash of what lies there, which is the name it has if it is whole."""
    digest = hashlib.sha256()
    with path.open("rb") as stored:
        while chunk := stored.read(MEGABYTE):
            digest.update(chunk)
    return digest.hexdigest()


def media_type(name: str, start: bytes) -> str:
    """Tell the type by the first bytes, else by the name; a name alone never makes a file open in the browser."""
    for beginning, eighth, kind in SIGNATURES:
        if start.startswith(beginning) and start[8:].startswith(eighth):
            return kind
    guessed, _encoding = mimetypes.guess_type(name)
    return OCTETS if guessed is None or guessed in OPENS_IN_BROWSER else guessed[:100]


def _refuse(name: str, size: int, megabytes: int) -> None:
    if not size:
        raise ValidationError(_("“%(name)s” is empty.") % {"name": name})
    if size > megabytes * MEGABYTE:
        message = _("“%(name)s” is larger than %(limit)s MB.")
        raise ValidationError(message % {"name": name, "limit": megabytes})


def _copy(uploaded: "File[bytes]", target: IO[bytes]) -> tuple[str, bytes]:
    """Write all bytes and return their hash, and the first of them."""
    digest, start = hashlib.sha256(), b""
    for chunk in uploaded.chunks():
        start = start or bytes(chunk[:16])
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest(), start
