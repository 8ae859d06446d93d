import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.lib import markup


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**bold** and *italic*", "<p><strong>bold</strong> and <em>italic</em></p>"),
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("# Top", "<h3>Top</h3>"),
        ("##### Low", "<h6>Low</h6>"),
        ("![plan](/files/7/plan.png)", '<p><img src="/files/7/plan.png" alt="plan"></p>'),
    ],
)
def test_what_rich_text_offers_is_rendered(markdown: str, html: str) -> None:
    assert markup.to_html(markdown).strip() == html


@pytest.mark.parametrize("address", ["https://example.org/?a=1&b=2", "http://example.org", "mailto:a@example.org"])
def test_links_lead_out_without_telling_where_from(address: str) -> None:
    escaped = address.replace("&", "&amp;")
    assert markup.to_html(f"[x]({address})") == f'<p><a href="{escaped}" rel="noopener nofollow">x</a></p>\n'


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#10;script:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org",
        "/admin/",
        "\\\\example.org",
    ],
)
def test_links_of_any_other_kind_lead_nowhere(address: str) -> None:
    assert "href" not in markup.to_html(f"[x](<{address}>) [x]({address}) <{address}>")


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x.png",
        "//example.org/x.png",
        "/files/../x",
        "/files/\\..\\x",
        "/other/x.png",
        "data:image/png;base64,AA",
    ],
)
def test_images_that_are_no_attachment_show_their_description_only(address: str) -> None:
    assert markup.to_html(f"![the plan]({address})").count("<img") == 0


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src=//example.org></iframe>",
        "</p><script>alert(1)</script>",
        '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
        '![" onerror="alert(1)](/files/1/x.png)',
        '![x](/files/1/x.png"onerror="alert(1))',
        "**<b onclick=alert(1)>**",
        "<!--><script>alert(1)</script>-->",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ],
)
def test_markup_in_a_text_is_shown_and_never_done(attack: str) -> None:
    assert_harmless(markup.to_html(attack))


@given(st.text(alphabet="<>\"'&;:/()[]!*_#\\ \n=ajsvcriptonef-", max_size=60))
def test_no_text_whatever_becomes_harmful(text: str) -> None:
    assert_harmless(markup.to_html(text))


def assert_harmless(html: str) -> None:
    """Every tag is one of ours, and carries no attribute but ours."""
    for tag in re.findall(r"<[^>]*>", html):
        assert re.fullmatch(
            r'</?(p|br|strong|em|ul|ol|li|a|img|h[3-6])( (href|src|alt|title|rel|start)="[^"]*")*>', tag
        )
        assert not re.search(r'(href|src)="(?!https?://|mailto:|/files/)', tag)
