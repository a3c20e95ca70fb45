"""What articles themselves state about a result, such as a payback, next to what the model computes."""

import math
import re
from collections.abc import Iterator, Sequence

from analysis.binding.candidates import passages_of
from analysis.binding.inputs import by_parameter
from analysis.core.figures import Figure
from analysis.core.formatting import readable
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.core.references import conversion_words, exchange_rate
from analysis.core.units import CURRENCY_CODES
from analysis.core.words import listed
from analysis.documents.document import Document
from analysis.models import PARAMETERS
from analysis.notebook.provenance_links import Mark, cited, source_names
from analysis.notebook.quantity_text import quantity_text, range_text, share_or_times
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
    "capital cost": phrase_regex(
        r"\b(?:costs?(?: (?:the|its|their) \w+)?|costing|cost of|invest(?:s|ed|ing)?|investments? of|outlays? of|spent"
        r"|bought for|capex of"
        r"|(?:price tag|capital (?:cost|expenditure|spending))(?: [^\d,;]{0,30})?(?: of| was| is| at))"
        r"(?: (?:about|some|around|roughly|nearly|almost|over|only|just|up to|(?:more|less) than|at least|an? \w+))?"
        r"(?: (?:USD|RMB|CNY))? ?[$¥]?\Z"
        r"|\A (?:was|were|has been|had been) (?:invested|spent)\b"
        r"|(?:总投资|投资额?|投入|造价)(?:约|近|超过?|逾|达|为|仅)?\Z",
        re.IGNORECASE,
    ),
}
# What is bought: "the line cost 86 million yuan", not "the strike cost 86 million yuan".
_BOUGHT = phrase_regex(
    r"\b(?:line|lines|it|they|robot\w*|automat\w*|retrofit\w*|upgrade\w*|refit\w*|system\w*|equipment|machine\w*|project"
    r"|installation|technology|control room|cameras?|software)\b|项目|生产线|产线|机器人|自动化|智能|设备|改造",
    re.IGNORECASE,
)
_NOT_BOUGHT = phrase_regex(
    r"\b(?:(?:accident|breakdown|delay|fault|flood|loss|outage|overrun|stoppage|strike)\w*|fines?|fires?"
    r"|would|could|might|another|second|next)\b",
    re.IGNORECASE,
)
_OTHER = phrase_regex(r"\b(?:loan|debt|bond|credit|lender|depositor|household|tax)\w*\b|贷款|债", re.IGNORECASE)
_YEARLY = phrase_regex(r"\b(?:a|per|each|every) year\b|\b(?:annual|yearly)\b|每年|/年", re.IGNORECASE)
_CONVERTED = lazy_regex(r",?\s*(?:[(（]|\bor\b)\s*(?:(?:about|around|roughly|some|nearly)\s+|约)?", re.IGNORECASE)
_ENDS = phrase_regex(r"[.!?] |[。！？;；\n]")
_YEARS = {"year": 1.0, "month": 1 / 12}
_ALIKE = 0.05  # assumption: what differs by no more is the same
_FAR = 10.0  # times that a reader takes for far more
_OPENING = 400  # characters that say what an article is about
_REACH = 70  # characters between a word and its figure


def record_stated(study: Study, **results: str) -> None:
    """Show and record what the articles of the claims themselves state about some results; nothing if they state none.

    `results` maps "payback", "saving" or "capital_cost" to the result or parameter that it is compared with.
    """
    names, kept = source_names(study.sources), by_parameter(study.inputs, study.values)
    claims = [item.named for name, item in kept.items() if PARAMETERS[name].kind == "claim"]
    articles = {named.figure.source_id for named in claims}
    metals = frozenset().union(*(named.rule.metals for named in claims))
    said: dict[str, tuple[list[str], list[Quoted]]] = {}  # by the words: a translation says what its original says
    for document in study.sources.documents:
        parts = []
        for name, result in results.items() if document.source_id in articles else ():
            what = name.replace("_", " ")
            figure = stated_figure(what, document, study.sources.figures)
            if figure and not _is_of_another_metal(document, figure, metals):
                parts.append(_compared(study, what, result, figure, document))
        if parts:
            words = "; ".join(part.text for part in parts)
            said.setdefault(words, ([], parts))[0].append(names[document.source_id])
    sentences = []
    for who, found in said.values():
        between = "; " if len(found) > 2 else ", and "
        sentences.append(_joined(found, between, f"{listed(who)} state{'s' * (len(who) == 1)} ", "."))
    if sentences:
        record_words(STATED, _joined(sentences, " "), CARD, LEAD)


def _joined(parts: Sequence[Quoted], between: str, before: str = "", after: str = "") -> Quoted:
    """Parts of a sentence with words between, before and after them."""
    named = {f"part{place}": part for place, part in enumerate(parts)}
    return filled(f"{{before}}{between.join(f'{{{name}}}' for name in named)}{after}", before=before, **named)


