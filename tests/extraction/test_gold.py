"""Scores on annotated documents: ours in tests/data/gold, and those of the folder beside the project where it is."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from analysis.extraction.extract import extract_figures

PROJECT = Path(__file__).resolve().parents[2]
OURS = PROJECT / "tests" / "data" / "gold"
BESIDE = PROJECT.parent / "shared" / "gold"


@pytest.fixture(scope="module")
def benchmark():
    """The benchmark, which scores: what it prints and what is tested here cannot differ."""
    sys.path.insert(0, str(PROJECT / "benchmarks"))
    try:
        import extraction

        yield extraction
    finally:
        sys.path.remove(str(PROJECT / "benchmarks"))


def read(text, published=None):
    return [figure.to_dict() for figure in extract_figures(text, published=published)]


def beside(name):
    if not (BESIDE / name).exists():
        missing = f"../{(BESIDE / name).relative_to(PROJECT.parent).as_posix()}"
        print(f"skipped: {missing} is not there")
        pytest.skip(f"{missing} is not there")
    return BESIDE / name


def f1(score):
    summary = score.summary()
    return [summary[name]["f1"] for name in score.fields]


def test_passages_that_the_grammar_was_written_with(benchmark):
    value, unit, everything = f1(benchmark.on_spans(benchmark.read_gold(OURS / "developed_on.jsonl"), read))
    assert (value, unit, everything) >= (0.99, 0.98, 0.98)


def test_passages_that_were_not_looked_at(benchmark):
    value, unit, everything = f1(benchmark.on_spans(benchmark.read_gold(OURS / "held_out.jsonl"), read))
    assert value >= 0.97
    assert unit >= 0.95
    assert everything >= 0.92


def test_passages_of_thirty_more_kinds(benchmark):
    studied, unseen = (
        f1(benchmark.on_spans(benchmark.read_gold(OURS / name), read))
        for name in ("new_kinds.jsonl", "new_kinds_held_out.jsonl")
    )
    assert all(found >= least for found, least in zip(studied, (0.99, 0.98, 0.98), strict=True))
    assert all(found >= least for found, least in zip(unseen, (0.965, 0.94, 0.91), strict=True))


@pytest.mark.parametrize("name", ["chinese_developed_on.jsonl", "chinese_held_out.jsonl"])
def test_our_chinese_passages(benchmark, name):
    value, unit, everything = f1(benchmark.on_spans(benchmark.read_gold(OURS / name), read))
    assert value >= 0.97
    assert unit >= 0.95
    assert everything >= 0.92


@pytest.mark.parametrize("name", ["chinese.jsonl", "chinese_2.jsonl"])
def test_chinese_passages_of_others(benchmark, name):
    value, unit, everything = f1(benchmark.on_spans(benchmark.read_gold(beside(name)), read))
    assert value >= 0.97
    assert unit >= 0.95
    assert everything >= 0.92


@pytest.mark.parametrize("name", ["news.jsonl", "chinese_news.jsonl"])
def test_news_by_other_writers(benchmark, name):
    value, unit, everything = f1(benchmark.on_spans(benchmark.read_gold(OURS / name), read))
    assert (value, unit) >= (0.99, 0.99)
    assert everything >= 0.98


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("news_2.jsonl", (0.97, 0.96, 0.93)),
        ("news_held_out.jsonl", (0.98, 0.98, 0.96)),
        ("chinese_news_2.jsonl", (0.99, 0.98, 0.97)),
        ("chinese_news_held_out.jsonl", (0.98, 0.96, 0.94)),
    ],
)
def test_news_by_later_writers(benchmark, name, least):
    scores = f1(benchmark.on_spans(benchmark.read_gold(OURS / name), read))
    assert all(found >= limit for found, limit in zip(scores, least, strict=True))


def test_passages_and_tables_of_many_kinds(benchmark):
    value, unit, everything = f1(benchmark.on_spans(benchmark.read_gold(OURS / "many_kinds.jsonl"), read))
    assert (value, unit, everything) >= (0.975, 0.965, 0.96)
    value, unit, everything = f1(benchmark.on_spans(benchmark.read_gold(OURS / "many_kinds_held_out.jsonl"), read))
    assert value >= 0.97
    assert unit >= 0.92
    assert everything >= 0.89


def test_every_figure_of_the_articles_is_read_right_and_nothing_else(benchmark):
    score = benchmark.on_spans(benchmark.read_gold(beside("seeds.jsonl")), read)
    assert (score.found, score.gold) == (34, 34)
    assert f1(score) == [1.0, 1.0, 1.0]


def test_industry_news(benchmark):
    value, unit, everything = f1(benchmark.on_spans(benchmark.read_gold(beside("industry_news.jsonl")), read))
    assert value >= 0.99
    assert unit >= 0.99
    assert everything >= 0.99


def test_general_news_with_the_conventions_of_newsquant(benchmark):
    documents = benchmark.read_gold(beside("newsquant.json"))
    translated = f1(
        benchmark.on_newsquant(documents, lambda text: benchmark.newsquant.as_they_write(text, extract_figures(text)))
    )
    assert min(translated) >= 0.89
    value, unit, change = f1(benchmark.on_newsquant(documents, benchmark.with_theirs))
    assert value >= 0.955
    assert unit >= 0.90
    assert change >= 0.91


def test_our_score_agrees_with_the_published_one(benchmark):
    spec = importlib.util.spec_from_file_location("score", beside("score.py"))
    published = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(published)
    documents = benchmark.read_gold(beside("industry_news.jsonl"))
    theirs = published.score(documents, {item["id"]: read(item["text"]) for item in documents})
    ours = benchmark.on_spans(documents, read).summary()
    assert {name: theirs[name]["f1"] for name in ("value", "value+unit", "all")} == pytest.approx(
        {name: ours[name]["f1"] for name in ("value", "value+unit", "all")}, abs=1e-4
    )


def test_a_wrong_reading_lowers_the_score(benchmark):
    documents = benchmark.read_gold(OURS / "held_out.jsonl")

    def tenfold(text, published):
        return [{**record, "low": record["low"] * 10, "high": record["high"] * 10} for record in read(text)]

    def unhedged(text, published):
        return [{**record, "qualifier": "="} for record in read(text)]

    right = benchmark.on_spans(documents, read).summary()
    assert benchmark.on_spans(documents, tenfold).summary()["value"]["f1"] < 0.1
    assert benchmark.on_spans(documents, unhedged).summary()["all"]["f1"] < right["all"]["f1"] - 0.05
    assert benchmark.on_spans(documents, lambda text, published: []).summary()["value"]["r"] == 0
    assert benchmark.on_spans(documents, lambda text, published: read(text) * 2).summary()["value"]["p"] < 0.51


def test_subjects_and_periods(benchmark):
    documents = benchmark.read_gold(OURS / "subjects_and_periods.jsonl")

    def at_the_figure_before(text, published):
        found = read(text, published)
        return [
            {**record, **{name: last[name] for name in ("subject", "period")}}
            for last, record in zip(found[-1:] + found, found, strict=False)
        ]

    told = benchmark.on_spans(documents, read).summary()
    assert told["subject"]["given"] >= 0.8 * told["subject"]["labelled"]
    assert told["subject"]["right"] >= 0.95
    assert told["period"]["right"] >= 0.95
    assert told["period"]["r"] >= 0.9
    later = benchmark.on_spans(benchmark.read_gold(OURS / "subjects_and_periods_2.jsonl"), read).summary()
    assert later["subject"]["given"] >= 0.8 * later["subject"]["labelled"]
    assert min(later["subject"]["right"], later["period"]["right"], later["period"]["r"]) >= 0.9
    moved = benchmark.on_spans(documents, at_the_figure_before).summary()
    assert moved["subject"]["right"] < 0.6
    assert moved["period"]["right"] < 0.8
    undated = benchmark.on_spans(documents, lambda text, published: read(text)).summary()
    assert undated["period"]["r"] < 0.5
    silent = benchmark.on_spans(documents, lambda text, published: []).summary()
    assert silent["subject"] == {"labelled": told["subject"]["labelled"], "given": 0, "right": 0, "r": 0}


@pytest.mark.parametrize("name", sorted(path.name for path in OURS.glob("*.jsonl")))
def test_our_annotations_fit_their_texts(name):
    for line in (OURS / name).read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        assert document["source"].startswith("invented")
        for quantity in document["quantities"]:
            assert document["text"][quantity["start"] : quantity["end"]] == quantity["text"]
            assert quantity["value_low"] <= quantity["value_high"]
