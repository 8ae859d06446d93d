"""Which settings differ while tests run? Quick passwords, jobs at once, a home of their own."""

import os
import tempfile
from pathlib import Path

# Tests never touch a real installation. The folder is made and removed by tests/conftest.py.
os.environ["SEGUE_HOME"] = str(Path(tempfile.gettempdir(), f"segue-test-{os.getpid()}"))
os.environ["SEGUE_SECRET_KEY"] = "only-for-tests" * 4

from segue.config.settings import *  # noqa: F403  the environment above must be set first
from segue.config.settings import DATABASES, DJANGO_VITE, HOME, VITE_DIR

# A file, because the threads of concurrency tests need what SQLite does on a disk. The process is part of the name on
# a server, so that two runs at once do not take each other's database.
on_sqlite = DATABASES["default"]["ENGINE"].endswith("sqlite")
DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3") if on_sqlite else f"test_segue_{os.getpid()}"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Pages can be tested before the front end is built; browser tests cannot (`./run test` builds it first).
DJANGO_VITE["default"]["dev_mode"] = not Path(VITE_DIR, "manifest.json").exists()
