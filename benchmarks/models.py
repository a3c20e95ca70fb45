"""How fast and how exact the models are: a row, P(hit), plain draws, Sobol indices, import, and peers beside them.

    python benchmarks/models.py

Prints one JSON line, after a minute or two. Times are medians of some rounds after one warm-up, in which all
contenders take turns; errors are against a closed form, or against a reference of many more draws. Contenders whose
results differ by more than the error of sampling are an error, since they do not solve the same case.
"""

import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import model_peers as peers
import numpy as np
from model_peers import RESULTS, Numbers

from analysis.models import growth_scenarios, margin_uplift
from analysis.models.distribution_families import Uniform
from analysis.models.distributions import Distribution, Mixture, between, hedge_distribution
from analysis.models.sampling import Method, SamplingPlan
from analysis.models.sensitivity import sobol_indices
from analysis.models.simulation import results_for_draws, simulate

Told = dict[str, Any]
WANTED_ERROR = 3e-4  # of P(hit), root mean square over seeds
SEEDS = 64
CASE = {  # of P(hit)
    "growth_per_year": peers.GROWTH,
    "volatility": peers.VOLATILITY,
    "growth_uncertainty": peers.GROWTH_UNCERTAINTY,
    "cluster_target_cny_bn": peers.TARGET,
}
AT_HISTORIC_GROWTH = {name: value for name, value in CASE.items() if name != "growth_per_year"}  # of plain draws
STEPS = (10_000, 1_000_000, 10_000_000)  # draws, of which the memory is measured
HISTORIC_GROWTH = 0.0456396  # what the model takes where no growth is given
REFERENCE_POINTS = 1 << 17

IMPORT = """
import sys, time
begun = time.perf_counter()
import numpy
numpy_there = time.perf_counter()
import analysis.models
print(time.perf_counter() - numpy_there, numpy_there - begun, *{"scipy.stats", "seaborn"} & set(sys.modules))
"""


