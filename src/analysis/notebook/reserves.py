"""Sentences on reserves: what a survey printed for the world, and what the claims of an article imply in comparison."""

import math

from analysis.binding.inputs import by_parameter
from analysis.claims.claim import claim_from
from analysis.claims.reference_check import TOLERANCE
from analysis.core.references import Reference, load_references
from analysis.notebook.provenance_links import Mark
from analysis.notebook.quantity_text import bounded_text, by_sign, quantity_text
from analysis.notebook.record import Quoted, filled, marked
from analysis.notebook.study import Study

WORLD_TOTAL = "rare_earth_reserves"  # the quantity of the references for the world, by edition of the survey


def survey_of_the_world(study: Study) -> Reference:
    """Return the world's reserves in the latest edition before the article of the claim, else in the first edition."""
    rows = [row for row in load_references().values() if row.quantity == WORLD_TOTAL and row.region == "world"]
    rows.sort(key=lambda row: row.published or "")
    item = study.inputs.get("rare_earth_reserves_mt")
    appeared = claim_from(item.named, study.sources).published if item else None
    known = [row for row in rows if not appeared or (row.published or "") <= appeared]
    return known[-1] if known else rows[0]


def survey_text(survey: Reference) -> str:
    """Return the number of a survey in words, as a bound if it is one."""
    low, high = survey.interval
    return bounded_text(low, survey.value, high, survey.unit)


def rounding_sentence(study: Study, survey: Reference) -> Quoted:
    """The range of the world's reserves that rounding allows, and whether a survey's number is within it, in Mt."""
    low, high = (f"implied_world_reserves_{end}_mt" for end in ("low", "high"))
    least, most = getattr(study.outcome, low), getattr(study.outcome, high)
    words = {name: quantity_text(getattr(study.outcome, name), "Mt") for name in (low, high)}
    printed, (lowest, highest) = survey_text(survey), survey.interval
    implied = study.outcome.implied_world_reserves_mt  # fits within the tolerance too, as in verification
    near = lowest * (1 - TOLERANCE) <= implied <= highest * (1 + TOLERANCE)
    fits = "fits" if near or (least <= highest and lowest <= most) else "does not fit"
    fits = "does not exclude that" if fits == "fits" and math.isinf(highest) else fits
    allowed = f"{words[low]} or more" if math.isinf(most) else f"{words[low]} to {words[high]}"
    if least == most:
        allowed, words = f"only {words[low]}", {low: words[low]}
    rounded = "Without any rounding" if least == most else "With rounding"
    rounded = "Between their ends" if study.stated_ranges(low) else rounded
    sentence = f"{rounded} the two numbers allow {allowed}; the survey had {printed}, which {fits}."
    return marked(sentence, {**words, "survey": printed})


def claimed(study: Study) -> Quoted:
    """Return the reserves of a study with their place, such as "55 Mt in China"; without it if no source names one."""
    item = by_parameter(study.inputs, study.values).get("rare_earth_reserves_mt")
    place = f" in {item.region}" if item and item.region not in ("", "world") else ""
    return filled("{reserves}{place}", reserves=study.text("rare_earth_reserves_mt"), place=place)


def difference(study: Study, survey: Reference) -> str:
    """Return how far a survey is from the reserves of the world that the claims imply, such as "13 % less"."""
    low, high = survey.interval
    implied = study.outcome.implied_world_reserves_mt
    if low <= implied <= high:
        return "which does not exclude that" if math.isinf(high) or math.isinf(low) else "which agrees"
    end = low if implied < low else high
    return by_sign(end / implied - 1, "fraction", "{} more", "{} less", "", digits=2)


def survey_sentence(study: Study, survey: Reference) -> Quoted:
    """Return what a survey had for the world and how far that is from the claims, and when it had their reserves."""
    words = {"survey": survey_text(survey), "edition": survey.period, "apart": difference(study, survey)}
    return filled(
        "{publisher} had {survey} for the world in the edition of {edition}, {apart}.{older}",
        publisher=survey.publisher,
        older=last_printed(study),
        **{name: Mark(said, "result", "survey") for name, said in words.items()},
    )


def last_printed(study: Study) -> Quoted:
    """Return in which edition the survey last printed the claimed reserves, as a sentence with a space before it."""
    edition = edition_of_the_claim(study)
    if not edition:
        return filled("")
    return filled(
        " The survey last printed {reserves} for China in its edition of {edition}.",
        reserves=study.text("rare_earth_reserves_mt"),
        edition=Mark(edition, "result", "survey"),
    )


def edition_of_the_claim(study: Study) -> str:
    """Return in which edition the survey last printed the claimed reserves; empty if in the newest one or in none."""
    item = by_parameter(study.inputs, study.values).get("rare_earth_reserves_mt")
    if item is None or item.named.is_range:  # a survey prints one number
        return ""
    claim = claim_from(item.named, study.sources)
    appeared = (claim.published or "9999")[:4]
    rows = [row for row in load_references().values() if (row.quantity, row.region) == (WORLD_TOTAL, "China")]
    editions = {row.period[:4]: row.value for row in rows if row.period and row.period[:4] <= appeared}
    printed = [edition for edition, size in editions.items() if claim.low <= size <= claim.high]
    return max(printed) if printed and max(printed) < max(editions) else ""
