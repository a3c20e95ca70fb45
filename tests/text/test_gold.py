"""Scores on annotated articles, where the folder beside the project holds them."""

import importlib.util
import json
from pathlib import Path

import pytest

from analysis.text.extract import extract_figures

PROJECT = Path(__file__).resolve().parents[2]
GOLD = PROJECT.parent / "shared" / "gold"


def score(name):
    if not (GOLD / name).exists():
        missing = f"../{(GOLD / name).relative_to(PROJECT.parent).as_posix()}"
        print(f"skipped: {missing} is not there")
        pytest.skip(f"{missing} is not there")
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    documents = [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines() if line.strip()]
    found = {
        item["id"]: [figure.to_dict() for figure in extract_figures(item["text"], item["id"])] for item in documents
    }
    return scorer.score(documents, found)


def test_every_figure_of_the_articles_is_read_right_and_nothing_else():
    result = score("seeds.jsonl")
    assert result["found"] == result["gold"]
    assert [result[field]["f1"] for field in ("value", "value+unit", "all")] == [1.0, 1.0, 1.0]


def test_industry_news_is_read_without_a_wrong_value():
    result = score("industry_news.jsonl")
    assert result["value+unit"]["p"] == 1.0
    assert result["value+unit"]["r"] >= 0.8645  # the rest stands in tables, whose heads are not read yet
    assert result["all"]["p"] >= 0.963
