"""Are files and functions short enough to be read?"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT, name, python_files, tracked

LONGEST_FILE = 300
LONGEST_TESTS = 500  # many short sentences about one page
LONGEST_FUNCTION = 40
WRITTEN_BY_PEOPLE = {".css", ".html", ".js", ".py"}


def test_files_are_short() -> None:
    written = [file for file in tracked() if file.suffix in WRITTEN_BY_PEOPLE and file.parent.name != "migrations"]
    lengths = {name(file): len(file.read_text().splitlines()) for file in written}
    assert len(lengths) > 100
    assert {file: length for file, length in lengths.items() if length > longest(file)} == {}


def longest(file: str) -> int:
    """How long a file may be."""
    return LONGEST_TESTS if file.startswith("tests/") else LONGEST_FILE


def test_functions_are_short() -> None:
    long = [f"{name(file)}: {function}" for file in python_files() for function in long_functions(file)]
    assert long == []


def long_functions(file: Path) -> Iterator[str]:
    """The functions of a module with more lines than one can take in at once."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{node.name} ({length} lines)"


def test_long_functions_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text("def long():\n" + "    pass\n" * 40 + "\n\ndef short():\n" + "    pass\n" * 39)
    assert list(long_functions(tmp_path / "long.py")) == ["long (41 lines)"]


def test_a_module_opens_with_what_it_is_for() -> None:
    silent = [name(file) for file in modules() if not ast.get_docstring(ast.parse(file.read_text()))]
    assert silent == []


def modules() -> Iterator[Path]:
    """The modules of product and command that are not empty."""
    for file in python_files():
        if name(file).startswith(("segue/", "launch/")) and file.parent.name != "migrations" and file.stat().st_size:
            yield file


def test_modules_are_named_after_the_business() -> None:
    empty_words = {"utils", "helpers", "services", "managers", "common", "misc"}
    assert [name(file) for file in python_files() if file.stem in empty_words] == []
    assert (ROOT / "segue" / "core" / "records.py").exists()