def stated_figure(what: str, document: Document, figures: list[Figure]) -> Figure | None:
    """Return the payback, saving or capital cost that an article states, None if there is none.

    It is the one nearest to a word for it; of an amount in two currencies, "18 million euros ($20 million)", the one
    that can be compared.
    """
    own = [(gap, figure) for figure in figures for gap in _gaps(what, document, figure)]
    found = min(own, key=lambda pair: pair[0])[1] if own else None
    if found is None or _converts(found):
        return found
    following = (item for item in figures if item.source_id == found.source_id and item.start >= found.end)
    same = (item for item in following if _CONVERTED.fullmatch(document.text, found.end, item.start))
    return next((item for item in same if item.unit in ("USD", "CNY")), found)


def _converts(figure: Figure) -> bool:
    """Whether an amount can be compared with one in dollars; so can a time."""
    currency = figure.unit.partition("/")[0]
    return currency not in CURRENCY_CODES or currency in ("USD", "CNY")


def _is_of_another_metal(document: Document, figure: Figure, metals: frozenset[str]) -> bool:
    """Whether the last metal named before a figure, in its paragraph or else in the opening, is none of `metals`."""
    passages = passages_of(document)
    begin = document.text.rfind("\n\n", 0, figure.start) + 1
    named = passages.mentions("metal", "money", begin, figure.start)
    named = named or passages.mentions("metal", "money", 0, min(begin, _OPENING))
    return bool(metals and named) and named[-1].concept not in metals | {"metals"}


def _gaps(what: str, document: Document, figure: Figure) -> Iterator[int]:
    """The distances of a figure from the words for a payback, a saving or a capital cost in its sentence."""
    currency, per, _ = figure.unit.partition("/")
    fits = figure.unit in _YEARS if what == "payback" else currency in CURRENCY_CODES
    if figure.source_id != document.source_id or not fits or figure.low <= 0:
        return
    before = _ENDS.split(document.text[max(0, figure.start - _REACH) : figure.start])[-1]
    after = _ENDS.split(document.text[figure.end : figure.end + _REACH])[0]
    words = f"{before} {figure.text} {after}"
    total, yearly = not per, figure.unit.endswith("/year") or bool(_YEARLY.search(after[:12]))
    if _OTHER.search(words):
        return
    if what == "saving" and not (figure.unit == f"{currency}/year" or (total and _YEARLY.search(words))):
        return
    if what == "capital cost" and (not total or yearly or _NOT_BOUGHT.search(words) or not _BOUGHT.search(words)):
        return
    yield from (len(before) - found.end() for found in _WORDS[what].finditer(before))
    yield from (found.start() for found in _WORDS[what].finditer(after))


def _compared(study: Study, what: str, result: str, figure: Figure, document: Document) -> Quoted:
    """What an article states, as printed and converted, and how it compares with a result."""
    factor, conversion = 1.0, ""
    if not _converts(figure):
        return filled(
            f"a {what} of {{printed}} (not compared, since no reference has a rate of {{currency}} to dollars; "
            "{todo})",
            printed=cited(figure, readable(figure.as_text)),
            currency=figure.unit.partition("/")[0],
            todo=f"convert it and set “{PARAMETERS[result].meaning}” with -p" if result in PARAMETERS else "convert it",
        )
    if what == "payback":
        factor = _YEARS[figure.unit]
    elif figure.unit.startswith("CNY"):
        rate = exchange_rate(figure.period or str(document.published or ""))
        factor = 1 / rate.value
        ends = range_text(figure.low * factor, figure.high * factor, study.unit(result))
        conversion = f" ({ends}, {conversion_words(rate)})"
    found = study.results.get(result)
    computed, verb = (float(found.value), "computes") if found else (float(study.parameters[result]), "assumes")
    if math.isinf(computed):
        compared = ", which this run {computed} reaches"
    elif computed <= 0:
        compared = f", where this run {verb} {{computed}}"
    else:
        multiple = _multiple(figure.low * factor / computed, figure.high * factor / computed, figure.hedge_words)
        compared = f", {multiple} the {{computed}} that this run {verb}"
    words = quantity_text(computed, study.unit(result), meaning=found.meaning if found else "")
    return filled(
        f"a {what} of {{printed}}{{conversion}}{compared}",
        printed=cited(figure, readable(figure.as_text)),
        conversion=cited_text(conversion),
        computed=Mark(words, "result" if found else "parameter", result),
    )


def _multiple(low: float, high: float, hedge: str) -> str:
    """The ratio of a stated number to a computed one, in words that precede the latter, with the hedge of the former.

    >>> _multiple(2.16, 2.16, "less than"), _multiple(0.9, 0.9, ""), _multiple(1.02, 1.02, "more than")
    ('less than 2.2 times', '90 % of', 'about')
    >>> _multiple(2.5, 3.2, ""), _multiple(0.5, 1.5, "about"), _multiple(0.31, 0.5, "")
    ('2.5 to 3.2 times', 'a range around', '31 to 50 % of')
    >>> _multiple(0.0045, 0.0045, "about"), _multiple(12, 14, "")
    ('far less than', 'far more than')
    """
    if low > _FAR or high < 1 / _FAR:
        return f"far {'more' if low > _FAR else 'less'} than"
    if low < high:
        if low <= 1 <= high:
            return "a range around"
        return f"{range_text(low, high, 'fraction', 2)} of" if high < 1 else f"{range_text(low, high, '', 2)} times"
    return "about" if abs(low - 1) <= _ALIKE else f"{hedge} {share_or_times(low)}".lstrip()
