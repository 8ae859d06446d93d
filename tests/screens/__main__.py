"""`python -m tests.screens SYSTEM SITE FOLDER [NAME]`, called by launch/shots.py; SITE shows what is in SEGUE_HOME."""

import sys

import django

django.setup()

from tests.screens.take import main  # noqa: E402  models can be imported from here on

if __name__ == "__main__":
    main(*sys.argv[1:])
