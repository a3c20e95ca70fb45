"""Tables and charts of the notebook on verification: claims, verdicts, references, and the growth of a milestone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.binding.named_figures import NamedFigure, bind_figures
from analysis.claims.glossary import grade_meanings
from analysis.claims.reference_check import TOLERANCE, source_letter, widened
from analysis.claims.translations import Translation
from analysis.claims.verdicts import Repeat, VerifiedClaim, comparable_references, count_name, judged_claim
from analysis.core.figures import Figure
from analysis.core.formatting import name_text, number, readable
from analysis.core.html_table import HtmlCell
from analysis.core.references import Judgement, Reference, cited_together, split_citations
from analysis.core.words import capitalised
from analysis.documents.sources import Sources
from analysis.notebook.chart_style import COLOURS
from analysis.notebook.provenance_links import Mark, cited, place_text, source_names
from analysis.notebook.quantity_text import bounded_text, quantity_text, range_text
from analysis.notebook.short_reasons import short_reason

if TYPE_CHECKING:
    from matplotlib.axes import Axes

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
            "Period": _time(item),
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


def _time(item: VerifiedClaim) -> str:
    before = f"before {item.claim.published}" if item.claim.published else "date not stated"
    before = "not stated" if item.claim.is_target else before
    return item.claim.named.figure.period or before


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


def counts_sentence(found: Mapping[str, int], targets: int) -> tuple[str, dict[str, Mark]]:
    """Return the numbers of claims by verdict and of targets as a sentence, and its parts for `record_sentence`."""
    planned = f"{{targets_total}} target{'s' if targets != 1 else ''}"
    total = sum(found.values())
    if not total:
        but = f", but {planned}" if targets else ""
        return f"No claim that can be compared with published figures was recognised in the sources{but}.", {
            "targets_total": Mark(targets, "result", "targets_total")
        }
    named = {"claims_total": total, "targets_total": targets}
    named |= {count_name(verdict): claims for verdict, claims in found.items()}
    parts = {name: Mark(count, "result", name) for name, count in named.items()}
    listed = [verdict for verdict, claims in found.items() if claims or verdict == "confirmed"]
    words = ", ".join(
        f"{f'{{{count_name(name)}}}' if found[name] else 'none'} {'are' if found[name] > 1 else 'is'} {name}"
        for name in listed
    )
    counted = f"{{claims_total}} claim{'s' if total > 1 else ''}{f' and {planned}' if targets else ''}"
    were = "were" if total + targets > 1 else "was"
    return f"{counted} {were} recognised in the sources{'. Of the claims ' if targets else ': '}{words}.", parts


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
            "Further references": "; ".join(cited_together(_not_named(item.cited, item.reason))),
        }
        for label, item in zip(labels, verified, strict=True)
    ]


def grade_rows() -> Rows:
    """Return a row for each letter and number of a grade, with its meaning."""
    return [{"Part of a grade": part, "Meaning": words} for part, words in grade_meanings().items()]


def _not_named(references: Sequence[str], reason: str) -> list[str]:
    """The ids of references that a reason does not name."""
    named = {reference for _, reference in split_citations(reason)}
    return [name for name in references if name not in named]


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
    rows: dict[str, list[Reference]] = {}
    for item in references.values():
        rows.setdefault(item.standing, []).append(item)
    return [
        {
            "Publisher": STANDINGS.get(standing, standing),
            "Letters": " ".join(sorted({source_letter(item) for item in items})),
            "References": len(items),
        }
        for standing, items in sorted(rows.items(), key=lambda entry: -len(entry[1]))
    ]


def judged_rows(judged: Sequence[Judgement], sources: Sources) -> Rows:
    """Return a row for each claim that is not a named figure: where it is, and the verdict of a person on it."""
    names = source_names(sources)
    rows = []
    for item in judged:
        article, judged_as = judged_claim(item, sources)
        part, _, claim = judged_as.partition(": ")
        rows.append(
            {
                "Source": names[article],
                "Part": part,
                "Judged alone": claim,
                "Verdict": item.verdict,
                "Reason": item.reason,
            }
        )
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
            "Original": _as_printed(item.original),
            "Translated": _as_printed(item.translated),
            "How": item.note,
        }
        for pair in pairs
        for item in pair.differing
    ]


def _as_printed(figure: Figure | None) -> Mark | str:
    """A figure with its reading, as a link to its place; empty if there is none."""
    return cited(figure, f"{figure.text}: {figure.as_text}") if figure else ""


def edition_rows(references: Mapping[str, Reference]) -> Rows:
    """Return the rare earth reserves that a survey printed, by edition and region."""
    rows = [
        {
            "Edition": item.period[:4],
            "Region": item.region,
            "Reserves (Mt)": item.value,
            "Bound": "at least" if item.low is not None and item.high is None else "",
            "Reference": item.id,
            "Publisher": item.publisher,
        }
        for item in references.values()
        if item.quantity == "rare_earth_reserves" and item.period
    ]
    return sorted(rows, key=lambda row: (row["Edition"], row["Region"]))


def draw_editions(axes: "Axes", editions: Rows, claims: Sequence[Any]) -> str:
    """Draw the reserves of China and the world by edition, and the claims on China's; return the title."""
    for region, marker in (("world", "s"), ("China", "D")):
        own = [row for row in editions if row["Region"] == region]
        sizes = [row["Reserves (Mt)"] for row in own]
        axes.plot([int(row["Edition"]) for row in own], sizes, marker=marker, linestyle=":", label=f"survey, {region}")
    found = {}
    for claim in claims:
        fits = [row for row in editions if claim.low <= row["Reserves (Mt)"] <= claim.high]
        printed = [row["Edition"] for row in fits if row["Region"] == "China"]
        if claim.named.is_range:
            where = f"hold what was last printed in the edition of {max(printed)}" if printed else "hold no edition"
        else:
            where = f"were last printed in the edition of {max(printed)}" if printed else "were printed in no edition"
        size = range_text(claim.low, claim.high, "Mt") if claim.named.is_range else f"{number(claim.base)} Mt"
        size = f"{claim.named.hedge_words} {size}".lstrip()
        name = "" if size in found else f"claimed, {size}" if len(claims) > 1 else "claimed for China"
        axes.axhline(claim.base, color=COLOURS[2], linestyle="--", label=name)
        found[size] = where
    axes.set(xlabel="edition", ylabel="rare earth reserves (Mt)", ylim=(0, None))
    axes.legend()
    parts = [f"{'those' if place else 'claimed reserves'} of {size} {found[size]}" for place, size in enumerate(found)]
    return capitalised("; ".join(parts)) or "What the survey printed for China and the world, by edition"
