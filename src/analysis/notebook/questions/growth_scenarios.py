"""The growth of a cluster: what its target needs, what its industry and others had or plan, and sizes by year."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from analysis.binding.figure_rules import load_rules
from analysis.binding.inputs import by_parameter
from analysis.binding.places import inside
from analysis.claims.claim import Claim, claims_of
from analysis.claims.course import needed_growth as growth_by_start
from analysis.claims.verdicts import VerifiedClaim
from analysis.core.references import Reference, load_references, money_in, period_span
from analysis.documents.sources import Sources
from analysis.models.decompositions import GrowthDecomposition
from analysis.models.fan_chart import Fan
from analysis.notebook.among import MOST, ChartRow, measured_by, spread
from analysis.notebook.chart_style import chart, new_chart
from analysis.notebook.display_tables import note, table
from analysis.notebook.plots import grouped_bars
from analysis.notebook.provenance_links import Mark
from analysis.notebook.quantity_text import bounded_text, by_sign, quantity_text
from analysis.notebook.record import Quoted, filled
from analysis.notebook.study import Study, parameter_defaults

NATIONAL = "REV25G5"  # the one behind the default of national_growth
YEARS = ("earlier_revenue_year", "earliest_base_year", "base_year")  # that sentences on the growth name
PLANS = frozenset({"copper_cluster_target", "value_added_growth", "output_growth"})  # the claims that are plans
PAST = ("grew by {}", "shrank by {}", "did not grow")
PAST_AT_LEAST = ("grew by at least {}", "shrank by at most {}", "did not shrink")
_PARTS = {"volume": "volume", "price": "price", "mix": "mix", "cross": "price and mix together", "total": "total"}


def base_years(study: Study) -> tuple[int, int]:
    """Return the first and the last year that the size of the cluster may be of."""
    values = study.values
    return min(values["earliest_base_year"], values["base_year"]), values["base_year"]


def needed_growth(study: Study) -> Quoted:
    """Return the growth that the target needs if its start is in the first or in the last year, as a verb phrase."""
    if study.outcome.required_growth == 0:
        return filled("needs no growth")
    first, last = base_years(study)
    words = "{early} if its size refers to {first}, and by {late} if it refers to {last}" if first < last else "{late}"
    return filled(
        f"needs to grow by {words}",
        early=study.text("required_growth_earliest"),
        first=Mark(str(first), "result", "earliest_base_year"),
        late=study.text("required_growth"),
        last=Mark(str(last), "result", "base_year"),
    )


def other_growths(study: Study) -> Quoted:
    """Return the growth of the industry since an earlier year, if known, and of the industry of the whole country."""
    known = math.isfinite(study.outcome.recent_growth)
    by_default = study.values["national_growth"] == parameter_defaults(study.name)["national_growth"]
    years = (load_references()[NATIONAL].period or "").replace("/", " to ")
    period = f" from {years}" if by_default else ""
    return filled(
        f"{'Since {since} the industry {recent}; the' if known else 'The'} industry of the whole country {{national}}.",
        since=study.text("earlier_revenue_year", words=str),
        recent=study.text("recent_growth", words=lambda rate: past_text(rate, PAST_AT_LEAST)) if known else "",
        national=study.text("national_growth", words=lambda rate: past_text(rate) + period),
    )


def past_text(rate: float, words: tuple[str, str, str] = PAST) -> str:
    """Return a past growth as a verb phrase; with `PAST_AT_LEAST` if it is measured from an upper bound."""
    return by_sign(rate, "fraction/year", *words, digits=2 if abs(rate) < 0.1 else 3)


def chance_results(study: Study) -> list[str]:
    """Return the name of the chance of the target; none if the target sets the growth, so that it is meaningless."""
    given = study.values["growth_source"] != "target" or study.values["growth_per_year"] is not None
    return ["probability_of_target"] if given else []


def growth_parts(study: Study) -> dict[str, Any]:
    """Return the parts of a sentence on the growth that a cluster needs, and that its industry and others had."""
    stated = study.is_stated("historic_growth")
    years = "over the five years that the sources name" if stated else "over five years, as set for this run"
    return {
        "size": study.text("cluster_cny_bn"),
        "articles": study.articles,
        "needs": needed_growth(study),
        "past": study.text("historic_growth", words=past_text),
        "years": years,
        "fastest": _fastest(study),
    }


def _fastest(study: Study) -> Quoted:
    """The fastest growth that others have measured or planned near the target, as a sentence with a space before it."""
    rows = [row for row in paces_near_target(study.sources) if row.quantity in _decisive()]
    if not rows:
        return filled("")
    fastest = max(rows, key=lambda row: row.value)
    rate = bounded_text(*fastest.ends, "fraction/year")
    about = ", ".join(filter(None, (fastest.publisher, fastest.region, (fastest.period or "").replace("/", " to "))))
    words = " The fastest growth of revenue that others have measured or planned is {rate}."
    return filled(words, rate=Mark(f"{rate} ({about})", "reference", fastest.id))


def _decisive() -> tuple[str, ...]:
    """The quantities of growth that decide whether the target of the cluster is within reach."""
    spec = load_rules()["copper_cluster_target"].verify
    return *spec.growth_plans, *spec.outturn


def pace_rows(study: Study, needs: Mapping[str, float]) -> list[ChartRow]:
    """Return the growth that a target needs, among growth rates of revenue, which decide, and some related ones."""
    whose = "in the sources" if study.is_stated("historic_growth") else "as set for this run"
    past, recent = study.outcome.historic_growth, study.outcome.recent_growth
    alike = [ChartRow(f"the industry {whose}, over five years", past, past, past)]
    if math.isfinite(recent):  # from an upper bound of the earlier revenue
        alike.append(ChartRow(f"the industry since {study.values['earlier_revenue_year']}", recent, recent, math.inf))
    related: list[ChartRow] = []
    for item in paces_near_target(study.sources):
        same = item.quantity in _decisive()
        row = ChartRow(measured_by(item, "related"), *item.ends, "other" if same else "related")
        (alike if same else related).append(row)
    own = [ChartRow(name, rate, rate, rate, "own") for name, rate in needs.items()]
    alike = spread(alike)
    return [*own, *spread([*alike, *spread(related, MOST - len(alike))])]


class Pace(NamedTuple):
    """A growth rate per year with its label; without a reference it is what the claimed target needs."""

    label: str
    rate: float
    reference: Reference | None = None


def growth_paces(verified: Sequence[VerifiedClaim]) -> list[Pace]:
    """Return the growth rates that the claimed target needs, then past growth and plans near its place."""
    targets = [item.claim for item in verified if item.claim.key == "copper_cluster_target"]
    sizes = [item.claim for item in verified if item.claim.key == "copper_cluster_size"]
    pairs = [(t, s) for t in targets for s in sizes if t.source_id == s.source_id and t.window and s.published]
    pairs = [(target, size) for target, size in pairs if target.named.figure.period]
    needed = [
        Pace(f"target, size taken as of {start}", rate)
        for target, size in pairs[:1]
        for start, rate in sorted(growth_by_start(size, target).items(), reverse=True)
    ]
    others = latest_paces([target for target, _ in pairs])
    return needed + [
        Pace(f"{row.quantity.replace('_', ' ')}, {row.region}, {row.period}", row.value, row) for row in others
    ]


def paces_near_target(sources: Sources) -> list[Reference]:
    """Return the latest plans and past growth near the place of the claimed target, in its currency."""
    return latest_paces([claim for claim in claims_of(sources) if claim.key == "copper_cluster_target"])


def latest_paces(targets: Sequence[Claim]) -> list[Reference]:
    """Return the latest plan and past growth of each kind and region near the first target, the highest first.

    They are in its currency. Without a target, they are near China and in any currency.
    """
    money, about = (money_in(targets[0].unit), targets[0].region) if targets else ("", "China")
    references = load_references()
    kinds = {row.quantity for row in references.values() if row.quantity.endswith("_growth_plan")}
    kinds |= {kind.removesuffix("_plan") for kind in kinds} | {"copper_price_growth", "nonferrous_revenue_growth"}
    latest = {}
    for row in sorted(references.values(), key=lambda row: period_span(row.period or "1900")):
        near = row.region == "world" or about == row.region or inside(about, row.region or "")
        if row.quantity in kinds and near and (row.currency in (None, money) or not money):
            latest[row.quantity, row.region] = row
    return sorted(latest.values(), key=lambda row: -row.value)


def size_year_text(study: Study) -> str:
    """Return the year that the size of the cluster refers to, as a sentence."""
    first, last = base_years(study)
    if "base_year" in by_parameter(study.inputs, study.values):
        return f"The sources give the size of the cluster for {last}."
    years = f"{last}" if first == last else f"a year from {first} to {last}"
    return f"The sources do not say to which year the size of the cluster refers; {years} is assumed."


def prices_sentence(study: Study) -> str:
    """Return `price_text` for a study of `growth_scenarios`, or why the prices of its industry are not known."""
    rate, prices = study.outcome.historic_growth, study.outcome.industry_price_growth
    return study.left_out.get("industry_price_growth") or f"{price_text(rate, prices)}."


def price_text(growth: float, prices: float) -> str:
    """Return how much of a growth in revenue prices explain, as a sentence without a full stop."""
    digits = 2 if abs(prices) < 0.1 else 3  # as of the growth
    rose = by_sign(prices, "fraction/year", "rose by {}", "fell by {}", "did not move", digits)
    moved = "fell" if growth < prices else "rose"
    if math.isclose(growth, prices, rel_tol=1e-9, abs_tol=1e-12):
        moved = "did not move"
    return f"Prices {rose}, and the revenue {past_text(growth)}: volume and mix {moved}"


def rest_text(prices: str, growth: float) -> str:
    """Return what growth a rise of prices leaves to tonnage and mix, as a sentence without a full stop."""
    words = by_sign(growth, "fraction/year", "still have to add {}", "may shrink by {}", "need not change")
    return f"With {prices}, tonnage and mix {words}"


def plan_text(planned: Mapping[str, float], reached: Mapping[str, float], year: str, places: Mapping[str, str]) -> str:
    """Return how planned growths compare with those that were reached, as a sentence without a full stop.

    `places` has the place of each plan that is not of the country.

    >>> plan_text({"value added": 0.05, "output": 0.015}, {"value added": 0.069, "output": 0.039}, "2025", {})
    'The plan asks for less than the country reached in 2025: value added 5 % after 6.9 %, output 1.5 % after 3.9 %'
    >>> plan_text({"value added": 0.08}, {"value added": 0.069}, "2025", {"value added": "Anhui"})
    'The plans ask for more than the country reached in 2025: value added 8 % (Anhui) after 6.9 %'
    """
    steps = [planned[name] - reached[name] for name in planned]
    if min(steps) > 0:
        asks = "more than"
    elif max(steps) < 0:
        asks = "less than"
    elif any(steps):
        low, high = min(steps), max(steps)
        asks = "no more than" if high <= 0 else "no less than" if low >= 0 else "other growth than"
    else:
        asks = "what"
    listed = ", ".join(
        f"{name} {quantity_text(planned[name], 'fraction')}{f' ({places[name]})' if name in places else ''}"
        f" after {quantity_text(reached[name], 'fraction')}"
        for name in planned
    )
    return f"The {'plans ask' if places else 'plan asks'} for {asks} the country reached in {year}: {listed}"


def places_of_plans(study: Study) -> dict[str, str]:
    """Return the place of the planned growth of value added and of output, unless it is China."""
    planned = {"value added": "value_added_growth", "output": "output_growth"}
    found = by_parameter(study.inputs, study.parameters)
    regions = {name: found[parameter].region for name, parameter in planned.items() if parameter in found}
    return {name: region for name, region in regions.items() if region not in ("", "China")}


def growth_paths(study: Study, rates: Mapping[str, float]) -> dict[str, list[float]]:
    """Return the size of the cluster in CNY bn for each year from base year to target year, by label of the rate."""
    values = study.values
    later = range(values["base_year"] + 1, values["target_year"] + 1)
    return {
        label: [
            values["cluster_cny_bn"],
            *(round(float(study.vary(growth_per_year=rate, target_year=year).projected_cny_bn), 9) for year in later),
        ]
        for label, rate in rates.items()
    }


def path_rows(study: Study, paths: Mapping[str, list[float]]) -> list[dict[str, Any]]:
    """Return table rows with the sizes of some paths, one per year."""
    first = study.values["base_year"]
    return [
        {"Year": str(first + place), **{f"{label} (CNY bn)": size for label, size in zip(paths, sizes, strict=True)}}
        for place, sizes in enumerate(zip(*paths.values(), strict=True))
    ]


def industry_past(study: Study) -> tuple[list[int], list[float]]:
    """Return the years and the revenues of the industry's history, CNY bn."""
    values = study.values
    last, revenue = values["revenue_year"], values["revenue_cny_bn"]
    return [last - values["intervals"], last], [revenue - values["five_year_increase_cny_bn"], revenue]