def main() -> None:
    """Measure, and print the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--memory", choices=("ours", "numpy", "squigglepy"), help=argparse.SUPPRESS)
    contender = parser.parse_args().memory
    if contender:  # a process of its own
        print(json.dumps(growing_memory(contender)))
        return
    told: Told = {"versions": peers.versions(), "cores": os.cpu_count()}
    # First, while this process is small: Linux lets a child start with the peak memory of its parent.
    memory = {name: fresh_memory(name) for name in ("ours", "numpy", "squigglepy")}
    told["cores_at_once"] = cores_at_once()
    told["import"] = import_cost()
    told["row_us"] = row_times()
    told["p_hit"] = p_hit()
    told["plain_draws"] = plain_draws(memory)
    told["mixture"] = mixtures()
    told["layers"] = layers()
    told["sobol_indices"] = indices()
    told["targets"] = targets(told)
    print(json.dumps(told))


def taking_turns(tasks: Mapping[str, Callable[[int], Any]], rounds: int) -> dict[str, tuple[float, float, list[Any]]]:
    """Median wall and processor seconds of each task, and what it answered in each round, whose number it gets.

    The tasks take turns, so that a busy machine slows all of them alike; the first round warms and does not count.
    """
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in tasks}
    answers: dict[str, list[Any]] = {name: [] for name in tasks}
    for number in range(rounds + 1):
        for name, task in tasks.items():
            wall, processor = time.perf_counter(), time.process_time()
            answer = task(number)
            seconds = time.perf_counter() - wall, time.process_time() - processor
            if number:
                spent[name].append(seconds)
                answers[name].append(answer)
    medians = {name: [statistics.median(column) for column in zip(*spent[name], strict=True)] for name in tasks}
    return {name: (*medians[name], answers[name]) for name in tasks}


def cores_at_once() -> float:
    """How many sorts two threads do in the time of one: 2 on two idle cores, 1 where they have to share one."""
    numbers = np.random.default_rng(1).random(2_000_000)
    with ThreadPoolExecutor(2) as threads:
        tasks = {"alone": lambda _: np.sort(numbers), "two": lambda _: list(threads.map(np.sort, [numbers] * 2))}
        timed = taking_turns(tasks, rounds=5)
    return rounded(2 * timed["alone"][0] / timed["two"][0])


def row_times() -> dict[str, float]:
    """Microseconds of one call of a model without arrays, the mean of 100 calls."""

    def hundred(model: Callable[[], object]) -> Callable[[int], None]:
        def run(_: int) -> None:
            for _ in range(100):
                model()

        return run

    models = {"growth_scenarios": growth_scenarios, "margin_uplift": margin_uplift}
    timed = taking_turns({name: hundred(model) for name, model in models.items()}, rounds=9)
    return {name: round(wall * 1e4, 1) for name, (wall, _, _) in timed.items()}


def p_hit() -> Told:
    """Seconds to the wanted error of P(hit): the draws that each contender needs for it are looked for first."""
    exact = peers.exact_probability()
    chaospy, chaospy_conditional = peers.chaospy_hits()
    contenders: dict[str, Callable[[int, int], float]] = {
        "ours": lambda seed, draws: our_hit(seed, draws, "sobol"),
        "ours_plain": lambda seed, draws: our_hit(seed, draws, "plain"),
        "numpy": peers.numpy_hit,
        "numpy_conditional": peers.numpy_conditional_hit,
        "squigglepy": peers.squigglepy_hit,
        "chaospy": chaospy,
        "chaospy_conditional": chaospy_conditional,
    }
    needed = {
        name: least_draws(estimate, exact, 10 if name.startswith("ours") else 6)  # a plan has 2^10 draws at least
        for name, estimate in contenders.items()
    }
    timed = taking_turns(
        {name: lambda seed, name=name: contenders[name](seed, needed[name][0]) for name in contenders}, rounds=9
    )
    ours = timed["ours"][0]
    return {"exact": exact} | {
        name: {
            "seconds": rounded(wall),
            "draws": needed[name][0],
            "rms_error": rounded(needed[name][1]),
            "times_ours": rounded(wall / ours),
        }
        for name, (wall, _, _) in timed.items()
    }


def over(number: float) -> Distribution:
    """What "over" and a number mean."""
    found = hedge_distribution(number, ">")
    assert found is not None
    return found


HEDGED = {name: over(low) for name, (low, _) in peers.PARETOS.items()}


def our_hit(seed: int, draws: int, method: Method) -> float:
    """P(hit) as a user of the project gets it."""
    plan = SamplingPlan(draws, seed=seed, method=method)
    cluster = {"cluster_cny_bn": HEDGED["cluster_cny_bn"]}
    found = simulate(growth_scenarios, CASE, cluster, ("probability_of_target",), plan)
    return found.spreads["probability_of_target"].mean.value


def mixtures() -> Told:
    """Seconds for 65,536 draws of a claim mixed with two references, and the error of three quantiles in percent."""
    parts = (
        hedge_distribution(peers.CLAIM, ">"),
        hedge_distribution(peers.ABOUT, "~"),
        Distribution(Uniform(peers.LOWEST, peers.HIGHEST), ""),
    )

    def ours(seed: int, draws: int) -> Numbers:
        foil = Distribution(Mixture(tuple(zip(peers.PARTS, parts, strict=True))), "")  # its table is built each time
        name = "blended_profit_usd_per_t"
        found = simulate(margin_uplift, {}, {"foil_profit_usd_per_t": foil}, [name], SamplingPlan(draws, seed)).spreads[
            name
        ]
        return np.array([found.quantiles[p].value for p in (0.05, 0.5, 0.95)])

    contenders = {"ours": ours, "numpy": peers.numpy_mixture, "squigglepy": peers.squigglepy_mixture}
    exact = np.array(peers.exact_mixture())
    timed = taking_turns({name: lambda seed, task=task: task(seed, 65_536) for name, task in contenders.items()}, 9)
    for name, (_, _, answers) in timed.items():
        peers.check_agreement(f"mixture, {name} and the closed form", answers, exact)
    return {"exact": [rounded(value) for value in exact]} | {
        name: {
            "seconds": rounded(wall),
            "times_ours": rounded(wall / timed["ours"][0]),
            "rms_error_percent": rounded(100 * float(np.sqrt(np.mean((np.array(answers) / exact - 1) ** 2)))),
        }
        for name, (wall, _, answers) in timed.items()
    }


def layers() -> Told:
    """Processor seconds that the three layers of uncertainty add to a report, for every model with 65,536 draws."""
    from analysis.models import MODELS
    from analysis.models.results import results_of
    from analysis.notebook.study import study
    from analysis.notebook.uncertainty import uncertainty

    studies = {name: study({"sources": "seeds"}, model) for name, model in MODELS.items()}
    tasks = {
        name: lambda _, case=case: uncertainty(case, list(results_of(case.outcome))[:6])
        for name, case in studies.items()
    }
    found = {name: rounded(processor) for name, (_, processor, _) in taking_turns(tasks, rounds=5).items()}
    return found | {"all": rounded(sum(found.values()))}


def least_draws(estimate: Callable[[int, int], float], exact: float, least: int) -> tuple[int, float]:
    """The smallest power of 2 whose error over the seeds is as wanted, and that error."""
    for exponent in range(least, 24):
        errors = [estimate(seed, 1 << exponent) - exact for seed in range(1, SEEDS + 1)]
        error = math.sqrt(statistics.fmean(error**2 for error in errors))
        if error <= WANTED_ERROR:
            return 1 << exponent, error
    sys.exit("a contender does not get near the closed form: it computes something else.")


def our_plain(seed: int, draws: int) -> dict[str, tuple[float, ...]]:
    """Four results of three hedged inputs from plain draws: mean and quantiles."""
    plan = SamplingPlan(draws, seed=seed, method="plain")
    found = simulate(growth_scenarios, AT_HISTORIC_GROWTH, HEDGED, RESULTS, plan)
    return {
        name: (spread.mean.value, *(spread.quantiles[p].value for p in peers.QUANTILES))
        for name, spread in found.spreads.items()
    }


PLAIN = {"ours": our_plain, "numpy": peers.numpy_plain, "squigglepy": peers.squigglepy_plain}


def plain_draws(memory: Mapping[str, Mapping[str, float]]) -> Told:
    """Wall and processor seconds of a million draws of four results and of ten million, and the memory they take."""
    told: Told = {name: {} for name in PLAIN}
    found = {}
    for draws, rounds in ((STEPS[1], 7), (STEPS[2], 3)):
        chosen = PLAIN if draws == STEPS[1] else {name: PLAIN[name] for name in ("ours", "numpy")}
        tasks = {name: lambda seed, run=run, draws=draws: run(seed, draws) for name, run in chosen.items()}
        for name, (wall, processor, answers) in taking_turns(tasks, rounds).items():
            told[name][f"{draws:,}"] = {
                "seconds": rounded(wall),
                "processor_seconds": rounded(processor),
                "extra_mb": memory[name][f"{draws:,}"],
            }
            found[name, draws] = np.array([[answer[result] for result in RESULTS] for answer in answers])
    for (name, draws), theirs in found.items():
        if name != "ours":
            ours = found["ours", draws]
            peers.check_agreement(f"plain draws of {', '.join(RESULTS)}, ours and {name}", ours, theirs)
            difference = np.abs(theirs.mean(axis=0) / ours.mean(axis=0) - 1).max()
            told[name][f"{draws:,}"]["largest_relative_difference"] = rounded(difference)
    return told


def fresh_memory(contender: str) -> dict[str, float]:
    """Run this file once more for the memory of one contender."""
    command = [sys.executable, __file__, "--memory", contender]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def growing_memory(contender: str) -> dict[str, float]:
    """MB by which the peak resident memory of this process grows: at 1e6 draws after 1e4, at 1e7 after 1e6."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    peaks = []
    for draws in STEPS if contender != "squigglepy" else STEPS[:2]:
        PLAIN[contender](1, draws)
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
    return {
        f"{draws:,}": round(after - before, 1)
        for draws, before, after in zip(STEPS[1:], peaks[:-1], peaks[1:], strict=False)
    }


