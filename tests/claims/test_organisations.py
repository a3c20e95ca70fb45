"""Whose number a reference is: firms, their plants, subsidiaries and owners, by the names that texts give them."""

import pytest

from analysis.claims.organisations import group_of, groups_in, load_organisations, named_in_text
from analysis.core.errors import AnalysisError
from analysis.core.references import load_references


@pytest.mark.parametrize(
    ("claimant", "text"),
    [
        ("Jiangxi Copper", "JCC has an unmanned line."),
        ("Jiangxi Copper", "The copper smelting works at Guixi run without staff."),
        ("Jiangxi Copper", "Guixi's second smelter is one of the largest."),
        ("Jiangxi Copper", "the GUIXI SMELTER"),
        ("Jiangxi Copper", "A new factory in Guixi makes anodes."),
        ("Jiangxi Copper", "贵溪冶炼厂实现无人化。"),
        ("Jiangxi Copper", "Jiangxi Copper Yates makes foil of 3.5 micron."),  # a subsidiary
        ("Guixi smelter", "Jiangxi Copper reports a record."),  # the owner
        ("Jiangxi Copper Yates", "A line at the Guixi smelter saves costs."),  # a sister
        ("Tongling Nonferrous", "Tongguan Copper Foil lost money."),
        ("Jinchuan", "Yongchang Copper halved its labour costs."),
        ("Hailiang", "A plant of Gansu Hailiang was delayed."),
        ("DeFu", "德福科技上半年毛利率回升。"),
        ("China", "The plan of the Ministry of Industry and Information Technology asks for 5 %."),
        ("Northern Ores; Jiangxi Copper", "A line at the Guixi smelter saves costs."),
        ("Northern Ores", "Northern Ores, which is in no table, opened a mine."),
    ],
)
def test_a_text_names_a_group_by_any_of_its_names_plants_and_firms(claimant, text):
    assert named_in_text(claimant, text)


@pytest.mark.parametrize(
    ("claimant", "text"),
    [
        ("Jiangxi Copper", "A smelter in Shandong saves costs."),
        ("Jiangxi Copper", "Guixi grew rice until the smelters came to the north."),
        ("Jiangxi Copper", "Copper of Jiangxi is in demand."),
        ("Jiangxi", "Jiangxi Copper reports a record."),  # the firm, not the government
        ("China", "China Rare Earth Holdings doubled in a day."),
        ("Tongling Nonferrous", "Tongling, a city in Anhui, has a port."),
        ("DeFu", "The defuse button is red."),
        ("Hailiang", "Jinchuan and Tongguan cut fees."),
        ("Northern Ores", "Southern Ores opened a mine."),
    ],
)
def test_another_firm_or_a_place_is_another_group(claimant, text):
    assert not named_in_text(claimant, text)


def test_every_claimant_of_the_references_is_known():
    known = load_organisations()
    claimants = {name.strip() for row in load_references().values() if row.claimant for name in row.claimant.split(";")}
    assert claimants <= set(known)
    groups = {group_of(name) for name in claimants}
    assert {group_of(name) for name in known} <= groups, "an organisation that no reference needs"


def test_a_number_about_a_firm_or_plant_has_its_group_as_claimant():
    """A row whose region is a firm is that firm's own number, unless a person said otherwise in `independent`."""
    for row in load_references().values():
        here = groups_in(f"{row.region} smelter") if row.region == "Guixi" else groups_in(row.region or "")
        firms = {name for name in here if load_organisations()[name].kind == "firm"}
        if firms:
            assert row.claimant, row.id
            assert firms & {group_of(name.strip()) for name in row.claimant.split(";")}, row.id


def test_a_row_of_the_project_replaces_one_of_the_package(tmp_path, monkeypatch):
    for folder, row in (("package", "Ay Copper,firm,,,"), ("own", "Ay Copper,firm,Be Group,,\nBe Group,firm,,,")):
        (tmp_path / folder).mkdir()
        text = f"name,kind,owner,also,note\n{row}\n"
        (tmp_path / folder / "organisations.csv").write_text(text, encoding="utf-8")
    paths = [tmp_path / folder / "organisations.csv" for folder in ("package", "own")]
    monkeypatch.setattr("analysis.claims.organisations.data_files", lambda name: paths)
    assert load_organisations()["Ay Copper"].owner == "Be Group"
    assert group_of("Ay Copper") == "Be Group"


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ("A,firm,B,,\nB,firm,A,,", "owner"),
        ("A,firm,A,,", "owner"),
        ("A,firm,C,,", "owner"),
        ("A,shop,,,", "kind"),
        ("Smelter,plant,,,", "name"),
        ("A,firm,,,\nA,firm,,,", "name"),
    ],
)
def test_a_wrong_table_of_organisations_is_refused(tmp_path, rows, named):
    path = tmp_path / "organisations.csv"
    path.write_text(f"name,kind,owner,also,note\n{rows.replace('A,', 'Ay,').replace('B,', 'Be,')}\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match=f"organisations.csv, line \\d: {named}"):
        load_organisations(path)
