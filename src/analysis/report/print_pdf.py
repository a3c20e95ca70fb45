"""A report as one PDF: its pages joined into one document, so that its links still lead somewhere, and printed."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from analysis.core.errors import AnalysisError
from analysis.report.links import NUMBERS, SOURCES
from analysis.report.templating import templates
from nbcompare.atomic_write import atomic_write

PDF = "report.pdf"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_LIMIT_S = 180
_MAIN = re.compile(r'<main id="main">(?P<main>.*)</main>', re.DOTALL)
_FOOTER = re.compile(r'<section id="provenance".*?</section>', re.DOTALL)
_ID = re.compile(r'(?P<before>\s(?:id|aria-labelledby)=")(?P<id>[^"]*)"')
_HREF = re.compile(r'\shref="(?P<page>[^"#:]*)(?:#(?P<id>[^"]*))?"')
_SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>", re.DOTALL)


def find_chromium() -> str:
    """Return the path of a Chromium; AnalysisError says what to install where there is none."""
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    raise AnalysisError(
        "--pdf: no Chromium was found on the search path. Install it (Debian: apt-get install chromium; "
        "others: Chromium or Google Chrome), or leave --pdf out and print index.html from a browser."
    )


def write_pdf(folder: Path) -> Path:
    """Print the pages of a finished run to one A4 document in its folder, and return its path.

    It is written aside and renamed. AnalysisError where there is no Chromium, or where it does not print.
    """
    chromium = find_chromium()
    own = f".report_{os.getpid()}"
    joined, final = folder / f"{own}.html", folder / PDF
    try:
        joined.write_text(_joined(folder), encoding="utf-8")
        with tempfile.TemporaryDirectory(prefix="analysis-chromium-") as profile, atomic_write(final) as part:
            _print(chromium, joined, part, Path(profile))
    finally:
        joined.unlink(missing_ok=True)
    return final


def _print(chromium: str, page: Path, out: Path, profile: Path) -> None:
    command = [chromium, "--headless", "--disable-gpu", "--no-first-run", f"--user-data-dir={profile}"]
    if sys.platform != "win32" and os.geteuid() == 0:
        command.append("--no-sandbox")  # Chromium's sandbox refuses to start as root
    command += ["--no-pdf-header-footer", "--generate-pdf-document-outline", f"--print-to-pdf={out.resolve()}"]
    try:
        done = subprocess.run(
            [*command, page.resolve().as_uri()], capture_output=True, text=True, timeout=_LIMIT_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise AnalysisError(f"--pdf: {chromium} did not print {page.parent} in {_LIMIT_S} s.") from None
    if done.returncode or not out.exists():
        last = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        raise AnalysisError(f"--pdf: {chromium} did not print {page.parent}: {last[0]}")


def _joined(folder: Path) -> str:
    """All pages in one: the briefing, the notebooks, the numbers, the sources; each link leads to its part."""
    pages = list(_pages(folder))
    known = {page.relative_to(folder).as_posix() for page in pages}
    parts = [_part(page.read_text(encoding="utf-8"), page.relative_to(folder).as_posix(), known) for page in pages]
    return templates().get_template("joined.html.j2").render(parts=parts)


def _pages(folder: Path) -> Iterator[Path]:
    yield folder / "index.html"
    yield from sorted(page for page in folder.glob("[!.]*.html") if page.name not in ("index.html", NUMBERS))
    yield folder / NUMBERS
    yield from sorted((folder / SOURCES).glob("*.html"))


def _part(html: str, name: str, known: set[str]) -> str:
    """The content of a page, its names made different from those of other pages, its links led there."""
    found = _MAIN.search(html)
    body = found["main"] if found else ""
    provenance = _FOOTER.search(html)
    body = _SCRIPT.sub("", body + (provenance[0] if provenance else ""))
    body = _ID.sub(lambda match: f'{match["before"]}{_name(name, match["id"])}"', body)
    up = "../" if "/" in name else ""

    def lead(match: re.Match[str]) -> str:
        page = unquote(match["page"]) or name
        if up and match["page"]:
            page = page.removeprefix(up) if page.startswith(up) else f"{name.rpartition('/')[0]}/{page}"
        return f' href="#{_name(page, match["id"] or "")}"' if page in known else ""

    return f'<div class="page" id="{_name(name, "")}">{_HREF.sub(lead, body)}</div>'


def _name(page: str, place: str) -> str:
    return f"{page}--{place}"
