"""A real report in a real browser: links, keyboard, accessibility, phones, print, and no network requests."""

from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html as parser

from analysis.core.paths import project_folder
from analysis.report.print_pdf import write_pdf
from analysis.runs.answer_changes import answer_changes
from analysis.runs.progress import Progress
from analysis.runs.run import run
from analysis.runs.run_comparison import compare_runs, write_comparison
from analysis.runs.run_history import find_run, write_overview

SOURCE = "sources/000_cf4b1ec34a5132fe.html"
NOTEBOOK = "20_margin_uplift.html"


class Quiet(Progress):
    def say(self, message):
        pass


@pytest.fixture(scope="module")
def reports(browser, tmp_path_factory):
    """Return a folder with two reports that differ in the foil profit, and their comparison."""
    out = tmp_path_factory.mktemp("reports")
    seeds = project_folder() / "seeds"
    first = run(sources=seeds, out=out, workers=2, progress=Quiet())
    second = run(sources=seeds, out=out, workers=2, given={"foil_profit_usd_per_t": "1200"}, progress=Quiet())
    assert (first.status, second.status) == ("ok", "ok")
    old, new = (find_run(item.folder.name, out) for item in (first, second))
    write_comparison(out / "changes.html", old, new, compare_runs(old, new), answer_changes(old, new))
    write_overview(out)
    return out


@pytest.fixture(scope="module")
def report(reports):
    return find_run("latest", reports).folder


def pages_of(report):
    inside = sorted(report.rglob("*.html"))
    return [*inside, report.parent / "index.html", report.parent / "changes.html"]


def violations(page, *rules, without=()):
    from axe_playwright_python.sync_playwright import Axe

    options = {"resultTypes": ["violations"], "selectors": False}  # other result types would take just as long
    options |= {"rules": {name: {"enabled": False} for name in without}} | ({"runOnly": rules} if rules else {})
    found = Axe().run(page, options=options).response["violations"]
    return [f"{item['id']}: {node['html'][:160]}" for item in found for node in item["nodes"]]


def open_page(page, path, fragment=""):
    page.goto(path.as_uri() + fragment)


def test_axe_finds_the_problems_of_a_bad_page(page):
    page.set_content("<html><title>x</title><img src='x.png'><p style='color:#ccc;background:#fff'>faint</p>")
    assert {item.split(":")[0] for item in violations(page)} >= {"image-alt", "color-contrast", "html-has-lang"}


def test_axe_finds_no_problems_on_any_page(page, report):
    found = {}
    for path in pages_of(report):
        open_page(page, path)
        if path.name == NOTEBOOK:
            page.get_by_role("button", name="Show all code").click()
        # Contrast takes longer than all other rules, and comes from the style sheet: one page of each kind will do.
        similar = (path.parent == report and path.name[0].isdigit()) or path.parent.name == "sources"
        known = similar and path.relative_to(report).as_posix() not in (NOTEBOOK, SOURCE)
        found[path.name] = violations(page, without=("color-contrast",) if known else ())
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("name", ["index.html", NOTEBOOK, SOURCE, "numbers.html"])
def test_axe_finds_enough_contrast_in_dark_mode(page, report, name):
    page.emulate_media(color_scheme="dark")
    open_page(page, report / name)
    for button in page.get_by_role("button", name="Show all code").all():
        button.click()
    assert violations(page, "color-contrast") == []


def test_every_page_opens_offline_without_an_error(page, seen, report):
    page.context.set_offline(True)
    for path in pages_of(report):
        open_page(page, path)
        pictures = page.evaluate("[...document.images].map(x => [x.currentSrc, x.complete && x.naturalWidth > 0])")
        assert [source for source, shown in pictures if not shown] == []
    assert seen.errors == []
    assert [url for url in seen.requests if not url.startswith("file:")] == []


