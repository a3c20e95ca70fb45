"""Warm runs beside a shell loop of the papermill CLI: seconds, overhead and memory, as one line of JSON.

    python benchmarks/runs.py [--quick]
    python benchmarks/runs.py --leaks 500

All is measured in turn, in rounds, so that a busy machine slows both sides; medians over the rounds.
The CLI loop runs a few sets only and is scaled to all of them: its sets do not depend on each other.
"""

import argparse
import ast
import gc
import importlib
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PARAMETERS = "growth: float = 0.05"
LIGHT = [
    "import numpy as np",
    "values = 100 * (1 + growth) ** np.arange(10)\nround(float(values[-1]), 3)",
    "print(values.sum().round(3))",
]
CHART = "figure, axes = plt.subplots(figsize=(6, 3.5))\n{draw}\naxes.set(title='{title}', xlabel='year', ylabel='Mt')"
CHARTS = [
    "import matplotlib.pyplot as plt\nimport numpy as np\nimport pandas as pd",
    "years = np.arange(2025, 2036)\nframe = pd.DataFrame({'year': years, 'mt': 10 * (1 + growth) ** (years - 2025)})",
    "frame.head()",
    CHART.format(draw="axes.plot(frame.year, frame.mt)", title="a line"),
    "frame.describe()",
    CHART.format(draw="axes.bar(frame.year, frame.mt)", title="bars"),
    "draws = np.random.default_rng(1).normal(growth, 0.02, 10_000)",
    CHART.format(draw="axes.hist(draws, bins=50)", title="a histogram"),
    "paths = 10 * np.cumprod(1 + np.random.default_rng(2).normal(growth, 0.02, (200, 10)), axis=1)",
    CHART.format(draw="axes.plot(paths.T, color='grey', alpha=0.1)", title="paths"),
    "print(np.percentile(paths[:, -1], [5, 50, 95]).round(3))",
]
NOTEBOOKS = {"light": LIGHT, "charts": CHARTS}
IMPORTS = [
    "import matplotlib.pyplot as plt\nimport pandas as pd\nimport seaborn\nfrom analysis import notebook as nb"
]  # ours
MEMORY_KERNELS = 8


