"""Does a pattern take the same texts as Python's own, in time that no text can stretch?"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from segue.lib import pattern

TABLE = [
    ("", [""], ["a"]),
    ("[A-Z]{2}-\\d+", ["AB-1"], ["AB-", "ab-1"]),
    ("[a-z]+(-[a-z]+)*", ["a-b-c"], ["a-", "-a"]),
    ("(?P<day>\\d\\d?)\\.(?:0|1)?\\d", ["1.12", "31.1"], ["1.1.", "a.1"]),
    ("a{0,2}|b{2,}|c{1}", ["", "aa", "bbb", "c"], ["aaa", "b", "cc"]),
    ("^a$|b", ["a", "b"], ["ab"]),
    ("a{x}", ["a{x}"], ["a"]),
    ("[]a]+[^]a]\\]", ["]ab]"], ["aaa]"]),
    ("\\+49 ?\\d{3,}?", ["+49 170", "+491701"], ["49 170"]),
    ("().*", ["", "x"], ["\n"]),
]  # fmt: skip
PIECES = some.sampled_from(["a", "b", ".", "[ab]", "[^a]", "\\d", ""])
OFTEN = some.sampled_from(["", "*", "+", "?", "{1,3}", "{2}", "{0,2}", "*?"])


def _larger(smaller: some.SearchStrategy[str]) -> some.SearchStrategy[str]:
    group = some.tuples(smaller, smaller, OFTEN).map(lambda parts: f"({parts[0]}|{parts[1]}){parts[2]}")
    return group | some.tuples(smaller, smaller).map("".join)


@pytest.mark.parametrize(("expression", "taken", "refused"), TABLE)
def test_a_pattern_takes_these_texts_and_no_others(expression: str, taken: list[str], refused: list[str]) -> None:
    pattern.check(expression)
    assert [text for text in taken if not pattern.matches(expression, text)] == []
    assert [text for text in refused if pattern.matches(expression, text)] == []


@given(expression=some.recursive(PIECES, _larger, max_leaves=8), text=some.text("ab1", max_size=6))
def test_it_takes_what_the_language_itself_takes(expression: str, text: str) -> None:
    assert pattern.matches(expression, text) == bool(re.fullmatch(expression, text))


@pytest.mark.parametrize("expression", ["(a)\\1", "(?=a)", "(?<!a)b", "\\u00e4", "a{,2}"])
def test_what_one_pass_cannot_do_is_not_offered(expression: str) -> None:
    with pytest.raises(pattern.NotOffered):
        pattern.check(expression)


@pytest.mark.parametrize("expression", ["(a{100}){100}", "(" * 3000 + ")" * 3000, "a{99999999999999999999}", "a{5000}"])
def test_a_pattern_of_many_steps_is_not_offered(expression: str) -> None:
    with pytest.raises(pattern.NotOffered):
        pattern.check(expression)


@pytest.mark.parametrize("expression", ["(", "a**", "[a", "a{2,1}"])
def test_what_is_no_expression_is_none_here(expression: str) -> None:
    with pytest.raises(re.error):
        pattern.check(expression)


def test_a_pattern_with_countless_paths_answers_at_once() -> None:
    assert not pattern.matches("(a+)+$", "a" * 1999 + "b")


def test_a_text_of_great_length_has_no_form() -> None:
    assert not pattern.matches("a*", "a" * 2001)