def test_every_link_leads_to_an_existing_page_and_anchor(report):
    trees = {path.resolve(): parser.parse(str(path)) for path in report.parent.rglob("*.html")}
    names = {path: {item.get("id") for item in tree.xpath("//*[@id]")} for path, tree in trees.items()}
    broken = []
    for path, tree in trees.items():
        for address in tree.xpath("//a/@href"):
            parts = urlsplit(address)
            if parts.scheme in ("http", "https"):  # the address of a reference; a page loads nothing from there
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            missing = not target.exists() or (parts.fragment and unquote(parts.fragment) not in names[target])
            if parts.scheme or missing:
                broken.append(f"{path.name}: {address}")
    assert broken == []


def test_ids_are_unique_on_each_page(report):
    for path in pages_of(report):
        names = parser.parse(str(path)).xpath("//@id")
        assert len(names) == len(set(names)), path.name


def test_a_number_in_the_briefing_links_to_its_equation_and_from_there_to_its_sentence(page, report):
    open_page(page, report / "index.html")
    page.locator(".card.answer a.number").first.click()
    result = page.locator("article.result:target")
    formula = "".join(result.locator("math").first.text_content().split())
    assert formula == "Additionalprofitpertonne=Foilprofit-Wireprofit".replace("-", "−")
    result.get_by_role("link", name="about USD 15 per tonne").click()
    assert page.url.split("/")[-1].startswith("000_cf4b1ec34a5132fe.html#f")
    assert page.locator("a.figure:target mark").inner_text() == "$15"


def test_a_parameter_set_by_hand_is_not_attributed_to_a_claim(page, report):
    open_page(page, report / "numbers.html")
    row = page.locator("[id='20_margin_uplift-input-foil_profit_usd_per_t']")
    assert "Set by hand (-p)" in row.inner_text()
    assert "replaced for this run" in row.inner_text()
    uplift = page.locator("[id='20_margin_uplift-uplift_usd_per_t']").inner_text()
    assert "printed as about USD 15 per tonne plausible by analogy" in uplift
    assert "set by hand (-p) instead of more than USD 1,400 per tonne\n" in uplift


@pytest.mark.parametrize("scripts", [True, False])
def test_a_figure_is_read_with_the_keyboard_alone(browser, report, scripts):
    with browser.new_context(java_script_enabled=scripts) as context:
        page = context.new_page()
        open_page(page, report / SOURCE)
        tip = page.locator("a.figure .tip").first
        assert tip.bounding_box()["width"] <= 1
        for _ in range(20):  # the links in the page header come first
            page.keyboard.press("Tab")
            if page.locator("a.figure:focus").count():
                break
        assert tip.bounding_box()["width"] > 200
        assert "hedge: " in tip.inner_text()
        page.keyboard.press("Enter")
        assert page.locator("tr:target a").first.inner_text() == page.locator("a.figure mark").first.inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_code_is_folded_and_opens_with_the_keyboard(browser, report, scripts):
    with browser.new_context(java_script_enabled=scripts) as context:
        page = context.new_page()
        open_page(page, report / NOTEBOOK)
        code = page.locator("details.code .highlight").first
        assert not code.is_visible()
        page.locator("details.code summary").first.focus()
        page.keyboard.press("Enter")
        assert code.is_visible()


def test_no_page_scrolls_sideways_on_a_phone(page, report):
    page.set_viewport_size({"width": 360, "height": 740})
    for path in pages_of(report):
        open_page(page, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path.name


@pytest.mark.parametrize("name", ["index", "60_verification", "numbers", "references", "ledger"])
def test_a_table_of_verdicts_is_read_on_a_phone_without_scrolling_and_is_still_a_table(page, report, name):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, report / f"{name}.html")
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    cut = "[...document.querySelectorAll('table .badge, td.long')].filter(x => x.getBoundingClientRect().right > 390)"
    assert page.evaluate(f"{cut}.map(x => x.innerText.slice(0, 40))") == []
    cards = page.locator("table.cards").first
    label = "getComputedStyle(cells[1], '::before').content"
    column = cards.evaluate("table => table.rows[0].cells[1].innerText")
    assert column in cards.evaluate(f"table => {{ const cells = table.rows[1].cells; return {label} }}")
    assert cards.get_by_role("columnheader").count() == cards.evaluate("table => table.rows[0].cells.length")
    assert cards.get_by_role("row").count() == cards.evaluate("table => table.rows.length")
    assert violations(page, "wcag2a", "wcag2aa", "best-practice") == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert cards.evaluate("table => getComputedStyle(table.rows[1]).display") == "table-row"


