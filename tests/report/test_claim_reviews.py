"""Each claim of a report has a ClaimReview record of schema.org and a row in a table."""

import copy
import csv
import json

import jsonschema
import pytest

from analysis.claims import verify
from analysis.documents.sources import read_sources
from analysis.report.claim_reviews import RECORDS, TABLE, write_claim_reviews

from ..conftest import ROOT

ORGANIZATION = {
    "type": "object",
    "required": ["@type", "name"],
    "properties": {"@type": {"const": "Organization"}, "name": {"type": "string", "minLength": 1}},
}
CREATIVE_WORK = {
    "type": "object",
    "required": ["@type", "url"],
    "properties": {"@type": {"const": "CreativeWork"}, "url": {"type": "string", "minLength": 1}},
}
# What schema.org gives a ClaimReview, and search engines require of one: claimReviewed, url, author, itemReviewed with
# the author and appearance of the claim, reviewRating with alternateName. Only properties of these types may be there.
CLAIM_REVIEW = {
    "type": "object",
    "required": ["@type", "@id", "url", "datePublished", "author", "claimReviewed", "itemReviewed", "reviewRating"],
    "additionalProperties": False,
    "properties": {
        "@type": {"const": "ClaimReview"},
        "@id": {"type": "string", "pattern": "^#"},
        "url": {"type": "string", "minLength": 1},
        "datePublished": {"type": "string", "format": "date"},
        "author": ORGANIZATION,
        "claimReviewed": {"type": "string", "minLength": 1, "pattern": "^(?!.*(fraction|USD/|, a (rise|fall)))"},
        "itemReviewed": {
            "type": "object",
            "required": ["@type", "author", "appearance"],
            "additionalProperties": False,
            "properties": {
                "@type": {"const": "Claim"},
                "name": {"type": "string"},
                "author": ORGANIZATION,
                "datePublished": {"type": "string", "format": "date"},
                "appearance": {"type": "array", "minItems": 1, "items": CREATIVE_WORK},
            },
        },
        "reviewRating": {
            "type": "object",
            "required": ["@type", "alternateName", "bestRating", "worstRating"],
            "additionalProperties": False,
            "properties": {
                "@type": {"const": "Rating"},
                "alternateName": {"type": "string", "minLength": 1},
                "ratingValue": {"type": "integer", "minimum": 1, "maximum": 5},
                "bestRating": {"const": 5},
                "worstRating": {"const": 1},
                "ratingExplanation": {"type": "string", "minLength": 1},
                "description": {"type": "string"},
            },
        },
        "citation": {"type": "array", "items": CREATIVE_WORK},
    },
}


def written(folder, sources):
    write_claim_reviews(folder, sources, "2026-11-28", "60_verification.html")
    linked = json.loads((folder / RECORDS).read_text(encoding="utf-8"))
    table = list(csv.DictReader((folder / TABLE).read_text(encoding="utf-8").splitlines()))
    return linked, table


@pytest.fixture(scope="module")
def one_record(tmp_path_factory):
    """Return the record of the first claim of the sources."""
    linked, _ = written(tmp_path_factory.mktemp("records"), read_sources(ROOT / "seeds"))
    return linked["@graph"][0]


def check(record):
    jsonschema.validate(record, CLAIM_REVIEW, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("folder", ["seeds", "tests/data/other_articles"])
def test_every_claim_has_a_record_and_a_row(tmp_path, folder):
    sources = read_sources(ROOT / folder)
    linked, table = written(tmp_path, sources)
    assert linked["@context"] == "https://schema.org"
    verified = verify(sources)
    assert len(linked["@graph"]) == len(table) == len(verified) > 0
    assert len({record["@id"] for record in linked["@graph"]}) == len(verified)
    for record, row, item in zip(linked["@graph"], table, verified, strict=True):
        check(record)
        assert record["reviewRating"]["alternateName"] == item.label
        assert ("ratingValue" in record["reviewRating"]) == (item.grade[1] != "6")
        assert (row["verdict"], row["course"], row["grade"]) == (item.verdict, item.computed.course, item.grade)
        assert len(record["itemReviewed"]["appearance"]) == 1 + len(item.repeats)
        assert all(work["url"].startswith("https://") for work in record["citation"])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda record: record.pop("claimReviewed"),
        lambda record: record.pop("reviewRating"),
        lambda record: record["itemReviewed"].pop("author"),
        lambda record: record["reviewRating"].update(ratingValue=6),
        lambda record: record["reviewRating"].update(alternateName=""),
        lambda record: record.update(datePublished="yesterday"),
        lambda record: record.update(verdict="confirmed"),  # not a property of schema.org
    ],
)
def test_a_record_without_what_schema_org_asks_for_is_refused(one_record, spoil):
    record = copy.deepcopy(one_record)
    check(record)
    spoil(record)
    with pytest.raises(jsonschema.ValidationError):
        check(record)


def test_sources_without_claims_have_an_empty_graph_and_a_table_with_a_head(tmp_path):
    (tmp_path / "a.md").write_text("Nothing is claimed here.", encoding="utf-8")
    linked, table = written(tmp_path, read_sources(tmp_path / "a.md"))
    assert linked["@graph"] == table == []
    assert (tmp_path / TABLE).read_text(encoding="utf-8").startswith("source,place,claim")


def test_a_claim_that_a_later_statement_corrects_is_not_rated(tmp_path):
    said = "Date: {}\n\n{}Battery foil earns a profit of about ${} per tonne{}.\n"
    (tmp_path / "a.md").write_text(said.format("2026-09-08", "", "1,150", ""), encoding="utf-8")
    correction = said.format("2026-10-20", "Correction: ", "950", ", not $1,150 per tonne")
    (tmp_path / "b.md").write_text(correction, encoding="utf-8")
    linked, table = written(tmp_path, read_sources(tmp_path))
    ratings = [record["reviewRating"] for record in linked["@graph"]]
    assert [rating["alternateName"] for rating in ratings] == ["corrected 2026-10-20", "plausible by analogy"]
    assert ["ratingValue" in rating for rating in ratings] == ["description" in rating for rating in ratings]
    assert ["ratingValue" in rating for rating in ratings] == [bool(row["grade"]) for row in table] == [False, True]
    assert ratings[0]["ratingExplanation"].startswith("a later statement takes it back; ")
    for record in linked["@graph"]:
        check(record)
