"""Sentences and tables on claims: where they are, their verdicts with reasons, their references and translations."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.binding.named_figures import NamedFigure, bind_figures
from analysis.claims.reference_check import TOLERANCE, UNCHECKED, UNVERIFIABLE, source_letter, widened
from analysis.claims.translations import Translation
from analysis.claims.verdicts import LABELS, Repeat, VerifiedClaim, comparable_references, count_name, judged_claim
from analysis.core.formatting import name_text, readable
from analysis.core.html_table import HtmlCell
from analysis.core.references import Judgement, Reference, cited_together, split_citations
from analysis.core.words import capitalised
from analysis.documents.sources import Sources
from analysis.notebook.provenance_links import Mark, cited, place_text, source_names
from analysis.notebook.quantity_text import bounded_text, quantity_text, range_text
from analysis.notebook.questions.verdict_reasons import short_reason
from analysis.notebook.record import Quoted, filled

Rows = list[dict[str, Any]]
Interval = tuple[float, float, float]
STANDINGS = {"state_media": "state media", "web": "web page, no editor known"}


def claim_rows(verified: Sequence[VerifiedClaim], names: Mapping[str, str]) -> Rows:
    """Return a row for each claim: as printed, with the place and period that it is about, and its repeats.

    If there are several sources, each row begins with its own.
    """
    several = len(names) > 1
    return [
        ({"Source": names[item.claim.source_id]} if several else {})
        | {
            "Claim": item.claim.named.rule.meaning,
            "Printed": cited(item.claim.named.figure, item.claim.named.printed),
            "Region": item.claim.place or "not named",
            "Period": item.claim.named.figure.period
            or (
                "not stated"
                if item.claim.is_target
                else f"before {item.claim.published}"
                if item.claim.published
                else "date not stated"
            ),
            "Place": _place(item),
            "Repeated at": _places(item, names),
            "The repeats drop": "; ".join(dict.fromkeys(word for one in item.repeats for word in one.dropped)),
        }
        for item in verified
    ]


def _place(item: VerifiedClaim | Repeat, source: str = "") -> Mark:
    """The paragraph and sentence of a claim, after the name of its source if there is one, as a link."""
    place = place_text(item.claim.article, item.claim.named.figure.start)
    return cited(item.claim.named.figure, f"{source}, {place}" if source else place)


def _places(item: VerifiedClaim, names: Mapping[str, str]) -> HtmlCell:
    """Where a claim is repeated; a place in another source has its name."""
    own = item.claim.source_id
    marks = [
        _place(repeat, "" if repeat.claim.source_id == own else names[repeat.claim.source_id])
        for repeat in item.repeats
    ]
    words = [capitalised(str(mark.value)) for mark in marks]
    linked = "; ".join(mark.html(text) for mark, text in zip(marks, words, strict=True))
    return HtmlCell("; ".join(words), linked)


def claims_that_feed(verified: Sequence[VerifiedClaim], sources: Sources) -> dict[str, VerifiedClaim]:
    """Return the claim that feeds each parameter; a claim on which the sources differ feeds none."""
    chosen = {name: item.chosen for name, item in bind_figures(sources).items() if item.chosen}
    return {
        item.claim.named.rule.parameter: item
        for item in verified
        if item.claim.named.rule.parameter and _states(item, chosen.get(item.claim.name))
    }


def verdict_tables(
    verified: Sequence[VerifiedClaim], sources: Sources, references: Mapping[str, Reference]
) -> dict[str, dict[str, str]]:
    """Return the verdicts, their reasons in short and in full, and their grades, each by parameter."""
    feeding = claims_that_feed(verified, sources)
    return {
        "verdicts": {name: item.label for name, item in feeding.items()},
        "short_reasons": {name: short_reason(item, references) for name, item in feeding.items()},
        "reasons": {name: item.reason for name, item in feeding.items()},
        "grades": {name: item.grade for name, item in feeding.items()},
    }


def _states(item: VerifiedClaim, chosen: NamedFigure | None) -> bool:
    """Whether a claim, or one that repeats it, is the chosen figure, or has its value in the same article."""
    named = [item.claim.named, *(repeat.claim.named for repeat in item.repeats)]
    return chosen is not None and any(
        one.figure.place == chosen.figure.place
        or (one.figure.source_id == chosen.figure.source_id and one.value == chosen.value)
        for one in named
    )


def meanings_of(verified: Sequence[VerifiedClaim], verdict: str) -> str:
    """Return the subjects of the claims with a verdict, each once with its count."""
    often = Counter(
        item.claim.named.rule.meaning
        for item in verified
        if verdict == (item.label if item.claim.is_target else item.verdict)
    )
    return "; ".join(f"{meaning} ({count})" if count > 1 else meaning for meaning, count in often.items())


def independence_sentence(confirmed: int, total: int) -> str:
    """Return how many operational claims anyone independent confirms, as a sentence with {confirmed} and {total}.

    >>> independence_sentence(0, 9)
    'Of {total} claims about the performance of a plant, a firm or a cluster, none is confirmed by anyone independent.'
    """
    about = "about the performance of a plant, a firm or a cluster"
    if total == 0:
        return f"No claim {about} was recognised in the sources."
    if total == 1:
        who = "confirmed by someone" if confirmed else "not confirmed by anyone"
        return f"The one claim {about} is {who} independent."
    if confirmed == 0:
        return f"Of {{total}} claims {about}, none is confirmed by anyone independent."
    verb = "is" if confirmed == 1 else "are"
    return f"Of {{total}} claims {about}, {{confirmed}} {verb} confirmed by someone independent."


def verdict_rows(verified: Sequence[VerifiedClaim], names: Mapping[str, str]) -> Rows:
    """Return a row for each claim: its verdict and grade, the rule's own answer if a person judged, and the reason.

    References that the reason names are not listed again.
    """
    labels = claim_labels(verified, names)
    return [
        {
            "Claim": label,
            "Printed": cited(item.claim.named.figure, item.claim.named.printed),
            "Verdict": item.label,
            "Grade": item.grade,
            "By rule": item.computed.verdict if item.judged else "",
            "Reason": item.reason,
            "Further references": "; ".join(cited_together([name for name in item.cited if name not in told])),
        }
        for label, item in zip(labels, verified, strict=True)
        for told in ({reference for _, reference in split_citations(item.reason)},)
    ]


def finding_rows(verified: Sequence[VerifiedClaim], names: Mapping[str, str]) -> Rows:
    """Return a row for each finding of the cross-checks of claims."""
    return [
        {"Claim": label, "Check": finding.check, "Effect": f"{finding.effect} the claim", "Finding": finding.reason}
        for label, item in zip(claim_labels(verified, names), verified, strict=True)
        for finding in item.findings
    ]


def claim_labels(verified: Sequence[VerifiedClaim], names: Mapping[str, str]) -> list[str]:
    """Return the label of each claim, with a distinguishing addition if several claims share one."""
    keys = [(_label(item), item.claim.source_id) for item in verified]
    sources = Counter(label for label, _ in set(keys))
    several = Counter((item.claim.name, *key) for item, key in zip(verified, keys, strict=True))
    labels = []
    for item, (label, source) in zip(verified, keys, strict=True):
        apart = [names[source]] if sources[label] > 1 else []
        apart += [readable(item.claim.named.printed)] if several[item.claim.name, label, source] > 1 else []
        labels.append(f"{label} ({', '.join(apart)})" if apart else label)
    return labels


def _label(item: VerifiedClaim) -> str:
    """The name of a claim, with the part of the article if that is not its body."""
    section = item.claim.named.section
    return name_text(item.claim.name) + (f" ({section})" if section != "body" else "")


@dataclass(frozen=True)
class ComparedClaim:
    """A claim as (low, base, high) and its references as (low, value, high), all in the same unit."""

    label: str
    unit: str
    ends: Interval
    references: Mapping[str, Interval]

    @property
    def words(self) -> str:
        """The number of the claim, with what its hedge allows if that is a range."""
        low, base, high = self.ends
        allowed = f" ({range_text(low, high, self.unit, 4)})" if low < high else ""
        return f"{quantity_text(base, self.unit, 4)}{allowed}"

    @property
    def outside(self) -> bool:
        """Whether the claim, including its hedge and the tolerance of a verdict, is below or above all references."""
        low, high = widened(self.ends[0], self.ends[2], TOLERANCE)
        lows, _, highs = zip(*self.references.values(), strict=True)
        return bool(high < min(lows) or low > max(highs))


def compared_claims(
    verified: Sequence[VerifiedClaim], known: Mapping[str, Reference], names: Mapping[str, str]
) -> list[ComparedClaim]:
    """Return the claims in article bodies that have references among those that are `known`."""
    found = []
    labels = claim_labels(verified, names)
    for place, item in enumerate(verified):
        claim, references = item.claim, comparable_references(item, known)
        if references and claim.named.section == "body":
            scale, unit = (100, "%") if claim.unit.startswith("fraction") else (1, claim.unit)
            ends = (scale * claim.low, scale * claim.base, scale * claim.high)
            scaled = {name: (scale * row[0], scale * row[1], scale * row[2]) for name, row in references.items()}
            found.append(ComparedClaim(labels[place], unit, ends, scaled))
    return found


def compared_rows(compared: Sequence[ComparedClaim]) -> Rows:
    """Return a row for each claim, with its references and their numbers."""
    return [
        {
            "Claim": one.label,
            "Claimed": one.words,
            "References": "; ".join(f"{bounded_text(*row, one.unit)} ({name})" for name, row in one.references.items()),
        }
        for one in compared
    ]


def confirmed_text(confirmed: int, claims: int) -> str:
    """Return how many claims are confirmed, as a sentence without a full stop."""
    if claims == 1:
        return f"The one claim is {'' if confirmed else 'not '}confirmed by others"
    return f"{confirmed or 'None'} of {claims} claims {'are' if confirmed > 1 else 'is'} confirmed by others"


def outside_text(outside: int, shown: int, references: int = 2) -> str:
    """Return how many claims lie beyond their references, as a sentence without a full stop.

    `references` is the number of references of the claim if there is just one claim.
    """
    if shown == 1:
        those = "the one reference" if references == 1 else "all references"
        return f"The claim {'lies beyond' if outside else 'does not lie beyond'} {those} of its quantity"
    verb, whose = ("lie", "their") if outside > 1 else ("lies", "its")
    return f"{outside or 'None'} of {shown} claims {verb} beyond all references of {whose} quantity"


def standing_rows(references: Mapping[str, Reference]) -> Rows:
    """Return how many references each kind of publisher has, with the letter that a grade gives them."""
    often = Counter(item.standing for item in references.values())
    letters = {(item.standing, source_letter(item)) for item in references.values()}
    return [
        {
            "Publisher": STANDINGS.get(standing, standing),
            "Letters": " ".join(sorted(letter for kind, letter in letters if kind == standing)),
            "References": count,
        }
        for standing, count in often.most_common()
    ]


def judged_rows(judged: Sequence[Judgement], sources: Sources) -> Rows:
    """Return a row for each claim that is not a named figure: where it is, and the verdict of a person on it."""
    names = source_names(sources)
    rows = []
    for item in judged:
        article, judged_as = judged_claim(item, sources)
        part, _, claim = judged_as.partition(": ")
        told = {"Judged alone": claim, "Verdict": item.verdict, "Reason": item.reason}
        rows.append({"Source": names[article], "Part": part, **told})
    return rows


def pair_rows(pairs: Sequence[Translation]) -> Rows:
    """Return a row for each original and its translation."""
    return [
        {"Original": one.original.title, "Translation": one.translated.title, "Agreement": one.sentence}
        for one in pairs
    ]


def translation_rows(pairs: Sequence[Translation]) -> Rows:
    """Return a row for each figure that a translation states differently from its original."""
    return [
        {
            "Translation": pair.translated.title,
            "Agreement": item.verdict,
            **{
                side: cited(figure, f"{figure.text}: {figure.as_text}") if figure else ""
                for side, figure in (("Original", item.original), ("Translated", item.translated))
            },
            "How": item.note,
        }
        for pair in pairs
        for item in pair.differing
    ]


def verdicts_sentence(found: Mapping[str, int], targets: Mapping[str, int]) -> Quoted:
    """Return how many claims have which verdict, and how many targets which verdict and course."""
    targets = {label: targets[label] for label in LABELS if label in targets}
    counts = {"claims_total": sum(found.values()), "targets_total": sum(targets.values())}
    counts |= {count_name(label): count for label, count in {**found, **targets}.items()}
    words = f"{verdicts_text(found)} {targets_text(targets)}".rstrip()
    return filled(words, **{name: Mark(count, "result", name) for name, count in counts.items()})


def verdicts_text(counts: Mapping[str, int]) -> str:
    """Return how many claims have which verdict, with fields for the numbers; verdicts that no claim has are left out.

    >>> verdicts_text({"confirmed": 0, "contradicted": 1, "not verifiable": 1})
    'Of {claims_total} claims, none is confirmed by others, {claims_contradicted} is contradicted, and \
{claims_not_verifiable} cannot be verified.'
    >>> verdicts_text({"confirmed": 0, "not verifiable": 5})
    'None of {claims_total} claims can be verified.'
    """
    total, unknown = sum(counts.values()), counts.get(UNVERIFIABLE, 0)
    if not total:
        return "No claim that can be compared with published figures was recognised in the sources."
    if unknown == total > 1:
        return "None of {claims_total} claims can be verified."
    confirmed = counts["confirmed"]
    parts = [f"{_are('confirmed', confirmed) if confirmed else 'none is'} confirmed by others"]
    others = {name: count for name, count in counts.items() if count and name not in ("confirmed", UNVERIFIABLE)}
    parts += [f"{_are(name, count)} {name}" for name, count in others.items()]
    parts += [f"{{{count_name(UNVERIFIABLE)}}} cannot be verified"] if unknown else []
    if total == 1:
        return f"The one claim {parts[-1].partition(' ')[2]}."
    return f"Of {{claims_total}} claims, {_enumerated(parts)}."


def _enumerated(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"


def targets_text(counts: Mapping[str, int]) -> str:
    """Return how many targets have which verdict and course, with fields for the numbers; "" without a target.

    >>> targets_text({"quoted correctly, on course": 3, "quotation not checked, off course": 1})
    'Of {targets_total} targets, {claims_quoted_correctly_on_course} are quoted correctly and on course, and \
{claims_quotation_not_checked_off_course} is off course with no document of its author \
found.'
    >>> targets_text({"quotation not checked, not due yet": 8})
    'The {targets_total} targets are not due yet with no document of their authors found.'
    >>> targets_text({"quoted correctly, on course": 1}), targets_text({"misquoted": 2}), targets_text({})
    ('The one target is quoted correctly and on course.', 'The {targets_total} targets are misquoted.', '')
    """
    told = {label: _target_words(label, count) for label, count in counts.items()}
    if sum(counts.values()) < 2 or len(counts) < 2:
        who = "The one target is" if sum(counts.values()) == 1 else "The {targets_total} targets are"
        return "".join(f"{who} {words}." for words in told.values())
    parts = [f"{_are(label, counts[label])} {words}" for label, words in told.items()]
    return f"Of {{targets_total}} targets, {_enumerated(parts)}."


def _target_words(label: str, count: int) -> str:
    verdict, *course = label.split(", ")
    whose = "its author" if count == 1 else "their authors"
    if verdict != UNCHECKED:
        return " and ".join([verdict, *course])
    return " ".join([*course, f"with no document of {whose} found"] if course else [f"without a document of {whose}"])


def _are(label: str, count: int) -> str:
    return f"{{{count_name(label)}}} {'is' if count == 1 else 'are'}"
