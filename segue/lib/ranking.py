"""How well does a text answer a search, and which part of it does? Texts and words in the form of `text.search_form`.

A search is its words, each with the spellings it may have: as it was typed, then what it may have been meant to be.
"""

from collections.abc import Iterable, Sequence

from segue.lib import text

Words = Sequence[Sequence[str]]
Piece = tuple[str, bool]  # a part of a text, and whether it was searched for

WHOLE, BEGINS, INSIDE, NOWHERE = 3, 2, 1, 0
IN_NAMES, GUESSED = 3, -2
IS_ALL, IN_ORDER = 8, 4


def score(words: Words, held: str, title: str) -> int:
    """Say how well an item's search text answers; names (its first line) count more than what is below them."""
    names, _sign, below = held.partition("\n")
    points = sum(_points(spellings, names, below) for spellings in words)
    phrase = " ".join(spellings[0] for spellings in words)
    if phrase and names.startswith(phrase):
        points += IS_ALL if text.search_form(title) == phrase else IN_ORDER
    return points


def _points(spellings: Sequence[str], names: str, below: str) -> int:
    best = 0
    for place, word in enumerate(spellings):
        at_names = _place(word, names)
        points = at_names + IN_NAMES if at_names else _place(word, below)
        best = max(best, points + GUESSED if place and points else points)
    return best


def _place(word: str, held: str) -> int:
    if word not in held:
        return NOWHERE
    there = f" {held} ".replace("\n", " ")
    if f" {word} " in there:
        return WHOLE
    return BEGINS if f" {word}" in there else INSIDE


def nearest(word: str, known: Iterable[str], most: int) -> list[str]:
    """Return the known words that this one may have been meant to be, or to begin: those that one mistake parts."""
    near = {each for each in known if each != word and _begins_nearly(word, each)}
    return sorted(near, key=lambda each: (abs(len(each) - len(word)), each))[:most]


def _begins_nearly(word: str, known: str) -> bool:
    """Say whether a known word begins with this one but for one letter: another, missing, too many, or two swapped."""
    at = next((at for at, (one, other) in enumerate(zip(word, known, strict=False)) if one != other), None)
    if at is None:
        return len(word) - len(known) <= 1
    typed, meant = word[at:], known[at:]
    swapped = len(typed) > 1 and typed[1] + typed[0] == meant[:2]
    return (
        meant[1:].startswith(typed[1:])
        or meant[1:].startswith(typed)
        or meant.startswith(typed[1:])
        or (swapped and meant[2:].startswith(typed[2:]))
    )


def marked(shown: str, words: Words) -> list[Piece]:
    """Part a text as people read it into pieces, and say of each whether it was searched for."""
    wanted = [word for spellings in words for word in spellings]
    hit = [False] * len(shown)
    for start, end in _tokens(shown):
        for first, last in _spans(shown[start:end], wanted):
            hit[start + first : start + last] = [True] * (last - first)
    return _pieces(shown, hit)


def _tokens(shown: str) -> Iterable[tuple[int, int]]:
    """Find the stretches between blanks."""
    start = 0
    for part in shown.split(" "):
        if part:
            yield start, start + len(part)
        start += len(part) + 1


def _spans(token: str, wanted: Iterable[str]) -> Iterable[tuple[int, int]]:
    """Find where the words stand in a stretch as it is written: ß counts as ss, ä as a."""
    folded = text.search_form(token)
    lengths: list[int] = []
    for word in wanted:
        at = folded.find(word)
        if at < 0:
            continue
        lengths = lengths or [len(text.search_form(token[:end])) for end in range(len(token) + 1)]
        first = max(place for place, length in enumerate(lengths) if length <= at)
        last = next((place for place, length in enumerate(lengths) if length >= at + len(word)), len(token))
        yield first, max(last, first + 1)


def _pieces(shown: str, hit: Sequence[bool]) -> list[Piece]:
    pieces: list[Piece] = []
    for sign, is_hit in zip(shown, hit, strict=True):
        if pieces and pieces[-1][1] == is_hit:
            pieces[-1] = (pieces[-1][0] + sign, is_hit)
        else:
            pieces.append((sign, is_hit))
    return pieces
