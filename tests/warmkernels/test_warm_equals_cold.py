"""A forked kernel leaves the notebook that a launched one leaves: outputs, order, streams and warnings."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from analysis.runs.notebook_execution import execute
from warmkernels import client
from warmkernels.client import ForkedProcess, unavailable
from warmkernels.provisioner import WarmProvisioner

from ..conftest import ROOT

pytestmark = pytest.mark.skipif(unavailable() is not None, reason="no forked kernels here")
# One with many charts and one with many tables: each of them takes seconds, twice.
ALONE = [ROOT / "notebooks" / f"{name}.ipynb" for name in ("20_margin_uplift", "60_verification")]

# Each cell shows something that a process remembers of its origin.
CELLS = {
    "shell": "print(type(get_ipython()).__name__, get_ipython().kernel is not None, __name__, In[1] == _ih[1])",
    "arguments": "import sys, os\nprint([part for part in sys.argv if 'kernel' not in part], os.getcwd(), sys.path)",
    "launcher": "os.path.basename(sys.argv[0]), sys.flags, sys.stdin.read(), os.isatty(1), sys.stdout.encoding",
    "environment": "sorted(name for name in os.environ if name not in ('JPY_PARENT_PID', 'JPY_SESSION_NAME'))",
    "time zone": "import time\ntime.tzname, time.strftime('%H', time.localtime(0)), os.environ['TZ']",
    "mask": "import pathlib\npathlib.Path('made').touch(); oct(pathlib.Path('made').stat().st_mode)",
    "group": "os.getsid(0) == os.getpid() == os.getpgid(0)",
    "signals": (
        "import signal\n"
        "{n.name: str(signal.getsignal(n)).split(' at ')[0] for n in signal.Signals if n is not signal.SIGINT}, "
        "signal.pthread_sigmask(signal.SIG_BLOCK, [])"
    ),
    "streams": "print('first'); print('second', file=sys.stderr); print('third')",
    "descriptor": "os.write(1, b'by descriptor\\n'); time.sleep(0.3)",
    "shell line": "!echo $0 from a shell; pwd",
    "subprocess": "import subprocess\nsubprocess.run(['sh', '-c', 'umask; ulimit -n'], capture_output=True, text=True)",
    "warnings": "import warnings\nwarnings.warn('odd')\nwarnings.warn('old', DeprecationWarning)",
    "logging": "import logging\nlogging.warning('said'); logging.getLogger('quiet').info('unsaid')\nlogging.root.handlers",
    "imports": "import numpy as np, pandas as pd, matplotlib.pyplot as plt, scipy.stats, seaborn, pint",
    "own modules": "own = get_ipython().kernel._kernel_modules\n[any(part in file for file in own) for part in ('/traitlets/', '/tornado/', '/pandas/', '/matplotlib/', '/seaborn/')]",
    "filters": "[(f[0], str(f[1]), f[2].__name__, str(f[3]), f[4]) for f in warnings.filters]",
    "pandas options": "pd.get_option('display.max_columns'), pd.get_option('display.width'), pd.io.formats.console.in_ipython_frontend()",
    "frame": "pd.DataFrame({'a': range(3)}, index=pd.date_range('2025-01-01', periods=3))",
    "wide": "print(pd.DataFrame(np.zeros((2, 40))))",
    "backend": "plt.get_backend(), plt.isinteractive(), plt.rcParams['figure.dpi']",
    "figure": "plt.plot([1, 2], [3, 4])\nplt.title('drawn at the end of the cell');",
    "two figures": "for n in (1, 2):\n    plt.figure(); plt.bar(['a', 'b'], [n, 2])\nprint('before the figures')",
    "events": (
        "def name(f): return getattr(f, '__qualname__', str(f))\n"
        "{event: sorted(name(f) for f in found if not name(f).startswith('CellEnd.')) "  # pictures.py, as documented
        "for event, found in get_ipython().events.callbacks.items()}"
    ),
    "magic": "%matplotlib inline\n%config InlineBackend.figure_formats = ['svg']\nplt.rcParams['svg.hashsalt'] = 's'",
    "after magic": "print(get_ipython().config.InlineBackend, plt.get_backend())",
    "progress": "from tqdm.auto import tqdm\nprint([n for n in tqdm(range(3), disable=True)], tqdm.__module__)",
    "pickle": (
        "import pickle\nclass Own:\n    value = 3\n"
        "print(Own, sys.modules['__main__'] is sys.modules[Own.__module__], pickle.loads(pickle.dumps(Own())).value)"
    ),
    "processes": (
        "import multiprocessing\ndef double(n): return 2 * n\n"
        "with multiprocessing.get_context('fork').Pool(2) as pool:\n    print(pool.map(double, [1, 2, 3]))"
    ),
    "threads": "import threading\nsorted(t.name.split('-')[0] for t in threading.enumerate()), threading.Thread().name",
    "executor": "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(2); list(pool.map(abs, [-1, -2]))",
    "thread left": "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    "async": "import asyncio\nawait asyncio.sleep(0, 'awaited')",
    "time magic": "%%time\nsum(range(10))",
    "hook": "old = sys.displayhook\nprint(type(old).__name__)\nget_ipython().events.register('post_run_cell', lambda r: print('hooked', r.success))",
    "hooked": "1 + 1",
    "display": "from IPython.display import display, HTML\nhandle = display(HTML('<b>a</b>'), display_id='d')\nhandle.update(HTML('<b>b</b>'))",
    "cycles": "import gc\nclass Node: pass\nnode = Node(); node.own = node; del node\ngc.isenabled(), gc.get_threshold(), gc.collect() > 0",
    "seeds": "import random\nrandom.seed(3); np.random.seed(3)\nrandom.random(), np.random.rand(), np.random.default_rng(3).random(), scipy.stats.norm.rvs(size=2, random_state=1)",
    "limits": "import resource\nresource.getrlimit(resource.RLIMIT_NOFILE), resource.getrlimit(resource.RLIMIT_CORE)",
    "descriptors": "sorted({os.readlink(f'/proc/self/fd/{n}').split(':')[0] for n in os.listdir('/proc/self/fd') if os.path.exists(f'/proc/self/fd/{n}')})",
    "exit": (
        "import atexit, tempfile\nkept = tempfile.TemporaryDirectory(dir='.', prefix='kept')\n"
        "atexit.register(lambda: pathlib.Path('left').write_text('at exit'))\n"
        "class Ends:\n    def __del__(self, write=pathlib.Path('deleted').write_text): write('deleted')\n"
        "ends = Ends(); ends.own = ends\n"
        "threading.Thread(target=lambda: (time.sleep(0.2), pathlib.Path('joined').write_text('joined'))).start()"
    ),
    "input": "input('a question')",
}
# Each cell draws in a way that shows how often, with which warnings and in which order drawings are made.
DRAWN = {
    "imports": (
        "import warnings, numpy as np, pandas as pd, seaborn as sns, matplotlib.pyplot as plt\n"
        "from matplotlib.lines import Line2D\nfrom IPython.display import display\n"
        "def pixels(canvas): return int(np.asarray(canvas.buffer_rgba(), dtype='uint64').sum())"
    ),
    "a letter that no font has": "plt.plot([1, 2])\nplt.title('\\u94dc')",
    "the same again": "plt.plot([1, 2])\nplt.title('\\u94dc')",
    "a font that is missing": "plt.plot([1, 2])\nplt.title('t', family='Arial'); plt.tick_params(labelfontfamily='Arial')",
    "too many ticks": (
        "import matplotlib.dates as dates\nplt.plot(pd.date_range('2020', periods=2, freq='2100D'), [1, 2])\n"
        "plt.gca().xaxis.set_major_locator(dates.DayLocator()); plt.gca().xaxis.set_major_formatter(plt.NullFormatter())"
    ),
    "a table": "plt.table(cellText=[['a', 'long text']], loc='center', bbox=[0, 0, 0.9, 0.5]).auto_set_column_width([0])",
    "an effect that prints": (
        "from matplotlib.patheffects import AbstractPathEffect\nclass Effect(AbstractPathEffect):\n"
        "    def draw_path(self, *parts): print('effect'); super().draw_path(*parts)\n"
        "plt.plot([1, 2], path_effects=[Effect()])"
    ),
    "a scale that prints": "plt.plot([1, 2]); plt.yscale('function', functions=(lambda y: print('scale') or y, lambda y: y))",
    "a norm that prints": (
        "from matplotlib.colors import Normalize\nclass Norm(Normalize):\n"
        "    def __call__(self, *parts, **more): print('norm'); return super().__call__(*parts, **more)\n"
        "plt.imshow([[1, 2]], norm=Norm())"
    ),
    "ticks from a function that prints": "plt.plot([1, 2])\nplt.gca().xaxis.set_major_formatter(lambda x, n: print(x) or str(x))",
    "an artist that prints": (
        "class Told(Line2D):\n    def draw(self, renderer): print('drawn'); super().draw(renderer)\n"
        "figure, axes = plt.subplots(); axes.add_line(Told([0, 1], [0, 1]))"
    ),
    "a listener": "plt.plot([1, 2])\nplt.gcf().canvas.mpl_connect('draw_event', lambda event: print(event.name));",
    "a filter": "line, = plt.plot([1, 2])\nline.set_agg_filter(lambda image, dpi: print(image.shape) or (image, 0, 0))",
    "laid out": "figure, axes = plt.subplots(2, layout='constrained'); axes[0].set(title='a', ylabel='tonnes'); figure.colorbar(axes[1].imshow([[1, 2]]));",
    "a listener that looks": (
        "figure = plt.figure(); plt.plot([1, 2])\n"
        "figure.canvas.mpl_connect('draw_event', lambda event: print(pixels(event.canvas)));"
    ),
    "forgotten": "import gc, weakref\nfigure, axes = plt.subplots(); axes.plot([1, 2]); known = weakref.ref(figure); del figure, axes",
    "collected": "_ = gc.collect(); print(known())",
    "pixels before the end": "plt.plot([1, 2]); plt.draw(); pixels(plt.gcf().canvas)",
    "drawn before the end": "plt.plot([1, 2]); plt.gcf().canvas.draw(); pixels(plt.gcf().canvas)",
    "shown in the cell": "figure, axes = plt.subplots(); axes.bar(['a', 'b'], [1, 2]); display(figure); axes.set_title('later')",
    "pyplot shows": "plt.plot([1, 2]); plt.show(); print('after')",
    "of pandas": "pd.Series(range(4), pd.date_range('2025', periods=4, freq='MS')).plot()",
    "of seaborn": "sns.heatmap(np.eye(3), annot=True)",
    "kept": "%config InlineBackend.close_figures = False\nfigure, axes = plt.subplots(); axes.plot([1, 2]);",
    "changed": "axes.set_title('another'); axes.set_xlim(0, 5); pixels(figure.canvas)",
    "unchanged": "pixels(figure.canvas), figure.stale, figure.draw.__name__",
    "of another size": "figure.set_size_inches(3, 2); figure.savefig('own.png', dpi=50); pixels(figure.canvas)",
    "changed beside another": "axes.set_title('a third'); other = plt.figure(); plt.plot([1, 2])",
    "still unchanged": "pixels(figure.canvas)",
    "closed from now on": "%config InlineBackend.close_figures = True\naxes.set_title('a fourth');",
    "pixels of what is not shown": "pixels(figure.canvas)",
    "closed": "plt.close('all')",
    "twice as fine": "%config InlineBackend.figure_formats = ['retina']\nplt.quiverkey(plt.quiver([1, 2], [1, 2], [3, 1], [1, 1]), 0.9, 1.2, 2, 'fine')",
    "two formats": "%config InlineBackend.figure_formats = ['png', 'jpeg']\nplt.plot([1, 2]); plt.title('two')",
    "no picture": "%config InlineBackend.figure_formats = []\nfigure = plt.figure(); plt.plot([1, 2]); canvas = figure.canvas",
    "pixels of a closed figure": "pixels(canvas)",
    "only text": "%config InlineBackend.figure_formats = ['png']\ncanvas = plt.figure().canvas; canvas.figure.text(0.5, 0.5, 'text')",
    "pixels of a text": "pixels(canvas)",
    "for another canvas": "%config InlineBackend.figure_formats = ['svg']\nplt.rcParams['svg.hashsalt'] = 's'; canvas = plt.figure().canvas; plt.plot([1, 2]);",
    "pixels beside it": "pixels(canvas)",
    "a picture of one's own": (
        "%config InlineBackend.figure_formats = ['png']\nfrom matplotlib.figure import Figure\n"
        "png = get_ipython().display_formatter.formatters['image/png']; printer = png.type_printers[Figure]\n"
        "png.for_type(Figure, lambda figure: b'none'); canvas = plt.figure().canvas; plt.plot([1, 2]);"
    ),
    "pixels of one's own": "png.for_type(Figure, printer); pixels(canvas)",
    "every warning": "warnings.simplefilter('always')\nplt.plot([1, 2]); plt.title('\\u94dc');",
    "too large": "warnings.simplefilter('default'); plt.figure(figsize=(2000, 1)); plt.plot([1, 2])",
    # From the next cell on, pyplot draws when the pictures are made and the figures are closed.
    "not interactive": "with plt.ioff():\n    figure = plt.figure()\n    plt.plot([1, 3])",
    "interactive again": "plt.ioff(); plt.plot([1, 4]); plt.ion();",
    "interactive since": "plt.plot([1, 5])",
}
FAILS = {  # ends a notebook, with tracebacks
    "more than can be drawn": (
        "plt.rcParams['path.simplify'] = False; draws = np.random.default_rng(1); plt.plot(draws.random(900_000), draws.random(900_000));"
    ),
    "a formula that is none": "plt.plot([1, 2]); plt.title(r'$\\frac$');",
    "a warning as an error": "warnings.simplefilter('error'); plt.plot([1, 2]); plt.title('\\u94dc');",
    "an artist that fails": (
        "class Fails(Line2D):\n    def draw(self, renderer): raise ValueError('not drawn')\n"
        "plt.gca().add_line(Fails([0, 1], [0, 1]));"
    ),
}
DIFFERS = [  # what differs between two cold runs
    (re.compile(r"<dc:date>[^<]*"), ""),
    (re.compile(r"0x[0-9a-f]+"), "0x"),
    (re.compile(r"ipykernel_\d+/\d+"), "ipykernel"),
    (re.compile(r"(CPU times:|Wall time:).*"), r"\1"),
    (re.compile(r"\x1b\[[0-9;]*m"), ""),
    (re.compile(r"#T_[0-9a-f]+|T_[0-9a-f]{5}[\w-]*"), "T"),
]


def shown(path: Path) -> list[str]:
    """What a notebook shows, cell by cell, apart from what differs between two cold runs."""
    notebook = nbformat.read(path, as_version=4)
    texts = []
    for cell in notebook.cells:
        outputs: list = []
        for output in cell.get("outputs", []):
            if (
                outputs
                and output.output_type == outputs[-1].output_type == "stream"
                and output.name == outputs[-1].name
            ):
                outputs[-1].text += output.text  # how a stream is cut into messages is a matter of time
            else:
                outputs.append(output)
        text = f"{cell.source}\n{cell.get('execution_count')}\n{json.dumps(outputs, indent=1)}"
        for pattern, instead in DIFFERS:
            text = pattern.sub(instead, text)
        texts.append(text)
    return texts


@pytest.fixture
def forked(monkeypatch):
    """Collect whether each kernel was forked."""
    seen = []
    launch = WarmProvisioner.launch_kernel

    async def noted(self, *arguments, **options):
        answer = await launch(self, *arguments, **options)
        seen.append(isinstance(self.process, ForkedProcess))
        return answer

    monkeypatch.setattr(WarmProvisioner, "launch_kernel", noted)
    return seen


def both(notebook, tmp_path, forked):
    """Execute cold and warm, at once; return both executions and both outputs."""

    def one(warm):
        output = tmp_path / f"{'warm' if warm else 'cold'}.ipynb"
        return execute(notebook, output, {}, warm=warm), shown(output)

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(one, (False, True)))
    assert sorted(forked) == [False, True]
    return ends


@pytest.mark.parametrize("path", ALONE, ids=lambda path: path.stem)
def test_the_project_s_notebooks_are_the_same(path, tmp_path, forked):
    (cold, cold_shown), (warm, warm_shown) = both(path, tmp_path, forked)
    assert (cold.status, warm.status) == ("ok", "ok")
    assert warm_shown == cold_shown


def test_a_notebook_that_looks_at_everything_is_the_same(make_notebook, tmp_path, forked, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    path = make_notebook("a: int = 1", *CELLS.values())
    left = {}
    ends = []
    for kernel in ("cold", "warm", "ahead"):
        output = tmp_path / f"{kernel}.ipynb"
        if kernel == "ahead":  # the second use of a server forks a kernel for the third
            execute(make_notebook("a: int = 1", CELLS["imports"], name="second"), tmp_path / "second_out.ipynb", {})
            spare = list(client._servers.values())[-1].spare  # of the server that was used last
        execution = execute(path, output, {}, warm=kernel != "cold")
        ends.append(shown(output))
        assert (execution.status, execution.failure.error) == ("failed", "StdinNotImplementedError")
        left[kernel] = {name: (tmp_path / name).read_text() for name in ("left", "deleted", "joined")}
        assert not list(tmp_path.glob("kept*"))
        for name in left[kernel]:
            (tmp_path / name).unlink()
        (tmp_path / "made").unlink()
    assert forked == [False, True, True, True]
    assert spare.connection.fileno() < 0  # taken, and ended with its notebook
    assert len(ends[0]) > len(CELLS)
    for expected, *actual in zip(*ends, strict=True):
        assert actual == [expected, expected]
    assert left["warm"] == left["ahead"] == left["cold"]


IMPORTS_ALONE = {"imports": DRAWN["imports"]}


@pytest.mark.parametrize(("cells", "last"), [(DRAWN, next(iter(FAILS))), *((IMPORTS_ALONE, last) for last in FAILS)])
def test_drawings_are_the_same(cells, last, make_notebook, tmp_path, forked):
    path = make_notebook("a: int = 1", *cells.values(), FAILS[last])
    (cold, cold_shown), (warm, warm_shown) = both(path, tmp_path, forked)
    assert cold.failure.cell == len(cells) + 3, cold
    for expected, actual in zip(cold_shown, warm_shown, strict=True):
        assert actual == expected
    assert warm.failure == cold.failure


def test_a_forked_kernel_draws_less(make_notebook, tmp_path):
    count = (
        "from matplotlib.figure import Figure\ndrawn, draw = [], Figure.draw\n"
        "def counted(figure, renderer): drawn.append('draw_path' not in vars(renderer)); draw(figure, renderer)\n"
        "Figure.draw = counted"
    )
    path = make_notebook("a: int = 1", DRAWN["imports"], count, "plt.plot([1, 2]);", "print(drawn)")
    marked = {}
    for warm in (False, True):
        output = tmp_path / f"{warm}.ipynb"
        assert execute(path, output, {}, warm=warm).status == "ok"
        marked[warm] = nbformat.read(output, as_version=4).cells[-1].outputs[0].text.strip()
    assert marked == {False: "[True, False, True]", True: "[False, True]"}


def test_the_comparison_sees_a_difference(make_notebook, tmp_path):
    paths = [make_notebook("a: int = 1", f"print({text!r})", name=text) for text in ("one", "two")]
    outputs = [tmp_path / f"{path.stem}_out.ipynb" for path in paths]
    for path, output in zip(paths, outputs, strict=True):
        execute(path, output, {})
    assert [text.count("one") for text in shown(outputs[0])] != [text.count("one") for text in shown(outputs[1])]
