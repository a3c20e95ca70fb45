"""Name the references in a text by publisher and year instead of by their ids."""

import re
from collections.abc import Iterator, Mapping

from analysis.claims.references import Reference, load_references

_ID = re.compile(r"(?<![\w-])[A-Z]{2}[A-Z0-9]+(?![\w-])")  # as in reference.schema.json
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
    done = 0
    for match in _ID.finditer(text):
        if references is None:  # most texts have nothing that looks like an id
            references = load_references()
        if match[0] not in references:
            continue
        if match.start() > done:
            yield text[done : match.start()], ""
        yield short_citation(references[match[0]]), match[0]
        done = match.end()
    if done < len(text):
        yield text[done:], ""
