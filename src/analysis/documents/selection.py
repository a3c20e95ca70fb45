"""A list of documents to read instead of a whole folder: the articles of an archive that a run uses."""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from analysis.core.errors import SourceError
from analysis.core.json_files import json_text
from analysis.core.paths import portable, resolve
from nbcompare.atomic_write import atomic_write

ENDING = ".articles.json"


def write_selection(
    folder: Path,
    articles: Path,
    places: Iterable[tuple[str, str]],
    figures: Path | None = None,
    later: Iterable[str] = (),
) -> Path:
    """Write which documents of `articles`, by name and path, are read; return the file, named by its content.

    `figures` is a file of figures that another reader found in them. `later` names articles in which a figure is
    picked, and which are left out since they are of a later day.
    """
    content = {
        "folder": portable(articles),
        "documents": [[source_id, portable(path)] for source_id, path in places],
        "later": sorted(later),
        "figures": portable(figures) if figures else None,
        "figures_sha256": sha256(figures.read_bytes()).hexdigest() if figures else None,
    }
    text = json_text(content)
    path = folder / f"{sha256(text.encode()).hexdigest()[:16]}{ENDING}"
    folder.mkdir(parents=True, exist_ok=True)
    with atomic_write(path) as part:
        part.write_text(text, encoding="utf-8")
    return path


def read_selection(path: Path) -> tuple[Path, list[tuple[str, str]], Path | None, tuple[str, ...]]:
    """Return the folder, the documents, the file of figures and the later articles; or raise SourceError."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        places = [(str(source_id), str(resolve(at))) for source_id, at in content["documents"]]
        figures = resolve(content["figures"]) if content.get("figures") else None
        return resolve(content["folder"]), places, figures, tuple(map(str, content.get("later", ())))
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file or folder; check the path") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise SourceError(f"{path}: not a list of articles; run `analysis run` again to rewrite it") from None
