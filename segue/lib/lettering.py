"""How much of a text fits into a width, where a browser does not break it? For texts set in Inter, in a drawing.

Widths are rounded up, as semibold letters have them: a little room may stay, nothing sticks out.
"""

import unicodedata

CUT = "…"


def width(text: str, size: int) -> float:
    """Measure a text that is set in a size; in the unit of the size."""
    return sum(_em(sign) for sign in text) * size


def cut(text: str, size: int, room: float) -> str:
    """Shorten a text with an ellipsis until it fits."""
    text = " ".join(text.split())
    if width(text, size) <= room:
        return text
    left, kept = room / size - _em(CUT), ""
    for sign in text:
        left -= _em(sign)
        if left < 0:
            break
        kept += sign
    return kept.rstrip() + CUT


def lines(text: str, size: int, room: float, most: int) -> list[str]:
    """Break a text between words into at most so many lines; a longer word, and the last line, is cut."""
    words, found = text.split(), list[str]()
    while words and len(found) < most:
        line = words.pop(0)
        while words and (len(found) == most - 1 or width(f"{line} {words[0]}", size) <= room):
            line = f"{line} {words.pop(0)}"
        found.append(cut(line, size, room))
    return found


# What signs take of the size of their text: so much in thousandths, and these.
_WIDTHS = {
    290: " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}Iijl’",
    320: ",.:",
    340: "!';",
    360: "`t|",
    400: "()/[\\]fr",
    480: "-_{}–",
    540: '"*^“”„',
    580: "?7JLakxsz",
    600: "Fcevy",
    620: "5Ehnou",
    640: "23689bdgpqß",
    660: "#$01BPRSTZ",  # in columns of figures, 1 is as wide as 0
    680: "&+4<=>~€",
    720: "KXY",
    740: "ACDUV",
    760: "GHN",
    780: "OQ",
    840: "w",
    900: "m",
    940: "M",
    1020: "%W@Œœ…—",
}
_EMS = {sign: thousandths / 1000 for thousandths, signs in _WIDTHS.items() for sign in signs}
_OTHER, _WIDE = 0.85, 1.3  # other scripts; signs as wide as high, and pictures


def _em(sign: str) -> float:
    """Letters with accents are as wide as those without."""
    if unicodedata.combining(sign):
        return 0
    base = unicodedata.normalize("NFD", sign)[0]
    is_wide = unicodedata.east_asian_width(sign) in "WF"
    return _EMS.get(base) or (_WIDE if is_wide else _OTHER)
