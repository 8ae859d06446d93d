"""Is what happens to accounts written with a code that has words, and without what nobody should read?"""

import re

import pytest
from django.conf import settings
from django.utils import translation

from segue.core import account_events
from segue.core.models import AuditEntry, User


def test_every_code_that_is_written_has_words() -> None:
    files = (settings.BASE_DIR / "segue" / "web").rglob("*.py")
    written = {code for file in files for code in re.findall(r'account_events\.record\(\s*"(\w+)"', file.read_text())}
    assert len(written) > 10
    assert written == set(account_events.EVENTS)


@pytest.mark.parametrize("code", account_events.EVENTS)
def test_the_words_are_there_in_both_languages(code: str) -> None:
    said = {}
    for language in ("en", "de"):
        with translation.override(language):
            said[language] = str(account_events.EVENTS[code])
    assert said["en"] != said["de"]


def test_a_code_without_words_is_refused(db: None) -> None:
    with pytest.raises(KeyError):
        account_events.record("danced", actor=None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Alice@SEGUE.test ", "alice@segue.test"), ("hunter2@x.de", "h***@x.de"), ("hunter2", "h***"), ("", "")],
)
def test_an_address_that_nobody_has_is_masked(alice: User, typed: str, kept: str) -> None:
    account_events.record("sign_in_failed", actor=None, email=typed)
    assert AuditEntry.objects.get().subject == kept
