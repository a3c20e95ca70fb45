"""Name the references in a text by publisher and year instead of by their ids."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from analysis.claims.references import Reference, load_references

_LONG = re.compile(r"[ ,;](?:via|quoting|and customs|, ).*| via .*| quoting .*|;.*")


def short_citation(reference: Reference) -> str:
    """Return the publisher of a reference, without whom it quotes, and the year in which it was published.

    >>> short_citation(load_references()["RE2018W"])
    'Statista, 2018'
    """
    year = (reference.published or reference.period or "")[:4]
    publisher = _LONG.sub("", reference.publisher).replace("own calculation from", "calculated from")
    return ", ".join(part for part in (publisher, year) if part)


def split_citations(text: str, references: Mapping[str, Reference] | None = None) -> Iterator[tuple[str, str]]:
    """Split a text at the ids of references: yield each part, with the id for a citation and "" for other text.

    >>> list(split_citations("44 Mt (RE2018W: world), 45"))
    [('44 Mt (', ''), ('Statista, 2018', 'RE2018W'), (': world), 45', '')]
    """
    references = load_references() if references is None else references
    done = 0
    for match in _ids(tuple(references)).finditer(text):
        if match.start() > done:
            yield text[done : match.start()], ""
        yield short_citation(references[match[0]]), match[0]
        done = match.end()
    if done < len(text):
        yield text[done:], ""


@cache
def _ids(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])" if names else r"(?!)")
