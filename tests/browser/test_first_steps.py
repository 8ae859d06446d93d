"""Does an administrator get from an empty system to one with sample data?"""

from playwright.sync_api import Page, expect

PRESS = "(button) => { button.form.requestSubmit(button); return button.form.ariaBusy }"


def test_sample_data_come_at_the_press_of_a_button_that_shows_it_is_at_work(danas_desk: Page) -> None:
    assert danas_desk.get_by_role("button", name="Load sample data").evaluate(PRESS) == "true"
    expect(danas_desk.get_by_role("heading", name="Deals", exact=True)).to_be_visible(timeout=120_000)
    expect(danas_desk.get_by_text("The sample data are there.")).to_be_visible()
