"""Can everybody read the two themes? Every colour is read from theme.css and held against WCAG 2.2 AA."""

import re
from pathlib import Path

import pytest

THEME = Path(__file__).resolve().parents[2] / "frontend" / "src" / "theme.css"
TEXT, SHAPE = 4.5, 3.0
GROUNDS = ("base-100", "base-200", "soft", "tint")

# What is written on what. "a*30+b" is a mixture: 30 parts of a in a hundred, the rest b.
TEXTS = [
    *(("base-content", ground) for ground in (*GROUNDS, "base-300")),
    *(("muted", ground) for ground in GROUNDS),
    *(("primary", ground) for ground in GROUNDS),
    *((tone, "base-100") for tone in ("info", "success", "warning", "error")),
    ("error", "base-200"),
    *((f"{fill}-content", fill) for fill in ("primary", "neutral", "info", "success", "warning", "error")),
    *(("base-content", f"{tone}*6+base-100") for tone in ("info", "success", "warning", "error")),
    *(("muted", f"{tone}*6+base-100") for tone in ("info", "success", "warning", "error")),
    ("primary", "primary*5+base-100"),
    ("muted", "primary*5+base-100"),
    ("ink", "paper"),
    ("ink-quiet", "paper"),
]
SHAPES = [
    *(("field", ground) for ground in ("base-100", "base-200")),
    *(("primary", ground) for ground in GROUNDS),
    *(("error", ground) for ground in ("base-100", "soft")),
]
HUES = ("grey", "blue", "cyan", "teal", "green", "lime", "yellow", "orange", "red", "pink", "violet", "brown")


def themes() -> dict[str, dict[str, str]]:
    """The hexadecimal colours of each theme by name."""
    found = {}
    for block in re.findall(r'@plugin "daisyui/theme" \{(.*?)\n\}', THEME.read_text(), flags=re.DOTALL):
        name = re.search(r'name: "(\w+)"', block)
        assert name is not None
        found[name[1]] = dict(re.findall(r"--(?:color-)?([\w-]+): (#[0-9a-f]{6});", block))
    return found


THEMES = themes()


def rgb(colour: str, theme: dict[str, str]) -> tuple[float, ...]:
    """Red, green and blue from 0 to 1; mixtures in sRGB, which is close to what the browser mixes."""
    mixture = re.fullmatch(r"([\w-]+)\*(\d+)\+([\w-]+)", colour)
    if mixture:
        part = int(mixture[2]) / 100
        pairs = zip(rgb(mixture[1], theme), rgb(mixture[3], theme), strict=True)
        return tuple(part * above + (1 - part) * below for above, below in pairs)
    return tuple(int(theme[colour][at : at + 2], 16) / 255 for at in (1, 3, 5))


def luminance(channels: tuple[float, ...]) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str, theme: dict[str, str]) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted(luminance(rgb(colour, theme)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_what_wcag_says() -> None:
    known = {"black": "#000000", "white": "#ffffff", "grey": "#767676"}
    assert contrast("black", "white", known) == pytest.approx(21)
    assert contrast("grey", "white", known) == pytest.approx(4.54, abs=0.01)


def test_both_themes_name_the_same_colours() -> None:
    assert set(THEMES) == {"light", "dark"}
    assert set(THEMES["light"]) == set(THEMES["dark"])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    assert contrast(text, ground, THEMES[theme]) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_borders_and_marks_can_be_seen(theme: str, shape: str, ground: str) -> None:
    assert contrast(shape, ground, THEMES[theme]) >= SHAPE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("hue", HUES)
def test_the_dots_and_bands_of_stages_can_be_seen(theme: str, hue: str) -> None:
    assert min(contrast(f"hue-{hue}", ground, THEMES[theme]) for ground in GROUNDS) >= SHAPE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("hue", HUES)
def test_the_names_of_stages_can_be_read_on_their_tinted_arrows(theme: str, hue: str) -> None:
    arrows = (f"hue-{hue}*8+base-100", f"hue-{hue}*20+base-100")
    assert min(contrast("base-content", arrow, THEMES[theme]) for arrow in arrows) >= TEXT


def test_no_other_style_sheet_names_a_colour() -> None:
    named = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)
    sheets = [sheet for sheet in THEME.parent.glob("*.css") if sheet != THEME]
    assert len(sheets) > 10
    assert [sheet.name for sheet in sheets if named.search(sheet.read_text())] == []
