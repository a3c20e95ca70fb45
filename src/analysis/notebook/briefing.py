"""The parts of the briefing besides the sentences of the questions; each is left out if its results are missing."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.binding.question_files import short_name
from analysis.claims.reference_check import UNCHECKED
from analysis.claims.verdicts import CLAIM_VERDICTS, LABELS, count_name
from analysis.core.formatting import label, number, readable
from analysis.core.words import capitalised, listed
from analysis.models import compute
from analysis.models.decompositions import GrowthDecomposition
from analysis.notebook.answers import mix_verdict
from analysis.notebook.chart_style import chart, new_chart
from analysis.notebook.charts import bar_chart
from analysis.notebook.display_tables import note, nothing_here, table
from analysis.notebook.plots import low_base_high
from analysis.notebook.provenance_links import Mark
from analysis.notebook.quantity_text import quantity_text, range_text, share_or_times
from analysis.notebook.question_sentences import VERDICTS
from analysis.notebook.record import CAVEAT, Results, filled, from_recorded, record, record_sentence
from analysis.notebook.scenario_table import joint_view
from analysis.notebook.uncertainty import LAYERS

_COUNTS = {
    "total": "claims_total",
    "confirmed": "claims_confirmed",
    "repeated": "claims_repeated_by_the_claimant_only",
    "plausible": "claims_plausible_by_analogy",
    "garbled": "claims_outdated_or_garbled",
    "contradicted": "claims_contradicted",
    "early": "claims_not_due_yet",
    "open": "claims_not_verifiable",
}
# The parts of the sentence on figures, and the results that they are.
_FIGURES = {
    "figures": "figures_total",
    "lost": "hedges_lost_in_highlights",
    "cautious": "sources_with_a_caveat",
    "sources": "sources_total",
}
_JUDGED = {
    "repeated": "repeated by the claimant only",
    "plausible": "plausible by analogy",
    "garbled": "outdated or garbled",
    "contradicted": "contradicted",
    "early": "not due yet",
}


def foil_and_target(results: Results) -> None:
    """State whether the margin story delivers the revenue story, if both were answered."""
    margin, growth = results.of("margin_uplift"), results.of("growth_scenarios")
    if not (margin and growth):
        return
    parts = {"foil_share_after": results.value(margin, "foil_share")} | results.value(growth, "foil")
    foil = compute(GrowthDecomposition, "foil_tonnage_mt", **{name: parts[name] for name in list(parts)[:2]})
    over = foil / parts["national_foil_mt_per_year"]
    record("foil_tonnage_mt", foil, "Mt/year", meaning="foil of the cluster, if its revenue were all copper")
    national = quantity_text(parts["national_foil_mt_per_year"], "Mt", 4)
    meaning = "battery foil that China makes"
    record("national_foil_mt_per_year", parts["national_foil_mt_per_year"], "Mt/year", meaning=meaning)
    record(
        "foil_over_national_output",
        over,
        "multiple",
        meaning="foil of the cluster as a multiple of the battery foil that China makes",
    )
    revenue, needed = results.value(margin, "revenue_per_tonne_multiple"), results.value(growth, "required_multiple")
    record_sentence(
        "sentence_joint",
        "With an assumed {share} of foil in the mix, a tonne brings in {revenue} revenue as wire alone, and the target "
        "asks for {needed}: {verdict}. If all of the cluster's revenue came from copper, {share} of its tonnes would "
        "be {foil} of foil a year, {over} all the battery foil that China makes ({national}).",
        share=results.quote(margin, "foil_share", 3, percent=True),
        revenue=filled(
            "{times}" if _is_one(revenue) else "{times} as much",
            times=Mark(times_text(revenue, "as much"), "result", f"{margin}/revenue_per_tonne_multiple"),
        ),
        needed=filled(
            "{times}" if _is_one(needed) else "{times} the revenue",
            times=Mark(times_text(needed, "the present revenue"), "result", f"{growth}/required_multiple"),
        ),
        verdict=mix_verdict(revenue, needed),
        foil=Mark(quantity_text(foil, "Mt"), "result", "foil_tonnage_mt"),
        over=Mark(share_or_times(over), "result", "foil_over_national_output"),
        national=Mark(national, "result", "national_foil_mt_per_year"),
    )


def times_text(multiple: float, same: str) -> str:
    """Return a multiple in words; one that rounds to 1 in the words for `same`.

    >>> times_text(1.034, "the same as"), times_text(1.0002, "the same as")
    ('1.03 times', 'about the same as')
    """
    return f"{'about ' if multiple != 1 else ''}{same}" if _is_one(multiple) else f"{number(multiple, 3)} times"


def _is_one(multiple: float) -> bool:
    return number(multiple, 3) == "1"


def foil_and_target_chart(results: Results) -> None:
    """Draw what foil does to a tonne next to what the target asks for, if both questions were answered."""
    margin, growth = results.of("margin_uplift"), results.of("growth_scenarios")
    if not (margin and growth):
        nothing_here("This needs the answers on margin and growth.")
        return
    every = [results.value(margin, f"{what}_per_tonne_multiple") for what in ("profit", "revenue")]
    every.append(results.value(growth, "required_multiple"))
    names = ("profit per tonne of the mix", "revenue per tonne of the mix", "revenue that the target asks for")
    # Wire that earns nothing has no multiple.
    multiples = {what: times for what, times in zip(names, every, strict=True) if times is not None}
    table([{"What": what, "Times as much": times} for what, times in multiples.items()])
    title = multiples_text(*(None if times is None else number(times, 3) for times in every))
    source = "results on margin and growth"
    bar_chart(multiples, "multiple", "times as much as before", title, source, key=True)


def multiples_text(profit: str | None, revenue: str | None, needed: str | None) -> str:
    """Return what foil does to a tonne, and what the target asks for, as a sentence without a full stop.

    >>> multiples_text("10.2", "1.03", "1.67")
    'Foil in the mix multiplies the profit by 10.2 and the revenue by 1.03; the target asks for 1.67 times the revenue'
    >>> multiples_text(None, "1.03", None)
    'Foil in the mix multiplies the revenue by 1.03'
    """
    known = {"the profit": profit, "the revenue": revenue}
    multiplied = listed([f"{what} by {times}" for what, times in known.items() if times is not None])
    parts = [f"Foil in the mix multiplies {multiplied}" if multiplied else ""]
    parts.append(f"the target asks for {needed} times the revenue" if needed is not None else "")
    text = "; ".join(filter(None, parts))
    return f"{text[:1].upper()}{text[1:]}"


def caveats(results: Results) -> None:
    """State what the sources say about their own figures, and how many claims others confirm."""
    figures, judge = results.of("figures"), results.of("verification")
    if figures:
        record_sentence(
            "caveat_figures",
            figures_text(**{name: results.value(figures, recorded) for name, recorded in _FIGURES.items()}),
            unit=CAVEAT,
            **{name: results.quote(figures, recorded) for name, recorded in _FIGURES.items()},
        )
    if judge:
        labels = LABELS[len(CLAIM_VERDICTS) :]
        targets = {label: count_name(label) for label in labels if count_name(label) in results[judge]}
        counted = targets_text({label: results.value(judge, name) for label, name in targets.items()})
        fields = {**_COUNTS, **{name: name for name in targets.values()}, "targets": "targets_total"}
        record_sentence(
            "caveat_verdicts",
            f"{verdicts_text({name: results.value(judge, _COUNTS[name]) for name in _COUNTS})} {counted}".rstrip(),
            unit=CAVEAT,
            **{name: results.quote(judge, recorded) for name, recorded in fields.items()},
        )


def stated_text(figures: int, hedged: int, used: int) -> str:
    """Return how many figures the sources state, with a hedge, and fit inputs of models, with fields for the numbers.

    >>> stated_text(34, 16, 0)
    'The sources state {figures} in {sources}, {hedged} of them with a hedge. None of them fits an input of a model.'
    >>> stated_text(1, 0, 1), stated_text(0, 0, 0)
    ('The sources state {figures} in {sources}, without a hedge. It fits an input of a model.', \
'No figure was found in {sources}.')
    """
    if not figures:
        return "No figure was found in {sources}."
    if figures == 1:
        first, last = f"with{'' if hedged else 'out'} a hedge", f"It fits {'an' if used else 'no'} input of a model."
    else:
        first = f"{'{hedged}' if hedged else 'none'} of them with a hedge"
        last = f"{'{used}' if used else 'None'} of them {'fit inputs' if used > 1 else 'fits an input'} of a model."
    return f"The sources state {{figures}} in {{sources}}, {first}. {last}"


def figures_text(figures: int, lost: int, cautious: int, sources: int) -> str:
    """Return what the sources say about their own figures, with fields for the numbers.

    >>> figures_text(1, 0, 0, 7)
    'No warning about their own figures was found in the sources.'
    >>> figures_text(34, 3, 3, 4)
    '{lost} figures are hedged in the body of an article but not in its highlights. {cautious} of {sources} sources \
warn about their own figures.'
    """
    if not figures:
        return "No figure was found in the sources."
    is_are = "figure is" if lost == 1 else "figures are"
    first = f"{{lost}} {is_are} hedged in the body of an article but not in its highlights. " if lost else ""
    if not cautious:
        its, where = ("its", "source") if sources == 1 else ("their", "sources")
        return f"{first}No warning about {its} own figures was found in the {where}."
    who = "The source" if sources == 1 else "{cautious} of {sources} sources"
    return f"{first}{who} {'warns about its' if cautious == 1 else 'warn about their'} own figures."


def verdicts_text(counts: Mapping[str, int]) -> str:
    """Return how many claims have which verdict, with fields for the numbers; verdicts that no claim has are left out.

    >>> verdicts_text({"total": 2, "confirmed": 0, "repeated": 1, "open": 1})
    'Of {total} claims, none is confirmed by others, {repeated} is repeated by the claimant only, and {open} cannot be \
verified.'
    >>> verdicts_text({"total": 5, "confirmed": 0, "open": 5})
    'None of {total} claims can be verified.'
    """
    if not counts["total"]:
        return "No claim that can be compared with published figures was recognised in the sources."
    parts = [f"{_are('confirmed', counts['confirmed'])} confirmed by others" if counts["confirmed"] else ""]
    parts[0] = parts[0] or "none is confirmed by others"
    parts += [f"{_are(name, counts[name])} {words}" for name, words in _JUDGED.items() if counts.get(name)]
    parts += ["{open} cannot be verified"] if counts.get("open") else []
    if counts.get("open") == counts["total"] > 1:
        return "None of {total} claims can be verified."
    if counts["total"] == 1:
        return f"The one claim {parts[-1].partition(' ')[2]}."
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"
    return f"Of {{total}} claims, {listed}."


def targets_text(counts: Mapping[str, int]) -> str:
    """Return how many targets have which verdict and course, with fields for the numbers; "" without a target.

    >>> targets_text({"quoted correctly, on course": 3, "quotation not checked, off course": 1})
    'Of {targets} targets, {claims_quoted_correctly_on_course} are quoted correctly and on course, and \
{claims_quotation_not_checked_off_course} is off course with no document of its author \
found.'
    >>> targets_text({"quotation not checked, not due yet": 8})
    'The {targets} targets are not due yet with no document of their authors found.'
    >>> targets_text({"quoted correctly, on course": 1}), targets_text({"misquoted": 2}), targets_text({})
    ('The one target is quoted correctly and on course.', 'The {targets} targets are misquoted.', '')
    """
    told = {label: _target_words(label, count) for label, count in counts.items()}
    if sum(counts.values()) < 2 or len(counts) < 2:
        who = "The one target is" if sum(counts.values()) == 1 else "The {targets} targets are"
        return "".join(f"{who} {words}." for words in told.values())
    *first, last = (f"{_are(count_name(label), counts[label])} {words}" for label, words in told.items())
    return f"Of {{targets}} targets, {', '.join(first)}, and {last}."


def _target_words(label: str, count: int) -> str:
    verdict, *course = label.split(", ")
    whose = "its author" if count == 1 else "their authors"
    if verdict != UNCHECKED:
        return " and ".join([verdict, *course])
    return " ".join([*course, f"with no document of {whose} found"] if course else [f"without a document of {whose}"])


def _are(name: str, count: int) -> str:
    return f"{{{name}}} {'is' if count == 1 else 'are'}"


def scenarios_together(results: Results) -> None:
    """Show the low, base and high scenario of every question, as a table and as a chart."""
    rows = joint_view(results)
    if not rows:
        return
    cases = [case for case in rows[0] if case not in ("Question", "Result", "Unit", "Chance")]
    table(
        [
            {"Question": row["Question"], "Result": row["Result"]}
            | {case: quantity_text(row[case], row["Unit"], chance=row["Chance"]) for case in cases}
            for row in rows
        ]
    )
    figure, axes = new_chart(4.2)
    often = Counter(row["Result"] for row in rows)
    more = [f" ({row['Question'].lower()})" if often[row["Result"]] > 1 else "" for row in rows]
    rows = [{**row, "Result": f"{row['Result']}{own}"} for row, own in zip(rows, more, strict=True)]
    low_base_high(axes, rows)
    title = spread_text(rows)
    ends = "; ".join(
        f"{row['Result']} {quantity_text(row['low'], row['Unit'])} to {quantity_text(row['high'], row['Unit'])}"
        for row in rows
    )
    alt = f"Low and high scenario of each result: {ends}."
    chart(figure, alt, "the low and high scenarios of all questions", title=title)


def spread_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return which result the scenarios move most against its base case, as a sentence without a full stop."""
    drawn = [row for row in rows if row["base"] and all(map(math.isfinite, (row["low"], row["base"], row["high"])))]
    if not drawn:
        return "No result has finite values in the scenarios low, base and high"
    widest = max(drawn, key=lambda row: abs(row["high"] - row["low"]) / abs(row["base"]))["Result"]
    name = widest if widest[1:2].isupper() else widest[:1].lower() + widest[1:]
    return f"Widest from low to high, against its base case: {name}"


