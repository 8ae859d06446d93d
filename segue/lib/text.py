"""When are two texts the same to a person who compares names, or who searches?

`fold` is for comparing: case, accents, punctuation and repeated spaces do not count. `search_form` is the one form in
which text is kept for searching and in which a query is asked: beyond `fold`, the spellings `ä`, `ae` and `a` (and so
for o and u) become one, so that Müller is found by Müller, Mueller and Muller alike.
"""

import re
import unicodedata


def fold(text: str) -> str:
    """Bring a text into the form in which names are compared: "Jörg  O’Neil-Smith" becomes "jorg oneil smith"."""
    plain = text.casefold().translate(_LETTERS)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).casefold()
        plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Mn")
    return unicodedata.normalize("NFC", " ".join(_NOT_WORD.sub(_punctuation, plain).split()))


def search_form(text: str) -> str:
    """Bring a text, or a query, into the one form in which they are matched."""
    return re.sub("([aou])e", r"\1", fold(text))


def search_parts(part: str) -> list[str]:
    """Return what the search form of a text holds that holds this part: its words; an e at the beginning of a word may
    be the end of an ä that the part does not hold.
    """
    return [word for word in (each.lstrip("e") for each in search_form(part).split()) if word]


def without_umlauts(text: str) -> str:
    """Write umlauts as people do who have no such letters: "Jörg Müller" becomes "Joerg Mueller"."""
    return text if text.isascii() else unicodedata.normalize("NFC", text).translate(_UMLAUTS)


def as_read(text: str) -> str:
    """Write a text as it is put in order: neither case nor marks count."""
    return text.translate(_BARE).lower()


def company_key(name: str) -> str:
    """Give the form in which company names are compared, without the legal form at their end and with every "and" left
    out, since "&" is none of the words either; empty matches none.
    """
    return _AND.sub("", _LEGAL_FORM.sub("", fold(name)))


def bare(text: str) -> str:
    """Bring a number or code into the form in which such are compared: "DE 123-456" becomes "de123456"."""
    return fold(text).replace(" ", "")


def address_key(address: str) -> str:
    """Give the form in which addresses of pages are compared: without http, www and the stroke at the end."""
    return _BEFORE_NAME.sub("", address.strip().casefold()).rstrip("/")


def digits(text: str) -> str:
    """Keep the digits 0 to 9 of a text."""
    return re.sub("[^0-9]", "", text)


def is_storable(text: str) -> bool:
    """Say whether every database keeps a text: it holds no NUL, and no half of a sign that UTF-8 cannot write."""
    return not _UNSTORABLE.search(text)


_BEFORE_NAME = re.compile(r"^(?:https?://|mailto:)?(?:www\.)?")
_UNSTORABLE = re.compile("[\\0\ud800-\udfff]")

# Letters that Unicode does not take apart into a base letter and an accent; \u0131 is the i without a dot.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)

# The letters of Europe that are one with a mark, and what they are without it; of the others each stays what it is.
MARKED = "".join(each for each in map(chr, range(0xC0, 0x180)) if "A" <= unicodedata.normalize("NFKD", each)[0] <= "z")
MARKED += "ßøØłŁđĐħĦ"
UNMARKED = "".join(unicodedata.normalize("NFKD", each)[0] for each in MARKED[:-9]) + "soOlLdDhH"
_BARE = str.maketrans(MARKED, UNMARKED)

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})

_NOT_WORD = re.compile(r"[^\w\s]|_")
_JOINING = frozenset(".'’`\u02bc\u00b4\u00ad\u200b")  # O'Neil is one word, and so is G.m.b.H.

# Longest first. "& Co." belongs to the legal form only between two others: "Meyer & Co." keeps it.
_LIMITED = r"(?:gmbh|ag|se|ug haftungsbeschra?e?nkt|ug)"
_LEGAL_FORM = re.compile(
    rf"(?: (?:{_LIMITED} (?:und |u )?co (?:kgaa|kg|ohg)|ug haftungsbeschra?e?nkt"
    r"|gesellschaft (?:mbh|mit beschra?e?nkter haftung)|aktiengesellschaft|g?gmbh|mbh|ag|se|ug|kgaa|kg|ohg|gbr"
    r"|e ?k|e ?v|limited|ltd|incorporated|inc|corporation|corp|llc|llp|plc|sa rl|sarl|sas|sa|srl|bv|nv|sp z oo|sro))+$"
)
_AND = re.compile(r" (?:und|and|u|\+)(?= )")


def _punctuation(match: re.Match[str]) -> str:
    """Drop what joins, part words at other punctuation, and keep signs that mean something, as in C++ or 5 €."""
    sign = match[0]
    if sign in _JOINING:
        return ""
    return " " if unicodedata.category(sign).startswith(("P", "Z", "C")) else sign
