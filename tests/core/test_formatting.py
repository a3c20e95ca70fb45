"""Names of programs become words; whatever else a notebook of one's own uses as a name or a value stays as it is."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from analysis.core.formatting import label, name_text
from analysis.notebook.parameter_tables import parameter_text

from ..conftest import ROOT


@given(st.text())
@example("")
@example("_")
@example("__a")
def test_any_text_has_a_label(text):
    assert bool(label(text)) == bool(text)
    assert bool(name_text(text)) == bool(text)


@given(st.text(min_size=1).filter(lambda text: not text.replace("_", "a").isalnum()))
def test_free_text_is_shown_as_it_is(text):
    assert parameter_text("folder", text) == text


def test_every_sentence_of_the_first_page_has_a_heading_among_the_numbers():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "analysis").rglob("*.py"))
    recorded = set(re.findall(r'"((?:card|caveat)_[a-z]+)"', code))
    assert recorded >= {"card_answer", "card_stated", "caveat_middle"}
    plain = {name for name in recorded if label(name).lower().replace(" ", "_") == name}
    assert plain == set()