@pytest.mark.parametrize("name", ["60_verification.html", "numbers.html", "references.html", "index.html"])
def test_the_groups_of_a_long_page_are_folded_on_a_phone_only(page, report, name):
    shown = "[...document.querySelectorAll('details.group')].filter(group => group.open).length"
    groups = "document.querySelectorAll('details.group').length"
    open_page(page, report / name)
    assert page.evaluate(shown) == page.evaluate(groups) > 2
    assert not page.get_by_role("button", name="Unfold all").count()
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, report / name)
    assert page.evaluate(shown) == 0
    assert page.evaluate("document.documentElement.scrollHeight") < 15_000
    page.get_by_role("button", name="Unfold all").click()
    assert page.evaluate(shown) == page.evaluate(groups)
    page.get_by_role("button", name="Fold all", exact=True).click()
    assert page.evaluate(shown) == 0


def test_an_address_within_a_folded_group_unfolds_it(page, report):
    page.set_viewport_size({"width": 390, "height": 844})
    inside = "numbers.html", "#20_margin_uplift-uplift_usd_per_t"
    open_page(page, report / inside[0], inside[1])
    assert page.locator("article.result:target").is_visible()
    page.evaluate("location.hash = '#40_growth_scenarios-required_growth'")
    page.wait_for_function("document.querySelector('article.result:target').getBoundingClientRect().height > 0")
    assert page.evaluate("[...document.querySelectorAll('details.group')].filter(group => group.open).length") == 2


@pytest.mark.parametrize("scripts", [True, False])
def test_a_chart_is_enlarged_on_a_phone_and_then_scrolls_in_its_box(browser, report, scripts):
    with browser.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        open_page(page, report / "index.html")
        chart = page.locator("figure.chart").first
        assert chart.locator("img").bounding_box()["width"] <= 340
        chart.get_by_label("Enlarge").focus()
        page.keyboard.press("Space")
        assert chart.locator("img").bounding_box()["width"] == 560
        assert chart.locator(".scroll").bounding_box()["width"] <= 340
        page.set_viewport_size({"width": 1280, "height": 900})
        assert not chart.get_by_label("Enlarge").is_visible()


def test_charts_have_alternative_texts_and_more_image_pixels_than_css_pixels(page, report):
    for path in sorted(report.glob("*.html")):
        open_page(page, path)
        charts = page.evaluate("[...document.images].map(x => [x.alt, x.naturalWidth / x.width, x.currentSrc])")
        assert [source for alt, dense, source in charts if len(alt) < 20 or dense < 1.49] == []


def test_dark_mode_has_light_text_on_a_dark_background(page, report):
    page.emulate_media(color_scheme="dark")
    open_page(page, report / "index.html")
    colours = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    background, text = (sum(map(int, colour[4:-1].split(","))) for colour in colours)
    assert background < 120 < 600 < text