def indices() -> Told:
    """Seconds of the total Sobol indices of six inputs and four results, and the largest error of an index."""
    low, high = peers.UNIFORMS["growth_per_year"]
    uniform, pert = between(low, None, high), between(low, HISTORIC_GROWTH, high)
    reference = (our_indices(uniform, 1001, REFERENCE_POINTS) + our_indices(uniform, 1002, REFERENCE_POINTS)) / 2
    tasks: dict[str, Callable[[int], Numbers]] = {
        "ours": lambda seed: our_indices(uniform, seed),
        "ours_with_a_pert_more": lambda seed: our_indices(pert, seed),
        "numpy": lambda seed: peers.numpy_indices(called_once, seed),
        "salib": lambda seed: peers.salib_indices(called_once, seed),
        "salib_2_resamples": lambda seed: peers.salib_indices(called_once, seed, resamples=2),
        "chaospy": lambda _: peers.chaospy_indices(called_once),
        "inverse_cdf_for_salib": lambda seed: peers.marginals_of_crossed(seed),
    }
    timed = taking_turns(tasks, rounds=5)
    told: Told = {
        name: {
            "seconds": rounded(wall),
            "times_ours": rounded(wall / timed["ours"][0]),
        }
        for name, (wall, _, _) in timed.items()
    }
    for name in set(tasks) - {"ours_with_a_pert_more", "inverse_cdf_for_salib"}:  # another case, and a part
        errors = [float(np.abs(found - reference).max()) for found in timed[name][2]]
        told[name]["largest_error"] = rounded(statistics.median(errors))
    for name in ("numpy", "salib"):  # the polynomial of chaospy is an approximation
        peers.check_agreement(f"Sobol indices, ours and {name}", timed["ours"][2], timed[name][2])
    other = peers.salib_indices(called_once, 1003, points=REFERENCE_POINTS // 2, resamples=2)
    return told | {"reference_against_salib": rounded(np.abs(other - reference).max())}


def our_indices(growth: Distribution, seed: int, points: int = peers.BASE_POINTS) -> Numbers:
    """Total indices as a user of the project gets them: a row for each result, a column for each input."""
    uncertain = HEDGED | {name: between(*numbers) for name, numbers in peers.PERTS.items()}
    uncertain["growth_per_year"] = growth
    found = sobol_indices(growth_scenarios, {}, uncertain, RESULTS, SamplingPlan(points, seed=seed))
    return np.array([[found[name].total[each] for each in peers.INPUTS] for name in RESULTS])


def called_once(columns: Numbers) -> Numbers:
    """The growth model on arrays, as `sobol_indices` calls it: columns of inputs to rows of results."""
    found = results_for_draws(growth_scenarios, {}, RESULTS, dict(zip(peers.INPUTS, columns.T, strict=True)))
    return np.stack([np.broadcast_to(found[name], len(columns)) for name in RESULTS])


def import_cost() -> Told:
    """Seconds that the models take to import in a fresh process, after numpy, and heavy packages that come along."""
    runs = []
    for _ in range(6):  # the first one warms the file system
        command = [sys.executable, "-c", IMPORT]
        runs.append(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    models, numpy = (statistics.median(float(run[place]) for run in runs[1:]) for place in (0, 1))
    return {"seconds": rounded(models), "numpy_seconds": rounded(numpy), "heavy_packages": runs[-1][2:]}


def targets(told: Told) -> dict[str, Told]:
    """What was aimed at, and whether it was met."""
    ours = told["plain_draws"]["ours"]
    measured = {
        "a row, us": (max(told["row_us"].values()), 1000),
        "P(hit) to 3e-4, s": (told["p_hit"]["ours"]["seconds"], 0.025),
        "1e6 plain draws, s": (ours["1,000,000"]["seconds"], 0.15),
        "1e7 plain draws, s": (ours["10,000,000"]["seconds"], 1.5),
        "1e7 plain draws, extra MB": (ours["10,000,000"]["extra_mb"], 10),
        "three layers of all models, processor s": (told["layers"]["all"], 1.0),
        "Sobol indices, s": (told["sobol_indices"]["ours"]["seconds"], 0.05),
    }
    return {
        name: {"found": found, "at_most": allowed, "met": found <= allowed}
        for name, (found, allowed) in measured.items()
    }


def rounded(number: float) -> float:
    """Three digits, which is more than a shared machine repeats."""
    return float(f"{number:.3g}")


if __name__ == "__main__":
    main()
