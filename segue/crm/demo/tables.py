"""How is a table of the demo written down? One line a row, cells parted by bars, so that a person can read it."""

from collections.abc import Iterator


def rows(text: str) -> Iterator[list[str]]:
    """Give the cells of each line, without the blanks around them; empty lines do not count."""
    for line in text.strip().splitlines():
        if line.strip():
            yield [cell.strip() for cell in line.split("|")]
