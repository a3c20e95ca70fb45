"""Find the region that a named figure is about, from its sentence, its title or the opening of its article."""

from analysis.claims.gloss import gloss_of, in_english
from analysis.claims.named_figures import NamedFigure
from analysis.claims.regions import inside, named_in
from analysis.documents.document import Document
from analysis.extraction.sections import FRONT_MATTER

OPENING_CHARACTERS = 1500  # assumption: an article names the place that it is about within its first characters


def region_of(named: NamedFigure, document: Document) -> str:
    """Return the region of a named figure: the first one in its sentence, title or opening, otherwise that of its rule.

    If the rule gives a country and the article is about a province, the claim is about the province. "world" is never
    narrowed, and a town inside the region of the rule does not change it.
    """
    default = named.rule.verify.region
    if default in ("", "world"):
        return default
    is_country = inside(default, "world") and not inside(default, "China")
    text = FRONT_MATTER.sub("", gloss_of(document).text, count=1)
    title = in_english(document, document.metadata.get("title", "")) or text.strip().partition("\n")[0]
    for words, narrows in ((named.words, True), (title, True), (text[:OPENING_CHARACTERS], False)):
        places = named_in(words)
        if default in places:
            return default
        parts = [place for place in places if inside(place, default)]
        if parts:
            return parts[0] if narrows and is_country else default
        others = [place for place in places if not inside(default, place)]
        if others:
            return others[0]
    return default if is_country else ""  # do not assume a province that the article never names
