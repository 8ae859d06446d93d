"""Does any file know a machine, a registry or a secret, or leave work for later?"""

import re

import pytest

from tests.architecture.sources import ROOT, texts

# Written so that this file does not contain what it looks for.
FORBIDDEN = {
    "a path of somebody's machine": r"(?<![\w.])/(?:home|Users|root|work|opt|mnt)/(?!\w*\.)[\w.-]+",
    "the address of a package registry": r"registry\.(?:npmjs|yarnpkg)|pythonhosted|pypi[.]org|--(?:extra-)?index-url",
    "work left for later": r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b",
    "a private key": r"BEGIN (?:RSA |EC |OPENSSH )?PRIVATE" + " KEY",
}
EXEMPT = {"tests/architecture/test_places.py", "LICENSE"}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_contains(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts().items()
        if name not in EXEMPT
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("list_name", ["runtime", "dev", "node", "uv"])
def test_every_package_is_pinned_with_its_hashes(list_name: str) -> None:
    text = (ROOT / "requirements" / f"{list_name}.txt").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.strip().startswith(("#", "-c"))]
    assert lines
    assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


def test_lists_are_compiled_from_what_is_asked_for() -> None:
    for asked in (ROOT / "requirements").glob("*.in"):
        wanted = re.findall(r"^([A-Za-z][\w-]*)", asked.read_text(), flags=re.MULTILINE)
        compiled = asked.with_suffix(".txt").read_text().lower()
        assert [package for package in wanted if f"\n{package.lower()}==" not in f"\n{compiled}"] == []