def write_notebook(folder: Path, name: str, more: list[str] | None = None) -> Path:
    """Write a notebook of the benchmark and return its path."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    notebook = new_notebook()
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = NOTEBOOKS.get(name, IMPORTS)
    notebook.cells = [new_code_cell(text) for text in [PARAMETERS, *cells, *(more or [])]]
    notebook.cells[0].metadata["tags"] = ["parameters"]
    path = folder / f"{name}{len(more or [])}.ipynb"
    nbformat.write(notebook, path)
    return path


def growth(number: int) -> float:
    """The parameter of a set."""
    return round(0.01 + number / 1000, 4)


def cli_loop(notebook: Path, sets: int) -> float:
    """Seconds of a shell loop of the papermill CLI."""
    papermill = Path(sys.executable).with_name("papermill")
    started = time.perf_counter()
    for number in range(sets):
        out = notebook.with_name(f"cli_{number}.ipynb")
        command = [papermill, notebook, out, "-p", "growth", str(growth(number)), "--no-progress-bar"]
        subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def sweep(notebook: Path, sets: int, workers: int) -> list[float]:
    """Execute the sets warm, on threads, and return the seconds of each run."""
    from analysis.runs.notebook_execution import execute
    from warmkernels.limits import Limits

    def one(number: int) -> float:
        out = notebook.with_name(f"warm_{number}.ipynb")
        done = execute(notebook, out, {"growth": growth(number)}, limits=Limits(threads=limit))
        assert done.status == "ok", done
        return done.seconds

    limit = max(1, (os.cpu_count() or 1) // workers)
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, range(sets)))


def sweep_in_a_process(notebook: Path, sets: int, workers: int) -> tuple[float, float]:
    """Seconds of a fresh process that executes the sets, with its start and imports, and the median of its runs."""
    command = [sys.executable, __file__, "--sweep", str(notebook), str(sets), str(workers)]
    started = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - started, statistics.median(json.loads(done.stdout))


def scripts(name: str) -> None:
    """Run the cells as a script in a forked process for each line of the input, and print its seconds.

    The process that is forked has imported what the fork server imports, and nothing else. The plain script executes
    the cells and saves each chart as the kernel's inline backend does. That is less than the cells do in any kernel,
    launched or forked: where a cell ends with a value, a kernel shows it as text and HTML; and it draws each chart as
    the cell ends, before the inline backend draws it for its extent and once more for the picture. The script that
    is told `shown` does this too.
    """
    import matplotlib as mpl

    from warmkernels.import_scan import imports_of

    mpl.use("agg")
    for module in imports_of(NOTEBOOKS[name]).modules:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        kind, number = line.split()
        started = time.perf_counter()
        pid = os.fork()
        if pid == 0:
            with open(os.devnull, "w", encoding="utf-8") as nothing:
                sys.stdout = nothing
                execute_cells(NOTEBOOKS[name], {"growth": float(number)}, kind == "shown")
            os._exit(0)
        assert os.waitpid(pid, 0)[1] == 0
        print(time.perf_counter() - started, flush=True)


def execute_cells(cells: list[str], names: dict, shown: bool) -> None:
    """Execute the cells in this process, and save their charts; do what a kernel does to show them where asked for."""
    for cell in cells:
        tree = ast.parse(cell)
        last = tree.body.pop() if shown and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "<cell>", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
            print(repr(value), getattr(value, "_repr_html_", str)())
        plt = sys.modules.get("matplotlib.pyplot")
        if plt is None:
            continue
        for figure in map(plt.figure, plt.get_fignums()):
            if shown:
                figure.canvas.draw()
            figure.savefig(io.BytesIO(), format="png", bbox_inches="tight")
        plt.close("all")


def in_turn(notebook: Path, name: str, sets: int) -> dict[str, float]:
    """Median seconds of a warm run and of both scripts, one after the other: the machine is as busy for each."""
    from analysis.runs.notebook_execution import execute
    from warmkernels.limits import Limits

    seconds: dict[str, list[float]] = {"run": [], "plain": [], "shown": []}
    command = [sys.executable, __file__, "--scripts", name]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        for number in range(sets + 1):
            parameters = {"growth": growth(number)}
            limits = Limits(threads=os.cpu_count())
            done = execute(notebook, notebook.with_name("in_turn.ipynb"), parameters, limits=limits)
            assert done.status == "ok", done
            seconds["run"].append(done.seconds)
            for kind in ("plain", "shown"):
                print(kind, growth(number), file=process.stdin, flush=True)
                seconds[kind].append(float(process.stdout.readline()))
    middle = {kind: statistics.median(values[1:]) for kind, values in seconds.items()}  # the first run starts a server
    return {
        "run_s": round(middle["run"], 3),
        "plain_script_s": round(middle["plain"], 3),
        "script_that_shows_s": round(middle["shown"], 3),
        "above_plain_script_s": round(middle["run"] - middle["plain"], 3),
        "above_script_that_shows_s": round(middle["run"] - middle["shown"], 3),
    }


def memory(folder: Path, name: str, warm: bool) -> dict[str, float]:
    """Median PSS in MiB of kernels that are alive at once, and of their server, shared out among them."""
    from analysis.runs.notebook_execution import execute

    wait = (
        "import os, time, pathlib\n"
        f"pathlib.Path('pid_{name}_{warm}_%d' % os.getpid()).touch()\n"
        f"while not pathlib.Path('go_{name}_{warm}').exists(): time.sleep(0.05)"
    )
    notebook = write_notebook(folder, name, [wait])
    go = folder / f"go_{name}_{warm}"

    def one(number: int) -> str:
        return execute(notebook, folder / f"memory_{number}.ipynb", {}, warm=warm).status

    with ThreadPoolExecutor(MEMORY_KERNELS) as pool:
        runs = [pool.submit(one, number) for number in range(MEMORY_KERNELS)]
        while len(found := list(folder.glob(f"pid_{name}_{warm}_*"))) < MEMORY_KERNELS:
            assert not any(run.done() for run in runs), [run.result() for run in runs if run.done()]
            time.sleep(0.1)
        pids = [int(path.name.rpartition("_")[2]) for path in found]
        kernels = statistics.median(map(pss, pids))
        server = pss(parent_of(pids[0])) if warm else 0.0
        go.touch()
        assert {run.result() for run in runs} == {"ok"}
    return {"kernel_mib": round(kernels, 1), "server_share_mib": round(server / MEMORY_KERNELS, 1)}


def left_behind(folder: Path, runs: int) -> dict[str, object]:
    """What is there before and after so many runs: processes, descriptors, folders of sockets, memory."""
    from analysis.runs.notebook_execution import execute
    from warmkernels.client import close_servers

    def now() -> dict[str, float]:
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
        below = [Path(f"/proc/{child}/task/{child}/children").read_text(encoding="ascii").split() for child in children]
        return {
            "children": len(children),
            "grandchildren": sum(map(len, below)),
            "descriptors": len(os.listdir("/proc/self/fd")),
            "server_descriptors": sum(len(os.listdir(f"/proc/{child}/fd")) for child in children),
            "own_mib": round(pss(os.getpid()), 1),
            "server_mib": round(sum(pss(int(child)) for child in children), 1),
        }

    notebook = write_notebook(folder, "light")
    places = set(Path(tempfile.gettempdir()).glob("kernel-*"))
    for number in range(3):
        execute(notebook, folder / "out.ipynb", {"growth": growth(number)})
    before, started = now(), time.perf_counter()
    for number in range(runs):
        done = execute(notebook, folder / "out.ipynb", {"growth": growth(number)})
        assert done.status == "ok", done
    answer = {"runs": runs, "seconds": round(time.perf_counter() - started, 1), "before": before, "after": now()}
    close_servers()
    more = set(Path(tempfile.gettempdir()).glob("kernel-*")) - places
    return answer | {"closed": now(), "socket_folders_left": len(more)}


def commands(folder: Path, sets: int) -> dict[str, float]:
    """Seconds of whole commands: a sweep of so many light sets on all cores, a run of all notebooks, a refusal."""

    def taken(*words: object, code: int = 0) -> float:
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "analysis", *map(str, words)], capture_output=True, check=False)
        assert done.returncode == code, done.stderr.decode()
        return round(time.perf_counter() - started, 2)

    light = write_notebook(folder, "light")
    return {
        f"sweep_of_{sets}_light_s": taken("sweep", light, "-p", f"growth=0.01:0.1:{sets}", "--out", folder / "sweep"),
        "run_of_all_notebooks_s": taken("run", "--out", folder / "reports"),
        "the_same_again_s": taken("run", "--out", folder / "reports"),
        "refusal_s": statistics.median(taken("run", "-p", "typo=1", code=2) for _ in range(5)),
    }


def pss(pid: int) -> float:
    """Proportional set size of a process in MiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def parent_of(pid: int) -> int:
    """The process that a process was forked from."""
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a fifth of the sets, one round")
    parser.add_argument("--sets", type=int, metavar="N", help="parameter sets (default: 20)")
    parser.add_argument("--leaks", type=int, metavar="N", help="only what so many runs leave behind")
    parser.add_argument("--scripts", metavar="NAME", help=argparse.SUPPRESS)
    parser.add_argument("--sweep", nargs=3, metavar=("NOTEBOOK", "SETS", "WORKERS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.sweep:
        print(json.dumps(sweep(Path(options.sweep[0]), *map(int, options.sweep[1:]))))
        return
    if options.scripts:
        scripts(options.scripts)
        return
    if options.leaks:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(left_behind(Path(folder), options.leaks)))
        return
    sets = options.sets or (4 if options.quick else 20)
    rounds, cli_sets = (1, 1) if options.quick else (3, 3)
    answer: dict = {
        "sets": sets,
        "rounds": rounds,
        "cli_sets_measured": rounds * cli_sets,
        "cores": os.cpu_count(),
        "byte_compiled": any(Path(os.__file__).with_name("__pycache__").glob("os.*.pyc")),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name in NOTEBOOKS:
            notebook = write_notebook(Path(folder), name)
            taken: dict[str, list[float]] = {"cli": [], "1": [], "2": [], "run": []}
            for _ in range(rounds):
                taken["cli"].append(cli_loop(notebook, cli_sets) * sets / cli_sets)
                for workers in (1, 2):
                    seconds, each = sweep_in_a_process(notebook, sets, workers)
                    taken[str(workers)].append(seconds)
                    if workers == 1:
                        taken["run"].append(each)
            middle = {key: statistics.median(values) for key, values in taken.items()}
            answer[name] = {
                "cli_s": round(middle["cli"], 1),
                "warm_1_worker_s": round(middle["1"], 2),
                "warm_2_workers_s": round(middle["2"], 2),
                "ratio_1_worker": round(middle["cli"] / middle["1"], 1),
                "ratio_2_workers": round(middle["cli"] / middle["2"], 1),
                "warm_s_per_run": round(middle["run"], 3),
                "in_turn": in_turn(notebook, name, sets),
            }
        answer["commands"] = commands(Path(folder), 50 if options.quick else 1000)
        answer["pss"] = {"kernels_alive": MEMORY_KERNELS}
        for name in ("light", "charts", "imports"):
            cold, warm = memory(Path(folder), name, False), memory(Path(folder), name, True)
            ratio = warm["kernel_mib"] / cold["kernel_mib"]
            with_server = (warm["kernel_mib"] + warm["server_share_mib"]) / cold["kernel_mib"]
            ratios = {"ratio": round(ratio, 2), "ratio_with_server": round(with_server, 2)}
            answer["pss"][name] = {"cold": cold, "warm": warm, **ratios}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
