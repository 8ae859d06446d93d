"""Do the documents name only what is there?"""

import re

import pytest

from tests.architecture.sources import ROOT, name, tracked

DOCUMENTS = [file for file in tracked() if file.suffix == ".md"]
LINK = r"\]\((?!https?:|#|mailto:)([^)#\s]+)"
PICTURE = "docs/screenshot.png"
GENERAL = ("| 1.10.1", "| 2.8.7", "| 8.3.4", "| 14.3.3", "| 14.5.2")  # no file of ours shows these


def test_every_command_exists() -> None:
    known = set(re.findall(r'^    "(\w+)": ', (ROOT / "run").read_text(), flags=re.MULTILINE))
    assert {"test", "check", "backup"} <= known
    used = {word for file in DOCUMENTS for word in re.findall(r"\./run ([a-z]\w*)", file.read_text())}
    assert used <= known


def test_every_link_leads_somewhere() -> None:
    links = [(file, link) for file in DOCUMENTS for link in re.findall(LINK, file.read_text())]
    assert [(name(file), link) for file, link in links if link != PICTURE and not (file.parent / link).exists()] == []


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "docs/security.md"])
def test_every_file_that_the_map_names_is_there(document: str) -> None:
    text = (ROOT / document).read_text()
    named = re.findall(r"`((?:segue|launch|tests|frontend|docs|bench|requirements)/[\w/.-]*)`", text)
    assert len(named) > 20
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_what_is_said_to_hold_says_where() -> None:
    rows = re.findall(r"^\| \d.*$", (ROOT / "docs" / "security.md").read_text(), flags=re.MULTILINE)
    assert len(rows) > 100
    claims = [row for row in rows if re.search(r"\| Holds: (?!as \d)", row)]
    assert [row for row in claims if "`" not in row and not row.startswith(GENERAL)] == []


def test_every_room_is_on_the_map() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    rooms = [room.name for room in (ROOT / "segue").iterdir() if (room / "__init__.py").exists()]
    assert [room for room in rooms if f"`segue/{room}/`" not in text] == []


def test_a_decision_has_its_date_and_its_parts() -> None:
    decisions = [file for file in (ROOT / "docs" / "decisions").glob("*.md") if file.name != "README.md"]
    assert decisions
    assert [name(file) for file in decisions if not is_dated_and_whole(file.read_text())] == []


def is_dated_and_whole(text: str) -> bool:
    """Whether a note is one page: title, date, context, decision, consequences."""
    parts = re.findall(r"^## (\w+)", text, flags=re.MULTILINE)
    dated = re.match(r"# .+\n\n\d{4}-\d\d-\d\d\n", text)
    return bool(dated) and parts == ["Context", "Decision", "Consequences"] and len(text.splitlines()) <= 60
