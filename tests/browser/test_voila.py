"""The dashboard: voila serves the explorer, which works with the keyboard and sends no requests to other machines."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("voila", reason="voila is not installed: extra `dash`")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed: extra `test`")

from analysis.models import MODELS

from .conftest import Seen, opened, served
from .explorer import Explorer, expect, move_and_reset, reset_at_once

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [
    *(sys.executable, "-m", "voila", str(ROOT / "notebooks" / "explore.ipynb")),
    *("--no-browser", "--port={port}", "--template=metals"),
]
SCRIPT = "/voila/static/voila.js"  # shows that the server is up; requesting the page would execute the notebook twice


@pytest.fixture(scope="module")
def seen_dashboard():
    return Seen()


@pytest.fixture(scope="module")
def dashboard(browser, seen_dashboard, tmp_path_factory):
    """The page served by voila, executed once for all tests in this module."""
    folder = tmp_path_factory.mktemp("voila")
    template = str(ROOT / "share" / "jupyter")
    server = served(COMMAND, folder, SCRIPT, JUPYTER_PATH=template)
    with server as address, opened(browser, seen_dashboard) as page:
        page.goto(f"{address.removesuffix(SCRIPT)}/")
        page.locator(".explorer").nth(len(MODELS) - 1).wait_for()
        yield page


def test_each_model_has_a_panel_and_no_code_is_shown(dashboard):
    for place in range(len(MODELS)):
        Explorer(dashboard, place).shown()
    expect(dashboard.locator(".explorer")).to_have_count(len(MODELS))
    expect(dashboard.locator(".jp-InputArea-editor")).to_have_count(0)


def test_a_slider_changes_chart_and_results_and_reset_restores_them(dashboard):
    move_and_reset(Explorer(dashboard).shown(), dashboard)


def test_a_reset_comes_after_the_moves_before_it(dashboard):
    reset_at_once(Explorer(dashboard).shown(), dashboard)


def test_incompatible_readings_show_an_error(dashboard):
    automation = Explorer(dashboard, 1).shown()
    automation.choice("Cost scope").select_option("total in a year")
    expect(automation.panel.get_by_role("alert")).to_contain_text("productivity_reading")
    automation.choice("Productivity reading").select_option("throughput")
    expect(automation.panel.get_by_role("alert")).to_have_count(0)
    expect(automation.number("Unit cost change").nth(3)).not_to_have_text("")


def test_the_panels_are_accessible_by_screen_reader_and_keyboard(dashboard):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: extra `test`")
    growth = Explorer(dashboard, 2).shown()
    growth.panel.get_by_role("button", name="assumptions").click()
    growth.panel.get_by_role("button", name="Copy what is set").click()
    for name in ("Size of the cluster (CNY billion)", "Volatility (% per √year)"):
        expect(growth.panel.get_by_role("slider", name=name)).to_be_visible()
    found = axe.Axe().run(dashboard, context=".explorer").response
    assert [(item["id"], item["nodes"][0]["html"]) for item in found["violations"]] == []
    assert {"aria-input-field-name", "color-contrast", "image-alt", "label"} <= {item["id"] for item in found["passes"]}


def test_the_whole_page_is_accessible_in_the_dark_of_the_system(dashboard):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: extra `test`")

    def lightness():
        colour = dashboard.evaluate("getComputedStyle(document.body).backgroundColor")
        return max(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))

    dashboard.emulate_media(color_scheme="light")
    assert lightness() > 240
    dashboard.emulate_media(color_scheme="dark")
    assert lightness() < 64
    found = axe.Axe().run(dashboard).response
    dashboard.emulate_media(color_scheme="light")
    assert [(item["id"], item["nodes"][0]["html"]) for item in found["violations"]] == []
    assert {"color-contrast", "region"} <= {item["id"] for item in found["passes"]}


def test_in_a_narrow_window_the_parts_are_stacked(dashboard):
    panel = Explorer(dashboard).shown().panel
    parts = (".explorer-view", ".explorer-inputs", ".explorer-numbers")
    dashboard.set_viewport_size({"width": 480, "height": 900})
    expect(panel.locator(".explorer-columns")).to_have_css("grid-template-areas", '"view" "inputs" "numbers"')
    boxes = [panel.locator(part).bounding_box() for part in parts]
    assert [box["y"] for box in boxes] == sorted(box["y"] for box in boxes)
    boxes.append(panel.locator(".explorer-numbers table").bounding_box())
    assert all(box["x"] + box["width"] <= 480 for box in boxes)


def test_the_dashboard_raises_no_errors_and_requests_nothing_from_other_machines(dashboard, seen_dashboard):
    assert seen_dashboard.errors == []
    assert seen_dashboard.outside == []