def claims_table(results: Results) -> None:
    """Show the verdict on each claim that feeds a model, and how many results each notebook recorded."""
    judge = results.of("verification")
    if judge:
        verdicts, reasons = results.table(judge, VERDICTS), results.table(judge, "reasons")
        table([{"Input": name, "Verdict": verdict, "Because": reasons[name]} for name, verdict in verdicts.items()])
        if not verdicts:
            note("No claim of the sources feeds a model.")
    table(
        [
            {"Question": capitalised(readable(short_name(name))), "Results": len(found)}
            for name, found in results.items()
        ]
    )


def ranges_table(results: Results) -> None:
    """Show the range of every result that has one, by layer: nine out of ten draws."""
    rows = [
        {
            "Question": capitalised(readable(short_name(notebook))),
            "Result": label(name, item["unit"]),
            "Value": quantity_text(results.value(notebook, name), item["unit"]),
            **{layer.capitalize(): _range(item["layers"][layer], item["unit"]) for layer in LAYERS},
        }
        for notebook, found in results.items()
        for name, item in found.items()
        if "layers" in item
    ]
    table(rows)
    if not rows:
        nothing_here("No notebook recorded a range.")


def _range(ends: Sequence[Any], unit: str) -> str:
    low, high = map(from_recorded, ends)
    return range_text(low, high, unit)


def not_answered(results: Results) -> None:
    """List the questions whose inputs the sources do not state, with what is missing."""
    unanswered = results.unanswered.values()
    table([{"Question": item["title"], "What is missing": "; ".join(item["reasons"])} for item in unanswered])
    if not unanswered:
        nothing_here("Every question of this run is answered.")
