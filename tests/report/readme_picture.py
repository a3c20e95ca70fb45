"""Rebuild docs/first_page.png, the picture of the README, and the record of what it shows: make readme-picture.

The record is the digest of the visible text in the picture, without dates of the run. So a test knows whether the
picture is stale, and no machine has to draw it again.
"""

import hashlib
import os
import re
import subprocess
import tempfile
from pathlib import Path

from lxml import html
from PIL import Image

from analysis.report.print_pdf import find_chromium
from analysis.runs.run import run

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "first_page.png"
RECORD = ROOT / "docs" / "first_page.sha256"
SIZE = (1100, 900)
SHOWN = "//main//h1 | //main//h1/following-sibling::p[1] | (//main//article)[1]"


def shown_text(page: str) -> str:
    """Return the text of the title, the opening line and the first answer of the first page of a report."""
    parts = html.document_fromstring(page).xpath(SHOWN)
    text = " ".join(" ".join([part.text_content(), *part.xpath(".//img/@alt")]) for part in parts)
    return re.sub(r"as of \d{4}-\d\d-\d\d", "as of today", " ".join(text.split()))


def digest(page: str) -> str:
    """Return the digest that the record has if the picture shows this page."""
    return hashlib.sha256(shown_text(page).encode()).hexdigest()


def is_fresh(page: str) -> bool:
    """Whether the picture shows this first page."""
    return RECORD.read_text(encoding="utf-8").strip() == digest(page)


def rebuild() -> None:
    """Run the notebooks on the seeds, take a picture of the first page, and write both files."""
    with tempfile.TemporaryDirectory(prefix="analysis-picture-") as folder:
        page = run(sources=ROOT / "seeds", out=Path(folder) / "reports").folder / "index.html"
        taken = Path(folder) / "page.png"
        command = [find_chromium(), "--headless", "--hide-scrollbars", f"--user-data-dir={folder}/profile"]
        command += ["--no-sandbox"] if os.geteuid() == 0 else []
        command += [f"--screenshot={taken}", "--window-size={},{}".format(*SIZE), page.as_uri()]
        subprocess.run(command, check=True, capture_output=True)
        with Image.open(taken) as drawn:
            drawn.convert("RGB").quantize(128, method=Image.Quantize.FASTOCTREE).save(PICTURE, optimize=True)
        RECORD.write_text(digest(page.read_text(encoding="utf-8")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    rebuild()
