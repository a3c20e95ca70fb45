"""Print a report as one PDF: join its pages into one document, so that the links between them keep working."""

import os
import posixpath
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from analysis.core.errors import AnalysisError
from analysis.core.han import HAN, NOTE, browser_has_han, without_han
from analysis.report.links import NUMBERS, REFERENCES, SOURCES
from analysis.report.templating import render
from nbcompare.atomic_write import atomic_write
from warmkernels.temporary_folders import temporary_folder

PDF = "report.pdf"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_TRIES, _PAUSE_S = 4, 0.05  # for killed helpers to end; where nothing collects them, they never do
_TIMEOUT_S = 1800  # it takes seconds, on a very busy machine minutes
# The tables of results, the list of every change and, of the references, all but who measured what, and the value.
_NOT_IN_A_BRIEF = (
    '//section[@aria-labelledby="results" or @aria-labelledby="notebooks" or @aria-labelledby="words"] | '
    '//section[@aria-labelledby="since"]/details | //*[@class="online"] | '
    'descendant-or-self::div[h1="References"]//tr/*[position() > 3]'
)
_CLAIMS = '//section[@aria-labelledby="claims"]//details'
_CHART_OF_CARD = '//article[contains(@class, "answer")]/figure'
_MOST_CLAIMS = 40  # of a brief: a page
_OPEN = frozenset({"not-verifiable", "not-due-yet", "quotation-not-checked"})  # no number decides these verdicts
_CODE = './/details[@class="code"]'  # the style sheet does not print it
_CELL = re.compile(r"<t[dh]\b.*?</t[dh]>", re.DOTALL)
_LONG_WORD = re.compile(r"[^\s<>]{40,}(?=[^<>]*<)")  # of a text: it would push its table off the paper
_CUT = r'<span style="overflow-wrap: anywhere">\g<0></span>'
_CONTENT = '//main[@id="main"]/* | //section[@id="provenance"]'


def find_chromium() -> str:
    """Return the path of Chromium; raise AnalysisError, with what to install, if there is none."""
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    raise AnalysisError(
        "--pdf needs Chromium, which was not found on the search path. Install it (Debian: apt-get install chromium; "
        "elsewhere: Chromium or Google Chrome), or omit --pdf and print index.html from a browser."
    )


def write_pdf(folder: Path, extent: str = "full") -> Path:
    """Print the pages of a finished run to one A4 document in its folder, and return its path."""
    chromium = find_chromium()
    # Always the same name, so that the next print removes what one that was killed has left.
    joined, final = folder / f".report_{extent}.html", folder / PDF
    joined.unlink(missing_ok=True)  # a link is not followed
    try:
        with joined.open("x", encoding="utf-8") as file:
            file.write(_joined_pages(folder, extent))
        with temporary_folder("analysis-chromium-") as profile, atomic_write(final) as part:
            _print(chromium, joined, part, Path(profile))
    finally:
        joined.unlink(missing_ok=True)
    return final


