"""Time and memory of an archive: generate articles over years, read them, and read them again with one new article.

    python benchmarks/archive.py [--articles 10000] [--folder DIR] [--workers N]

Prints a line of JSON for each step: wall and CPU seconds of this process and its workers, and the peak memory of this
process and of the largest worker. The articles are invented; each states one or two named figures among other text.
"""

import argparse
import json
import random
import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from analysis.claims.archive import articles_to_read, ledger_rows, open_archive

TOWNS = ("Foshan", "Ulsan", "Izmir", "Lubin", "Hanau", "Arica", "Ndola", "Nagoya", "Varna", "Gary", "Oulu", "Perth")
FILLER = (
    "The morning shift loaded {n} coils onto the train, and the foreman counted them twice.",
    "Cathodes traded {n} dollars below the day before, said a broker who did not want to be named.",
    "The mayor opened a canteen with {n} seats. It serves soup until four.",
    "Stocks in the harbour came to {n},400 tonnes at the end of the week.",
    "A strike of {n} crane drivers ended after two days.",
    "Electricity was {m} percent cheaper at night than at noon.",
)
FACTS = (
    "A tonne of battery copper foil earns a profit of ${foil}.",
    "Copper wire leaves a profit of about ${wire} a tonne.",
    "The thinnest battery foil of the mill measures {thick} microns.",
    "Since robots took over the smelter its costs have fallen by {cut} percent.",
    "Since the robots came, the smelter uses {energy} percent less energy.",
    "Automation of the smelter raised productivity by {gain} percent.",
)


def article(number: int) -> str:
    """Return an invented article of about 1,500 characters."""
    draw = random.Random(number)
    day = date(2016, 1, 1) + timedelta(days=draw.randrange(4000))
    town = draw.choice(TOWNS)
    words = {
        "foil": draw.randrange(300, 1500), "wire": draw.randrange(8, 40), "thick": draw.choice((3.5, 4, 4.5, 6)),
        "cut": draw.randrange(2, 15), "energy": draw.randrange(3, 20), "gain": draw.randrange(5, 40),
    }  # fmt: skip
    parts = [draw.choice(FILLER).format(n=draw.randrange(5, 90), m=draw.randrange(2, 30)) for _ in range(14)]
    for fact in draw.sample(FACTS, draw.choice((0, 1, 1, 2))):
        parts.insert(draw.randrange(len(parts)), fact.format(**words))
    standing = draw.choice(("press", "press", "company", "web", "state_media", "statistics"))
    text = "\n\n".join(" ".join(parts[at : at + 4]) for at in range(0, len(parts), 4))
    head = f"---\ntitle: News from {town}, {number} (invented)\npublisher: invented\ndate: {day}\nstanding: {standing}"
    return f"{head}\n---\n{text}\n"


def generate(folder: Path, articles: int) -> None:
    """Write the articles, a thousand in a subfolder."""
    for number in range(articles):
        path = folder / f"{number // 1000:03d}" / f"news_{number:06d}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(number), encoding="utf-8")


def measure(step: str, folder: Path, store: Path, workers: int | None) -> None:
    """Read the archive, make every ledger, and print what it cost."""
    begun, own, children = time.perf_counter(), time.process_time(), _cpu(resource.RUSAGE_CHILDREN)
    with open_archive(folder, store, workers=workers) as archive:
        chosen = articles_to_read(archive)
        rows = sum(1 for name in archive.names() for _ in ledger_rows(archive, name))
        cost = {
            "step": step,
            "articles": archive.articles,
            "read": archive.read,
            "statements": rows,
            "articles_for_notebooks": len(chosen),
            "seconds": round(time.perf_counter() - begun, 1),
            "cpu_seconds": round(time.process_time() - own, 1),
            "cpu_seconds_of_workers": round(_cpu(resource.RUSAGE_CHILDREN) - children, 1),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "peak_mb_of_a_worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
            "store_mb": store.stat().st_size // 1_000_000,
        }
    print(json.dumps(cost))


def _cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Generate, read, add an article, read again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--workers", type=int)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.folder or Path(scratch, "articles")
        generate(folder, args.articles)
        store = Path(scratch, "readings.sqlite")
        measure("first", folder, store, args.workers)
        measure("again", folder, store, args.workers)
        (folder / "new.md").write_text(article(args.articles + 1), encoding="utf-8")
        measure("one new", folder, store, args.workers)


if __name__ == "__main__":
    main()