def test_print_omits_interactive_elements(page, report):
    open_page(page, report / NOTEBOOK)
    page.emulate_media(media="print")
    for hidden in ("details.code", "button", "nav", "a.skip"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for shown in ("h1", ".output img", "table"):
        assert page.locator(shown).first.is_visible(), shown


def test_print_shows_what_is_folded_and_no_heading_without_its_body(page, report):
    open_page(page, report / NOTEBOOK)
    folded = page.locator("details.appendix table").first
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
    assert not page.get_by_role("heading", name="Parameters and imports").is_visible()
    open_page(page, report / "10_figures.html")
    assert not page.get_by_role("heading", name="Appendix").is_visible()


def test_no_table_is_wider_than_the_paper(page, report):
    page.set_viewport_size({"width": 680, "height": 960})  # the printable area of A4, in CSS pixels
    page.emulate_media(media="print")
    for path in sorted(report.rglob("*.html")):
        open_page(page, path)
        widest = page.evaluate(
            "Math.max(0, ...[...document.querySelectorAll('table, img, pre')].map(x => x.scrollWidth))"
        )
        assert widest <= 680, path.name


def test_the_names_beside_the_values_are_not_broken_or_moved_on_paper(page, report):
    page.set_viewport_size({"width": 680, "height": 960})
    page.emulate_media(media="print")
    open_page(page, report / "numbers.html")
    lines = page.locator("article.result dt").evaluate_all(
        "terms => terms.map(x => { const all = document.createRange(); all.selectNodeContents(x);"
        "return [x.textContent, all.getClientRects().length, x.offsetLeft - x.parentElement.offsetLeft] })"
    )
    assert {tuple(line) for line in lines} >= {("Equation", 1, 0), ("Inputs", 1, 0)}
    assert [line for line in lines if line[1:] != [1, 0]] == []


def test_the_pdf_is_a4_with_an_outline_and_internal_links(report):
    from pypdf import PdfReader

    before = {path.name for path in report.iterdir()}
    reader = PdfReader(write_pdf(report))
    assert {path.name for path in report.iterdir()} - before == {"report.pdf"}
    width, height = (float(x) / 72 * 25.4 for x in reader.pages[0].mediabox[2:])
    assert (width, height) == pytest.approx((210, 297), abs=1)
    assert "Metals analysis: briefing" in normalize("NFKC", reader.pages[0].extract_text())  # no ligatures
    assert len(reader.outline) > 7
    annotations = [item.get_object() for leaf in reader.pages for item in leaf.get("/Annots") or ()]
    addresses = [str(item["/A"]["/URI"]) for item in annotations if "/URI" in item.get("/A", {})]
    assert [address for address in addresses if not address.startswith(("http://", "https://"))] == []  # of references
    places = {str(item["/Dest"]) for item in annotations if "/Dest" in item}
    assert places - set(reader.named_destinations) == set()
    assert len(places) > 100


@pytest.mark.parametrize(
    ("extent", "pages"), [("brief", range(6, 9)), ("full", range(60, 200))]
)  # a 9th page: what changed
def test_every_heading_of_a_pdf_stays_with_the_text_below_it(report, extent, pages):
    from pypdf import PdfReader

    reader = PdfReader(write_pdf(report, extent))
    assert len(reader.pages) in pages
    headings = [item for group in _flat(reader.outline) for item in group]
    bottom = 18 / 25.4 * 72  # the margin, in points
    alone = [item.title for item in headings if float(item.top) < bottom + 40]
    assert alone == []
    printed = [" ".join(normalize("NFKC", page.extract_text()).split()) for page in reader.pages]
    assert all("Metals analysis, run " in text for text in printed)  # the header
    joined = "".join("".join(text.split()) for text in printed)
    words = {item.title for item in headings}
    assert [title for title in words if "".join(normalize("NFKC", title).split()) not in joined] == []
    assert "What does moving from copper wire to battery foil earn?" in words  # on two lines, with all its spaces


def test_no_page_of_a_brief_is_half_empty_but_the_last(report):
    from pypdf import PdfReader

    shares = [_filled(leaf) for leaf in PdfReader(write_pdf(report, "brief")).pages]
    assert [share for share in shares[:-1] if share < 2 / 3] == []


@pytest.mark.parametrize(
    "heading",
    [
        "<h3>{words}</h3>",
        '<details class="appendix" open><summary><h2>{words}</h2></summary><div class="output">{body}</div></details>',
    ],
)
def test_no_page_ends_in_a_heading_or_in_a_half_of_one(page, heading, tmp_path):
    from pypdf import PdfReader

    style = (project_folder() / "src/analysis/report/templates/style.css").read_text(encoding="utf-8")
    words = f"First {'of a long heading ' * 9} last"
    body = "<p>Body text of two lines. " + "It goes on. " * 20 + "</p>"
    told = heading.format(words=words, body=body) + ("" if "{body}" in heading else body)
    pieces = [f'<div style="height: {height}px; break-before: page"></div>{told}' for height in range(760, 960, 8)]
    page.set_content(f"<style>{style}</style><main>{''.join(pieces)}</main>")
    (tmp_path / "a.pdf").write_bytes(page.pdf(format="A4"))
    texts = [" ".join(leaf.extract_text().split()) for leaf in PdfReader(tmp_path / "a.pdf").pages]
    shown = [text for text in texts if "First" in text]
    assert len(shown) == len(pieces)
    assert [text for text in shown if "last" not in text or "Body" not in text] == []


def test_a_tall_chart_is_not_cut_in_print(page):
    style = (project_folder() / "src/analysis/report/templates/style.css").read_text(encoding="utf-8")
    drawn = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='560' height='1301'/>"
    page.emulate_media(media="print")
    figure = f'<figure class="chart"><img width="560" height="1301" src="{drawn}"></figure>'
    page.set_content(f"<style>{style}</style><main>{figure}</main>")
    chart = page.locator("img")
    assert chart.bounding_box()["height"] < (297 - 16 - 18) / 25.4 * 96  # pixels between the margins
    assert chart.evaluate("image => getComputedStyle(image).objectFit") == "contain"  # not squeezed


def test_few_pages_of_the_full_pdf_are_half_empty_unless_a_part_ends_there(report):
    from pypdf import PdfReader

    reader = PdfReader(write_pdf(report))
    parts = [item for item in reader.outline if not isinstance(item, list)]
    last = {reader.get_destination_page_number(item) - 1 for item in parts} | {len(reader.pages) - 1}
    inner = [_filled(page) for number, page in enumerate(reader.pages) if number not in last]
    assert len(inner) > 50
    assert sum(filled < 0.5 for filled in inner) * 50 < len(inner)


def _filled(page):
    """How much of the height between the margins lies above the lowest text or picture of a page, a fraction."""
    top, bottom = float(page.mediabox[3]) - 16 / 25.4 * 72, 18 / 25.4 * 72
    heights = [top]

    def see_text(text, matrix, text_matrix, *_):
        if text.strip():
            heights.append(text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5])

    def see_picture(operator, _, matrix, __):
        if operator == b"Do":
            heights.append(min(matrix[5], matrix[5] + matrix[3]))

    page.extract_text(visitor_text=see_text, visitor_operand_before=see_picture)
    return (top - min(height for height in heights if height > bottom)) / (top - bottom)


