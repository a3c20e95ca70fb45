"""Admiralty grades: how reliable the sources of a verdict are (A to F), and how credible the claim is (1 to 6)."""

from collections.abc import Mapping

from analysis.claims.reference_check import Assessment
from analysis.claims.references import LETTERS, Reference

INFORMATION = {
    1: "confirmed by others",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}


def source_letter(reference: Reference) -> str:
    """Return the reliability of a reference, A to E, from its standing and origin."""
    letter = LETTERS[reference.standing]
    return chr(min(ord(letter) + 1, ord("E"))) if reference.origin == "reprint" else letter


def admiralty_grade(found: Assessment, references: Mapping[str, Reference]) -> str:
    """Return the grade of a verdict, such as "B2": the best source that it rests on, F without any, and a number."""
    return min((source_letter(references[name]) for name in found.references), default="F") + str(found.information)
