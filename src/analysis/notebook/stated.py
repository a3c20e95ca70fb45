"""What articles themselves say of a result, such as a payback, beside what the model computes."""

import math
import re
from collections.abc import Iterator

from analysis.binding.inputs import by_parameter
from analysis.core.figures import Figure
from analysis.core.formatting import readable
from analysis.core.lazy_regex import phrase_regex
from analysis.core.references import conversion_words, exchange_rate
from analysis.documents.document import Document
from analysis.models import PARAMETERS
from analysis.notebook.provenance_links import Mark, cited, source_names
from analysis.notebook.quantity_text import quantity_text, share_or_times
from analysis.notebook.record import CARD, Quoted, cited_text, filled, record_words
from analysis.notebook.study import Study

STATED, LEAD = "card_stated", "The articles’ own numbers."
_WORDS = {
    "payback": phrase_regex(
        r"\bpa(?:y|ys|ying|id) (?:for )?(?:itself|themselves|back)\b|\bpay-?back|\bmoney back\b"
        r"|\brecoup\w*|\brecover(?:s|ed|ing)? (?:the|its|their) (?:cost|investment|outlay|capital)"
        r"|\b(?:costs?|investment|outlay|capital) (?:is|are|was|were) recovered\b|\bamorti[sz]\w*"
        r"|回收期|收回投资|回本",
        re.IGNORECASE,
    ),
    "saving": phrase_regex(r"\bsav(?:e|es|ed|ing|ings)\b|节约|节省", re.IGNORECASE),
}
_OTHER = phrase_regex(r"\b(?:loan|debt|bond|credit|lender|depositor|household|tax)\w*\b|贷款|债", re.IGNORECASE)
_YEARLY = phrase_regex(r"\b(?:a|per|each|every) year\b|\b(?:annual|yearly)\b|每年|/年", re.IGNORECASE)
_ENDS = phrase_regex(r"[.!?] |[。！？;；\n]")
_YEARS = {"year": 1.0, "month": 1 / 12}
_ALIKE = 0.05  # assumption: what differs by no more is the same
_REACH = 70  # characters between a word and its figure


def record_stated(study: Study, **results: str) -> None:
    """Show and record what the articles behind the claims say of some results themselves; nothing if they do not.

    `results` maps "payback" or "saving" to the result that it is compared with.
    """
    names = source_names(study.sources)
    kept = by_parameter(study.inputs, study.values)
    articles = {item.named.figure.source_id for name, item in kept.items() if PARAMETERS[name].kind == "claim"}
    said = []
    for document in study.sources.documents:
        found = [
            _compared(study, what, result, figure, document)
            for what, result in results.items()
            if document.source_id in articles and (figure := stated_figure(what, document, study.sources.figures))
        ]
        if found:
            parts = {f"part{place}": part for place, part in enumerate(found)}
            listed = ", and ".join(f"{{{name}}}" for name in parts)
            said.append(filled(f"{{who}} states {listed}.", who=names[document.source_id], **parts))
    if said:
        parts = {f"part{place}": part for place, part in enumerate(said)}
        record_words(STATED, filled(" ".join(f"{{{name}}}" for name in parts), **parts), CARD, LEAD)


def stated_figure(what: str, document: Document, figures: list[Figure]) -> Figure | None:
    """Return the payback or saving that an article states, the one nearest to a word for it; None if there is none."""
    own = [(gap, figure) for figure in figures for gap in _gaps(what, document, figure)]
    return min(own, key=lambda pair: pair[0])[1] if own else None


def _gaps(what: str, document: Document, figure: Figure) -> Iterator[int]:
    """The distances of a figure from the words for a payback or saving in its sentence."""
    fits = figure.unit in _YEARS if what == "payback" else figure.unit.partition("/")[0] in ("USD", "CNY")
    if figure.source_id != document.source_id or not fits or figure.low <= 0:
        return
    before = _ENDS.split(document.text[max(0, figure.start - _REACH) : figure.start])[-1]
    after = _ENDS.split(document.text[figure.end : figure.end + _REACH])[0]
    words = f"{before} {figure.text} {after}"
    if _OTHER.search(words) or (what == "saving" and figure.unit not in ("USD/year", "CNY/year", "USD", "CNY")):
        return
    if what == "saving" and not figure.unit.endswith("/year") and not _YEARLY.search(words):
        return
    yield from (len(before) - found.end() for found in _WORDS[what].finditer(before))
    yield from (found.start() for found in _WORDS[what].finditer(after))


def _compared(study: Study, what: str, result: str, figure: Figure, document: Document) -> Quoted:
    """What an article states, as printed and converted, and how it compares with a result."""
    value, conversion = (figure.low + figure.high) / 2, ""
    if what == "payback":
        value *= _YEARS[figure.unit]
    elif figure.unit.startswith("CNY"):
        rate = exchange_rate(figure.period or str(document.published or ""))
        value /= rate.value
        conversion = f" ({quantity_text(value, study.unit(result))}, {conversion_words(rate)})"
    computed = float(study.results[result].value)
    if math.isinf(computed):
        compared = ", which this run {computed} reaches"
    elif computed <= 0:
        compared = ", where this run computes {computed}"
    elif abs(value / computed - 1) <= _ALIKE:
        compared = ", about the {computed} that this run computes"
    else:
        compared = f", {share_or_times(value / computed)} the {{computed}} that this run computes"
    words = quantity_text(computed, study.unit(result), meaning=study.results[result].meaning)
    return filled(
        f"a {what} of {{printed}}{{conversion}}{compared}",
        printed=cited(figure, readable(figure.as_text)),
        conversion=cited_text(conversion),
        computed=Mark(words, "result", result),
    )
