"""Text that links back to a figure in its source, to a reference, to a parameter or to a result.

In a notebook, a mark is plain text. In HTML it is stored as an attribute, from which a report creates a link.
"""

import re
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from analysis.claims.citations import split_citations
from analysis.core.figures import Figure
from analysis.core.formatting import number, readable

Kind = Literal["figure", "parameter", "result", "reference"]
MARK = re.compile(
    r'<span data-(?P<kind>figure|parameter|result|reference)="(?P<target>[^"]*)">(?P<text>.*?)</span>', re.DOTALL
)


@dataclass(frozen=True)
class Mark:
    """A value in a table or sentence, and the target of its link.

    `target` is the place of a figure (`source:start-end`), the id of a reference, or the name of a parameter or result,
    preceded by the name of its notebook if that is another one.

    >>> str(Mark(1385.0, "result", "20_margin_uplift/uplift_usd_per_t"))
    '1,385'
    """

    value: Any
    kind: Kind
    target: str

    def __str__(self) -> str:
        return number(self.value)

    def html(self, text: str) -> str:
        """Return text as the HTML of this mark.

        >>> Mark("$15", "figure", "a1:7-10").html("$15")
        '<span data-figure="a1:7-10">$15</span>'
        """
        return f'<span data-{self.kind}="{escape(self.target)}">{escape(text)}</span>'


def cited(figure: Figure, text: str | None = None) -> Mark:
    """Return the text of a figure, or other words for it, as a mark that links to its place."""
    return Mark(figure.text if text is None else text, "figure", figure.place)


def readable_html(text: str) -> tuple[str, str]:
    """Return a text in words, as plain text and as HTML: names, units and signs, and references by publisher and year.

    In the HTML, a reference is a mark.

    >>> readable_html("25 % above 44 Mt (RE2018W)")
    ('25 % above 44 Mt (Statista, 2018)', \
'25 % above 44 Mt (<span data-reference="RE2018W">Statista, 2018</span>)')
    """
    plain, html = "", ""
    for part, reference in split_citations(text):
        words = part if reference else readable(part)
        plain += words
        html += Mark(words, "reference", reference).html(words) if reference else escape(words, quote=False)
    return plain, html
