"""The record of a run, which is written to run.json and read by pages and comparisons."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from analysis.core.figures import place_text
from analysis.core.formatting import readable

Status = Literal["ok", "failed", "timeout", "killed", "interrupted", "skipped"]
RunStatus = Literal["ok", "unanswered", "failed", "interrupted"]
FINE = frozenset({"ok", "unanswered"})  # a question that the sources do not answer is not a failure
UNREAD_DATE = "the date in"  # the beginning of a note on a source
Record = TypeVar("Record")


@dataclass(frozen=True)
class SourceRecord:
    """The record of one document that was read."""

    source_id: str
    file: str = ""
    sha256: str = ""
    encoding: str | None = None
    published: str | None = None
    publisher: str | None = None
    title: str | None = None
    caveat: str | None = None
    figures: int = 0
    reader: str = ""
    notes: Sequence[str] = ()

    @property
    def name(self) -> str:
        """Its title, else its id in words."""
        return self.title or readable(self.source_id)

    @property
    def day(self) -> str:
        """When it appeared, or why that is not known."""
        return self.published or ("not read" if any(UNREAD_DATE in note for note in self.notes) else "not stated")

    @property
    def cited(self) -> str:
        """Who published it, and when."""
        return ", ".join(filter(None, (self.publisher or self.name, self.published)))


@dataclass(frozen=True)
class FigureRecord:
    """The figure of the sources for a parameter, whether or not the run uses it."""

    name: str
    as_text: str
    source_id: str
    start: int
    end: int
    section: str = ""
    caution: str = ""
    conversion: str = ""
    hedge_allows: Sequence[float] | None = None
    text: str = ""
    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    qualifier: str = "="
    direction: str = "none"
    period: str | None = None
    subject: str | None = None
    sentence: str = ""

    @property
    def place(self) -> str:
        """Its place, as `source:start-end`."""
        return place_text(self.source_id, self.start, self.end)


@dataclass(frozen=True)
class ParameterRecord:
    """The value of a parameter, what decided it, the figure of the sources for it, and the reason."""

    value: Any
    decided_by: str = ""
    figure: FigureRecord | None = None
    because: str = ""

    @property
    def is_stated(self) -> bool:
        """Whether the figure of the sources sets the parameter."""
        return self.figure is not None and self.decided_by == "figure"


@dataclass(frozen=True)
class Failure:
    """Where and why a notebook stopped: the number of the cell, its line, and the error.

    Cells are counted from 1 among all cells of the notebook itself, without the one that papermill inserts.
    """

    cell: int | None = None
    line: str = ""
    error: str = ""
    message: str = ""

    @property
    def place(self) -> str:
        """The cell and the line in words."""
        place = f"in cell {self.cell}" if self.cell else "outside a cell"
        return f"{place}: {self.line}" if self.line else place

    @property
    def lines(self) -> list[str]:
        """The failure in at most three lines."""
        first, *more = [line for line in self.message.splitlines() if line.strip()][:2] or [""]
        return [self.place, f"{self.error}: {first}", *(f"  {line.strip()}" for line in more)]


@dataclass(frozen=True)
class OptionRecord:
    """A figure near a missing input: its reading, why it was not chosen, and how to pick it, if it converts."""

    place: str
    reading: str
    why: str
    pick: str = ""


@dataclass(frozen=True)
class MissingRecord:
    """An input that the sources lack, with the nearest figures."""

    name: str
    sentence: str
    unit: str = ""
    options: Sequence[OptionRecord] = ()


@dataclass(frozen=True)
class UnansweredRecord:
    """Why a question is not answered, and what to add to a command so that it is."""

    reasons: Sequence[str] = ()
    missing: Sequence[MissingRecord] = ()
    arguments: str = ""


@dataclass(frozen=True)
class NotebookRecord:
    """The record of one notebook of a run.

    `cached` is true if the results come from the cache, and `page` is None if there is no executed notebook to show.
    """

    notebook: str
    title: str = ""
    identity: str = ""
    status: Status | Literal["unanswered", ""] = ""
    seconds: float = 0.0
    cached: bool = False
    parameters: Mapping[str, ParameterRecord] = field(default_factory=dict)
    page: str | None = None
    failure: Failure | None = None
    unanswered: UnansweredRecord | None = None

    @property
    def error(self) -> str:
        """One line that says how the notebook failed, empty if it ended well."""
        if self.status in FINE:
            return ""
        if self.failure is None:
            return f"{self.notebook} {self.status}"
        if self.status == "skipped":
            return f"{self.notebook} skipped: {self.failure.message}"
        return f"{self.notebook} {self.status} {self.failure.place} ({self.failure.error}: {self.failure.message})"


@dataclass(frozen=True)
class Cause:
    """Why an answer changed, in words; `address` is the place of a figure in the new report, if there is one."""

    kind: Literal["figure", "reference", "parameter", "preset", "default", "question", "article", "program"]
    words: str
    address: str = ""


@dataclass(frozen=True)
class AnswerChange:
    """The answer to a question in an old and a new run, by how much its number moved, and why."""

    notebook: str
    title: str
    before: str
    after: str
    by: str = ""
    causes: Sequence[Cause] = ()


@dataclass(frozen=True)
class ChangesSince:
    """The last good run of the same notebooks, sources and scenario, and each change since, also by answer."""

    run_id: str
    changes: Sequence[Any] = ()  # a row of a table; of an older version a sentence
    answers: Sequence[AnswerChange] = ()


@dataclass(frozen=True)
class RunRecord:
    """The provenance and the outcome of a run; times are in UTC."""

    run_id: str
    identity: str = ""
    status: RunStatus | Literal[""] = ""
    errors: Sequence[str] = ()
    left_out: Sequence[str] = ()  # files of the project that cannot be used, each with its place and why
    started: str = ""
    scenario: str = ""
    sources_folder: str = ""
    sources: Sequence[SourceRecord] = ()
    archive: int = 0  # articles in the folder, of which `sources` were read by notebooks
    as_of: str | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)  # what the run was asked for, see `asked_for`
    notebooks: Sequence[NotebookRecord] = ()
    git: Mapping[str, Any] | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    made_of: Mapping[str, Any] = field(default_factory=dict)  # notebooks, picks, files: see `execution_cache.made_of`
    since: ChangesSince | None = None
    finished: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the content of run.json, with the place of each failure in words."""
        content = asdict(self)
        for entry, record in zip(content["notebooks"], self.notebooks, strict=True):
            if record.failure:
                entry["failure"]["place"] = record.failure.place
        return content

    def covers(self, asked: Mapping[str, Any]) -> bool:
        """Return whether the run covers a request: the same kind, with at least these notebooks."""
        done = {
            **self.asked,
            "notebooks": [name for name in asked["notebooks"] if name in self.asked.get("notebooks", ())],
        }
        return done == asked


def read_record(kind: type[Record], content: Mapping[str, Any]) -> Record:
    """Return a record from JSON that this or an older version wrote.

    Missing keys get their defaults, and unknown ones are ignored. Raises TypeError, KeyError or AttributeError if the
    content is not such a record.

    >>> read_record(NotebookRecord, {"notebook": "20_margin", "failure": {"cell": 3}, "color": 1}).failure.place
    'in cell 3'
    """
    hints = get_type_hints(kind)
    known = [item.name for item in fields(kind) if item.name in content]  # type: ignore[arg-type]
    return kind(**{name: _read(hints[name], content[name]) for name in known})


def _read(kind: Any, content: Any) -> Any:
    parts, origin = get_args(kind), get_origin(kind)
    if is_dataclass(kind):
        return read_record(kind, content)  # type: ignore[arg-type]
    if origin is UnionType and content is not None:
        return _read(parts[0], content)
    if origin is Sequence and content is not None:
        return tuple(_read(parts[0], item) for item in content)
    if origin is Mapping and content is not None:
        return {name: _read(parts[1], item) for name, item in content.items()}
    return content
