"""What bears on exposure in a text: the uses that it names, the materials beside its percentages."""

import pytest

from analysis.claims.uses import USE_WORDS, load_uses, materials_in, stated_percentages, uses_named
from analysis.core.errors import AnalysisError
from analysis.documents.sources import read_sources

HEADER = "use,material,why,publisher,title,date,address,standing\n"
ROW = "batteries,nickel,cathodes,BGS,Figures,2025,bgs.ac.uk/x,primary\n"

DEVELOPED = [
    ("Demand comes from EVs and grids.", ["electric vehicles"]),
    ("The EV maker signed a contract.", ["electric vehicles"]),
    ("Sales of electric cars doubled.", ["electric vehicles"]),
    ("Electric buses need it too.", ["electric vehicles"]),
    ("It goes into lithium-ion batteries.", ["batteries"]),
    ("Battery foil is thin.", ["batteries"]),
    ("Gallium is for power electronics.", ["power electronics"]),
    ("Makers of power semiconductors stock up.", ["power electronics"]),
    ("Inverters use it.", ["power electronics"]),
    ("The U.S. defense industry relies on it.", ["defence"]),
    ("Military radar needs gallium.", ["defence"]),
    ("Tungsten hardens munitions.", ["defence"]),
    ("The lawyer spoke in defence of the firm.", []),
    ("Evidence was heard in the evening.", []),
    ("The defense of the thesis went well.", []),
    ("Electricity prices fell.", []),
]
HELD_OUT = [
    ("BATTERIES lead demand growth.", ["batteries"]),
    ("Chargers for an electric vehicle fleet.", ["electric vehicles"]),
    ("A supplier to the Ministry of Defence.", ["defence"]),
    ("Solar inverters and e-mobility drive copper.", ["electric vehicles", "power electronics"]),
    ("Weapons and EV motors share the magnets.", ["electric vehicles", "defence"]),
    ("Power-electronics plants expand.", ["power electronics"]),
    ("The levels of the river rose.", []),
    ("Every plant ran at full power.", []),
    ("Investors were defensive.", []),
    ("The device was devised by EVA.", []),
]


def named(folder, text):
    (folder / "a.txt").write_text(f"A headline of this test\n\n{text}\n", encoding="utf-8")
    return uses_named(read_sources(folder))


@pytest.mark.parametrize(("sentence", "uses"), DEVELOPED + HELD_OUT)
def test_the_uses_that_a_sentence_names(sentence, uses):
    assert [use for use, words in USE_WORDS.items() if words.search(sentence)] == uses


def test_a_use_is_cited_with_its_sentence_and_place(tmp_path):
    found = named(tmp_path, "Copper rose.\nEVs need more of it than cars. More EVs follow.")
    assert list(found) == ["electric vehicles"]
    assert found["electric vehicles"].text == "EVs need more of it than cars."
    assert (found["electric vehicles"].source_id, found["electric vehicles"].start) == ("a", 38)


def test_the_header_of_a_file_names_no_use(tmp_path):
    header = "---\ntitle: A plant opens\npublisher: Battery Weekly, Military Review\ndate: 2026-01-05\n---\n"
    (tmp_path / "a.md").write_text(f"{header}# A plant opens\n\nIt makes cables for EVs.\n", encoding="utf-8")
    assert list(uses_named(read_sources(tmp_path))) == ["electric vehicles"]


def test_page_furniture_names_no_use(tmp_path):
    assert named(tmp_path, "Copper rose by a lot today.\n\nRelated News\nDefense stocks and batteries") == {}


@pytest.mark.parametrize(
    ("sentence", "materials"),
    [
        ("China mines rare-earth ores.", ["rare earths"]),
        ("Rare earth magnets", ["rare earths"]),
        ("Nickel and cobalt", ["nickel", "cobalt"]),
        ("A lithium-ion cell", []),
        ("lithium-battery foil", []),
        ("lithium carbonate", ["lithium"]),
        ("Copperfield", []),
        ("germanium, titanium, magnesium", ["germanium", "titanium", "magnesium"]),
        ("Tungsten", ["tungsten"]),
        ("graphite anodes", ["graphite"]),
    ],
)
def test_the_materials_that_a_sentence_names(sentence, materials):
    assert materials_in(sentence) == materials


def test_percentages_next_to_a_material_are_listed_and_rises_are_not(tmp_path):
    text = (
        "China refines 48% of the world's copper. Copper output rose by 5%. It pays 3% interest. Gallium: 140% of plan."
    )
    (tmp_path / "a.txt").write_text(f"Copper\n\n{text}\n", encoding="utf-8")
    found = stated_percentages(read_sources(tmp_path))
    assert [(figure.text, materials) for figure, materials in found] == [("48%", ["copper"])]


def test_every_use_has_materials_and_every_row_a_source():
    rows = load_uses()
    assert {row.use for row in rows} == set(USE_WORDS)
    for row in rows:
        assert all((row.publisher, row.title, row.address, row.standing))


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (ROW.replace("batteries", "toys"), r"uses\.csv, line 2: use: .*'toys'"),
        (ROW.replace("nickel", "nickle"), r"line 2: material: unknown material nickle; did you mean nickel"),
        (ROW.replace("primary", "hearsay"), r"line 2: standing: .*'hearsay'"),
        (ROW.replace("bgs.ac.uk/x", ""), r"line 2: address: "),
        (ROW + ROW, r"line 3: material: nickel is listed twice for batteries"),
    ],
)
def test_a_row_that_is_wrong_is_named_by_file_line_and_column(tmp_path, row, problem):
    path = tmp_path / "uses.csv"
    path.write_text(HEADER + row, encoding="utf-8")
    with pytest.raises(AnalysisError, match=problem):
        load_uses.__wrapped__(path)
