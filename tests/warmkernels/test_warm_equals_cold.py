"""A forked kernel gives the same outputs, order, streams and warnings as a launched one.

The notebooks of the project are the same too: nbval executes them in forked kernels, JupyterLab in launched ones
(tests/browser), and both compare them with what is stored.
"""

import json
import re
import signal
from pathlib import Path

import nbformat
import pytest

from analysis.runs.notebook_execution import execute
from warmkernels import provisioner
from warmkernels.client import ForkedProcess, unavailable
from warmkernels.provisioner import WarmProvisioner

pytestmark = pytest.mark.skipif(unavailable() is not None, reason="no forked kernels here")

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
    "a letter that no font has": "plt.plot([1, 2])\nplt.title('\\u94dc')",
    "laid out": "figure, axes = plt.subplots(layout='constrained'); figure.colorbar(axes.imshow([[1, 2]]));",
    "pyplot shows": "plt.plot([1, 2]); plt.show(); print('after')",
    "not interactive": "with plt.ioff():\n    figure = plt.figure()\n    plt.plot([1, 3])",
    "a drawing that fails": (  # its full traceback would parse half of matplotlib
        "%xmode Plain\nclass Fails(type(plt.plot([1, 2])[0])):\n    def draw(self, renderer): raise ValueError('not drawn')\n"
        "plt.gca().add_line(Fails([0, 1], [0, 1]))\nget_ipython().events.trigger('post_execute'); plt.close('all')\n%xmode Context"
    ),
    "events": (
        "def name(f): return getattr(f, '__qualname__', str(f))\n"
        "{event: sorted(map(name, found)) for event, found in get_ipython().events.callbacks.items()}"
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
DIFFERS = [  # what differs between two cold runs
    (re.compile(r"<dc:date>[^<]*"), ""),
    (re.compile(r"0x[0-9a-f]+"), "0x"),
    (re.compile(r"ipykernel_\d+/\d+"), "ipykernel"),
    (re.compile(r"(CPU times:|Wall time:).*"), r"\1"),
    (re.compile(r"\x1b\[[0-9;]*m"), ""),
    (re.compile(r"#T_[0-9a-f]+|T_[0-9a-f]{5}[\w-]*"), "T"),
]


def shown(path: Path) -> list[str]:
    """The outputs of a notebook by cell, without parts that differ between two launched kernels."""
    notebook = nbformat.read(path, as_version=4)
    texts = []
    for cell in notebook.cells:
        outputs: list = []
        streams: dict = {}  # since the last output of another kind: how they are cut into messages is a matter of time
        for output in cell.get("outputs", []):
            if output.get("name") in streams:
                streams[output.name].text += output.text
                continue
            outputs.append(output)
            streams = streams | {output.name: output} if output.output_type == "stream" else {}
        text = f"{cell.source}\n{cell.get('execution_count')}\n{json.dumps(outputs, indent=1)}"
        for pattern, instead in DIFFERS:
            text = pattern.sub(instead, text)
        texts.append(text)
    return texts


@pytest.fixture
def without_hangup():
    """Ignore SIGHUP, as under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def forked(monkeypatch):
    """Collect for each kernel whether it was forked."""
    seen = []
    launch = WarmProvisioner.launch_kernel

    async def noted(self, *arguments, **options):
        answer = await launch(self, *arguments, **options)
        seen.append(isinstance(self.process, ForkedProcess))
        return answer

    monkeypatch.setattr(WarmProvisioner, "launch_kernel", noted)
    return seen


def test_a_notebook_that_inspects_its_process_gives_equal_outputs(
    make_notebook, notebook_folder, tmp_path, forked, without_hangup, monkeypatch
):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setattr(provisioner, "LAUNCHED_ENDS_WITHIN_S", 120.0)  # the exit handlers of both run to their end
    path = make_notebook("a: int = 1", *CELLS.values())
    left = {}
    ends = []
    for kernel in ("cold", "warm"):  # in turn: both write the same files
        output = tmp_path / f"{kernel}.ipynb"
        execution = execute(path, output, {}, warm=kernel == "warm")
        ends.append(shown(output))
        assert (execution.status, execution.failure.error) == ("failed", "StdinNotImplementedError")
        left[kernel] = {name: (notebook_folder / name).read_text() for name in ("left", "deleted", "joined")}
        assert not list(notebook_folder.glob("kept*"))
        for name in left[kernel]:
            (notebook_folder / name).unlink()
        (notebook_folder / "made").unlink()
    assert forked == [False, True]
    assert len(ends[0]) > len(CELLS)
    for expected, actual in zip(*ends, strict=True):
        assert actual == expected
    assert left["warm"] == left["cold"]
    assert f"'SIGHUP': '{signal.SIG_IGN}'" in "".join(ends[1])


def test_the_comparison_ignores_when_streams_are_flushed(tmp_path):
    """A kernel flushes each stream after a fifth of a second, which on a busy machine is between two prints."""
    texts = []
    for parts in (("stdout a", "stderr b", "stdout c"), ("stdout ac", "stderr b")):
        named = [part.split() for part in parts]
        outputs = [nbformat.v4.new_output("stream", name=name, text=text) for name, text in named]
        cell = nbformat.v4.new_code_cell("pass", id="a", outputs=outputs)
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "a.ipynb")
        texts.append(shown(tmp_path / "a.ipynb"))
    assert texts[0] == texts[1]
    assert "ac" in texts[0][0]


def test_the_comparison_detects_a_difference(make_notebook, tmp_path):
    paths = [make_notebook("a: int = 1", f"print({text!r})", name=text) for text in ("one", "two")]
    outputs = [tmp_path / f"{path.stem}_out.ipynb" for path in paths]
    for path, output in zip(paths, outputs, strict=True):
        execute(path, output, {})
    assert [text.count("one") for text in shown(outputs[0])] != [text.count("one") for text in shown(outputs[1])]