def _flat(outline):
    for item in outline:
        yield from _flat(item) if isinstance(item, list) else [[item]]


def test_the_report_is_small_enough_to_send(report):
    size = sum(path.stat().st_size for path in report.rglob("*") if path.is_file() and path.suffix != ".pdf")
    assert size < 6_000_000  # eight questions, whose notebooks also hold what their charts state


def test_the_first_page_shows_the_changes_since_the_last_report(page, report):
    open_page(page, report / "index.html")
    since = page.locator("section", has=page.get_by_role("heading", name="Since the last report"))
    assert "foil profit USD 1,200 per tonne, formerly USD 1,400 per tonne" in since.inner_text()
    since.get_by_text("every change").click()
    row = since.get_by_role("row", name="foil profit").first.inner_text().split("\t")
    assert row[1:] == ["foil profit", "USD 1,400 per tonne", "USD 1,200 per tonne", "−14.3 %"]


def test_the_comparison_links_to_both_reports(page, reports):
    open_page(page, reports / "changes.html")
    first, second = page.locator("main p a").all()[:2]
    assert Path(first.get_attribute("href")).parent != Path(second.get_attribute("href")).parent
    row = page.get_by_role("row", name="foil profit USD 1,400 per tonne")
    assert row.first.locator("td").all_inner_texts()[1:3] == ["USD 1,400 per tonne", "USD 1,200 per tonne"]