def required_path(study: Study, first: int) -> tuple[list[int], list[float]]:
    """Return the years and sizes of a cluster that grows steadily to its target from a first year on, CNY bn.

    There are none if that is the base year, whose path `growth_paths` has.
    """
    values = study.values
    if first == values["base_year"]:
        return [], []
    years = list(range(first, values["target_year"] + 1))
    return years, np.geomspace(values["cluster_cny_bn"], values["cluster_target_cny_bn"], len(years)).tolist()


def fan_rows(fan: Fan) -> list[dict[str, Any]]:
    """Return table rows of a fan, one per year: sizes by quantile, and the chance of the target in percent."""
    rows = []
    for place, year in enumerate(fan.years):
        sizes = {f"{100 * p:g} % (CNY bn)": found[place].value for p, found in fan.sizes.items()}
        rows.append({"Year": str(year), **sizes, "Chance at the end of the year (%)": 100 * fan.chance[place].value})
    return rows


def split_chart(splits: Mapping[str, GrowthDecomposition], title: str) -> None:
    """Show the parts of a growth, split by logarithms, as shares of the whole: a series for each split."""
    if not all(split.total for split in splits.values()):
        note("The target is the size of the cluster: there is no growth to split.")
        return
    shares = {
        name: {words: 100 * float(getattr(split, part) / split.total) for part, words in _PARTS.items()}
        for name, split in splits.items()
    }
    table([{"Part": part, **{f"{name} (%)": shares[name][part] for name in shares}} for part in _PARTS.values()])
    figure, axes = new_chart(3.6)
    grouped_bars(axes, shares, "share of the growth, split by logarithms (%)")
    chart(figure, f"Parts of the growth at {len(splits)} copper prices. {title}.", "growth model", title=title)
