"""Factories for small references and articles with known answers."""

from dataclasses import fields

import pytest

from analysis.claims.claim import claims_of
from analysis.core.references import Reference
from analysis.documents.sources import read_sources


def reference(name, quantity, value, unit, **more):
    given = {field.name: None for field in fields(Reference)} | {
        "series": quantity, "publisher": "an office", "standing": "statistics", "title": "a table",
        "address": "https://office.example", "origin": "primary", "independent": "yes",
    }  # fmt: skip
    return Reference(**{**given, "id": name, "quantity": quantity, "value": value, "unit": unit, **more})


def references(*rows):
    return {row.id: row for row in rows}


@pytest.fixture
def sources_of(tmp_path):
    """Write an article with its date in a header, and read the folder as sources."""

    def make(text, published="2026-03-10", name="article"):
        header = f"---\ntitle: An article\ndate: {published}\n---\n"
        (tmp_path / f"{name}.md").write_text(header + text + "\n", encoding="utf-8")
        return read_sources(tmp_path)

    return make


@pytest.fixture
def claim_of(sources_of):
    """Return the only claim with this name in a text."""

    def make(text, name, published="2026-03-10"):
        (found,) = [item for item in claims_of(sources_of(text, published)) if item.name == name]
        return found

    return make