def _print(chromium: str, page: Path, out: Path, profile: Path) -> None:
    command = [chromium, "--headless", "--disable-gpu", "--no-first-run", f"--user-data-dir={profile}"]
    if sys.platform != "win32" and os.geteuid() == 0:
        command.append("--no-sandbox")  # Chromium's sandbox refuses to start as root
    command += ["--no-pdf-header-footer", "--generate-pdf-document-outline", f"--print-to-pdf={out.resolve()}"]
    process = subprocess.Popen(
        [*command, page.resolve().as_uri()],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(profile)},  # it would leave files there if it were killed
        start_new_session=True,  # so that all its processes can be ended
    )
    try:
        _, errors = process.communicate(timeout=_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        raise AnalysisError(f"--pdf: {chromium} did not print {page.parent} within {_TIMEOUT_S} s.") from None
    finally:
        _end(process)
    if process.returncode or not out.stat().st_size:
        last = errors.strip().splitlines()[-1:] or ["no error message"]
        raise AnalysisError(f"--pdf: {chromium} did not print {page.parent}: {last[0]}")


def _end(process: "subprocess.Popen[str]") -> None:
    """Kill a browser and its helpers, and wait for them, since they would create their folder again."""
    if sys.platform == "win32":
        process.kill()
        process.wait()
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for _ in range(_TRIES):
            os.killpg(process.pid, 0)
            time.sleep(_PAUSE_S)


def _joined_pages(folder: Path, extent: str = "full") -> str:
    """All pages as one: the briefing, the notebooks, the explanations and the sources; or the pages of a brief."""
    pages = list(_pages(folder, extent))
    known = {page.relative_to(folder).as_posix() for page in pages}
    brief = extent == "brief"
    parts = [
        _part(page.read_text(encoding="utf-8"), page.relative_to(folder).as_posix(), known, brief=brief)
        for page in pages
    ]
    boxes = any(HAN.search(part) for part in parts) and not browser_has_han()
    shown = [without_han(part) for part in parts] if boxes else parts
    return render(
        "joined.html.j2",
        parts=shown,
        run=folder.name,
        brief=brief,
        note=f"{NOTE} The HTML pages have them." if boxes else "",
    )


def _pages(folder: Path, extent: str) -> Iterator[Path]:
    yield folder / "index.html"
    if extent == "brief":
        if (folder / REFERENCES).exists():
            yield folder / REFERENCES
        return
    yield from sorted(page for page in folder.glob("[!.]*.html") if page.name not in ("index.html", NUMBERS))
    yield folder / NUMBERS
    yield from sorted((folder / SOURCES).glob("*.html"))


def _part(page: str, name: str, known: set[str], *, brief: bool = False) -> str:
    """The content of a page, with the name of the page in its ids and in its links to other pages."""
    from lxml import etree, html

    part = html.Element("div", {"class": "page", "id": _anchor(name)})
    part.extend(html.document_fromstring(page).xpath(_CONTENT))
    etree.strip_elements(part, "script", with_tail=False)
    if brief:
        for element in part.xpath(_NOT_IN_A_BRIEF):
            element.drop_tree()
        for table in part.iter("table"):
            _drop_repeated_rows(table)
        for claims in part.xpath(_CLAIMS):
            _shorten(claims)
        for chart in part.xpath(_CHART_OF_CARD):
            chart.getparent().insert(0, chart)  # beside the text, which may go on on the next page
    for element in part.xpath(_CODE):
        element.drop_tree()
    own = {element.get("id") for element in part.iter()}
    for element in part.iterdescendants("*"):
        for key in ("id", "aria-labelledby"):
            if key in element.attrib:
                element.set(key, _anchor(name, element.get(key)))
        address = urlsplit(element.get("href", ""))
        if "href" in element.attrib and not address.scheme:
            target = posixpath.join(posixpath.dirname(name), unquote(address.path)) if address.path else name
            target = posixpath.normpath(target)
            if target in known and not (target == name and address.fragment and address.fragment not in own):
                element.set("href", f"#{_anchor(target, address.fragment)}")
            else:
                del element.attrib["href"]
    return _CELL.sub(lambda cell: _LONG_WORD.sub(_CUT, cell[0]), str(html.tostring(part, encoding="unicode")))


def _drop_repeated_rows(table: Any) -> None:
    """Remove rows that repeat an earlier one, as happens if a brief omits columns."""
    seen: set[tuple[str, ...]] = set()
    for row in list(table.iter("tr")):
        cells = tuple(cell.text_content() for cell in row)
        if cells in seen:
            row.getparent().remove(row)
        seen.add(cells)


def _shorten(claims: Any) -> None:
    """Shorten a long table to its first claims, those with a verdict based on a number first, and state the total."""
    (body,) = claims.iter("tbody")
    rows = list(body)
    if len(rows) <= _MOST_CLAIMS:
        return
    rows.sort(key=lambda row: any(not _OPEN.isdisjoint(name.split()) for name in row.xpath(".//span/@class")))
    body[:] = rows[:_MOST_CLAIMS]
    (summary,) = claims.iter("summary")
    summary.text = f"{_MOST_CLAIMS} of the {len(rows)} claims and targets; the report has all of them"


def _anchor(page: str, place: str = "") -> str:
    return f"{page}--{place}"
