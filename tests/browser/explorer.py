"""The explorer as a user operates it in a browser, served by JupyterLab or voila."""

from playwright.sync_api import expect

from analysis.core.formatting import label, titled

from .conftest import TIMEOUT_MS

RATIO, FOIL_PROFIT = label("uplift_ratio", "fraction"), titled("foil_profit_usd_per_t", "USD/t")

expect.set_options(timeout=TIMEOUT_MS)


class Explorer:
    """One panel on a page, by its position from the top."""

    def __init__(self, page, place=0):
        self.page = page
        self.panel = page.locator(".explorer").nth(place)

    def shown(self):
        """Wait for the chart, scroll it into view, and return the panel."""
        expect(self.panel.locator("img.explorer-chart")).to_have_js_property("complete", True)
        self.panel.locator("img.explorer-chart").scroll_into_view_if_needed()
        return self

    @property
    def chart(self):
        return self.panel.locator("img.explorer-chart").get_attribute("src")

    @property
    def says(self):
        return self.panel.locator("img.explorer-chart").get_attribute("alt")

    def number(self, result):
        """Return the cells in the row of a result: value, unit, sources, change."""
        return self.panel.locator("tbody tr", has=self.page.get_by_role("rowheader", name=result)).locator("td")

    def handle(self, name):
        return self.panel.locator(f".explorer-slider-{name.replace('_', '-')} .noUi-handle")

    def field(self, label):
        return self.panel.get_by_role("spinbutton", name=label, exact=True)

    def choice(self, label):
        return self.panel.get_by_role("combobox", name=label, exact=True)

    def press(self, name, key, times=1):
        """Move a slider with the keyboard."""
        handle = self.handle(name)
        handle.focus()
        for _ in range(times):
            handle.press(key)

    def band(self, name):
        """Return the ends of the band of a slider, as shares of its track."""
        return self.panel.locator(f".explorer-slider-{name.replace('_', '-')} .noUi-target").evaluate(
            """track => {
                const band = getComputedStyle(track, '::before'), width = track.clientWidth;
                const left = parseFloat(band.left);
                return [left / width, (left + parseFloat(band.width)) / width];
            }"""
        )


def move_and_reset(explorer, page):
    """Move the foil profit with the keyboard, check that everything follows, and reset to the sources."""
    chart, says = explorer.chart, explorer.says
    before = explorer.number(RATIO).all_inner_texts()
    assert before[0] == before[2]
    explorer.press("foil_profit_usd_per_t", "ArrowRight", times=3)
    expect(explorer.panel.locator("img.explorer-chart")).not_to_have_attribute("alt", says)
    expect(explorer.number(RATIO).nth(3)).not_to_have_text("")
    after = explorer.number(RATIO).all_inner_texts()
    assert float(after[0]) > float(before[0])
    assert (after[2], after[3][0]) == (before[0], "+")
    assert explorer.chart != chart
    assert float(explorer.field(FOIL_PROFIT).input_value()) > 1400
    explorer.panel.get_by_role("button", name="Reset to the sources").click()
    expect(explorer.panel.locator("img.explorer-chart")).to_have_attribute("alt", says)
    expect(explorer.number(RATIO).nth(3)).to_have_text("")
    assert explorer.number(RATIO).all_inner_texts() == before
    assert explorer.chart == chart
    expect(explorer.field(FOIL_PROFIT)).to_have_value("1400")


def reset_at_once(explorer, page):
    """Reset while the browser still holds back the last move of a slider, since the kernel computes the first."""
    says = explorer.says
    explorer.press("foil_profit_usd_per_t", "ArrowRight", times=3)
    explorer.panel.get_by_role("button", name="Reset to the sources").click()
    expect(explorer.panel.locator("img.explorer-chart")).not_to_have_attribute("alt", says)
    expect(explorer.panel.locator("img.explorer-chart")).to_have_attribute("alt", says)
    page.wait_for_timeout(1500)  # in which a move that came after the reset would show
    assert explorer.says == says
    assert explorer.field(FOIL_PROFIT).input_value() == "1400"
