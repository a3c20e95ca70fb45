"""The parts of the briefing: a sentence for each question, and what joins them; one without its results is left out."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any

from analysis.binding.question_files import QuestionFile, question_files, short_name
from analysis.claims.presets import BASE
from analysis.core.errors import NotebookError, did_you_mean
from analysis.core.formatting import label, number, readable
from analysis.core.schemas import line_in
from analysis.core.words import capitalised, listed, uncapitalised
from analysis.models import PARAMETERS, compute
from analysis.models.decompositions import GrowthDecomposition
from analysis.notebook.chart_style import chart, new_chart
from analysis.notebook.charts import bar_chart
from analysis.notebook.display_tables import note, nothing_here, table
from analysis.notebook.plots import low_base_high
from analysis.notebook.provenance_links import Mark
from analysis.notebook.quantity_text import quantity_text, range_text, share_or_times
from analysis.notebook.record import ANSWER, CAVEAT, SENTENCES, Results, filled, from_recorded, record, record_sentence
from analysis.notebook.scenario_table import result_name
from analysis.notebook.uncertainty import LAYERS

DEFAULT = "{answer}"
VERDICTS = "verdicts"  # the table of verdicts by input, which the notebook on verification records
_VERDICT, _PERCENT = "verdict of ", " in percent"


def question_sentences(results: Results) -> None:
    """Show and record a sentence for each question that has an answer, in the order of the notebooks.

    The template is `briefing` in the file of the question, by default its answer. In it, `{answer}` is the answer,
    `{card_answer}`, `{card_number}`, `{card_range}` and `{card_change}` are the sentences of its card,
    `{verdict of foil_profit_usd_per_t}` the verdict on the claim behind an input, `{payback_years}` a result,
    `{china_share in percent}` a fraction in percent and `{material of chosen}` a row of a recorded table. Raises
    NotebookError for a part that is none of these; for a template of the project, it prints the error and shows the
    answer instead.
    """
    for notebook, found in results.items():
        layers = question_files().layers(short_name(notebook))
        if layers and ANSWER in found:
            template = next((file.briefing for file in reversed(layers) if file.briefing), DEFAULT)
            try:
                parts = _parts(template, notebook, results, layers[-1])
            except NotebookError as error:
                if not layers[-1].own:
                    raise
                print(f"{error}; the answer is shown instead")
                template, parts = DEFAULT, _parts(DEFAULT, notebook, results, layers[-1])
            record_sentence(f"sentence_{short_name(notebook)}", template, **parts)


def _parts(template: str, notebook: str, results: Results, file: QuestionFile) -> dict[str, Any]:
    try:
        fields = [field for _, field, _, _ in Formatter().parse(template) if field]
    except ValueError as error:
        raise NotebookError(f"{line_in(file.path, 'briefing')}: {error}; each part is written as {{NAME}}") from None
    return {field: _part(field, notebook, results, file) for field in fields}


def _part(field: str, notebook: str, results: Results, file: QuestionFile) -> Any:
    """One part of a template, as a mark that leads back to its result."""
    if results[notebook].get(field, {}).get("unit") in SENTENCES:
        return results.sentence(notebook, field)
    if field.startswith(_VERDICT):
        claim = field.removeprefix(_VERDICT)
        if claim not in PARAMETERS:  # "not stated" would be said of a claim that nobody can state
            hint = did_you_mean(claim, PARAMETERS, "name an input of a model", listed=False)
            raise NotebookError(f"{line_in(file.path, 'briefing')}: no model has an input {claim}; {hint}")
        judge = next((name for name, found in results.items() if VERDICTS in found), "")
        return results.line(judge, VERDICTS, claim) if judge else "not checked"
    row, _, table = field.partition(" of ")
    if table in results[notebook]:
        return results.line(notebook, table, row)
    name = field.removesuffix(_PERCENT)
    if name not in results[notebook]:
        where = line_in(file.path, "briefing")
        raise NotebookError(
            f"{where}: {notebook} records no {name}; use {{answer}}, {{verdict of INPUT}}, or one of "
            f"{', '.join(results[notebook])}"
        )
    return results.quote(notebook, name, 3 if field != name else 4, percent=field != name)


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
        verdict=f"a change of mix alone {'would' if revenue >= needed else 'does not'} reach it",
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
    foil = f"Foil in the mix multiplies {multiplied}" if multiplied else ""
    target = f"the target asks for {needed} times the revenue" if needed is not None else ""
    return capitalised("; ".join(filter(None, (foil, target))))


def caveats(results: Results) -> None:
    """State what the sources say about their own figures, and how many claims others confirm."""
    if figures := results.of("figures"):
        record_sentence("caveat_figures", "{said}", unit=CAVEAT, said=results.sentence(figures, "caveat_figures"))
    if judge := results.of("verification"):
        record_sentence("caveat_verdicts", "{said}", unit=CAVEAT, said=results.sentence(judge))


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


def joint_view(results: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return table rows of the headline results of each question, with a column for each scenario that all have.

    They are what `headline` in the file of the question names, or the first ones.
    """
    wanted: dict[str, list[str]] = {}
    for notebook, found in results.items():
        if cases := found.get("scenarios", {}).get("value"):
            named = [name for file in question_files().layers(short_name(notebook)) for name in file.headline]
            recorded = next(iter(cases.values()))
            wanted[notebook] = [name for name in named if name in recorded] or list(recorded)[:3]
    recorded = {name: results[name]["scenarios"]["value"] for name in wanted}
    shared = [case for case in (("low", BASE, "high")) if all(case in found for found in recorded.values())]
    rows = []
    for notebook, names in wanted.items():
        for name in names:
            item = results[notebook][name]
            unit, chance = item["unit"], item.get("chance", False)
            values = {case: from_recorded(recorded[notebook][case][name]) for case in shared}
            question = capitalised(readable(short_name(notebook)))
            rows.append(
                {
                    "Question": question,
                    "Result": result_name(name, unit, chance),
                    "Unit": unit,
                    "Chance": chance,
                    **values,
                }
            )
    return rows


def spread_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return which result the scenarios move most against its base case, as a sentence without a full stop."""
    drawn = [row for row in rows if row["base"] and all(map(math.isfinite, (row["low"], row["base"], row["high"])))]
    if not drawn:
        return "No result has finite values in the scenarios low, base and high"
    widest = max(drawn, key=lambda row: abs(row["high"] - row["low"]) / abs(row["base"]))["Result"]
    return f"Widest from low to high, against its base case: {uncapitalised(widest)}"


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
