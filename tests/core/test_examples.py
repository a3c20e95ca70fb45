"""Examples of functions inside the package: what they return for typical arguments."""

import pytest

from analysis.core.errors import alike, did_you_mean
from analysis.core.formatting import (
    Decimal,
    label,
    meaning_text,
    name_text,
    number,
    readable,
    rounded,
    shown_unit,
    unit_text,
)
from analysis.core.han import without_han
from analysis.core.html_table import linked_addresses, linked_title
from analysis.core.lazy_regex import lazy_regex
from analysis.core.money_basis import Basis, currency_of, same_basis
from analysis.core.paths import Path, data_files, data_folder, project_folder, shown_path
from analysis.core.pool import apply
from analysis.core.schemas import line_in
from analysis.core.secret_names import is_secret
from analysis.core.text_files import json_text, merge_conflict_in, number_in, spreadsheet_cell
from analysis.core.units import is_total
from analysis.core.words import counted, is_plural, listed, plural, shortened
from warmkernels.limits import cores


def test_examples_of_cores():
    assert cores() >= 1


def test_examples_of_did_you_mean():
    assert did_you_mean("hihg", ["low", "high"], "the scenarios are") == "did you mean high?"
    assert did_you_mean("x", ["low", "high"], "the scenarios are") == "the scenarios are low, high."
    assert did_you_mean("LOWER", ["Lower", "high"], "there are") == "did you mean Lower?"
    assert did_you_mean("x", ["low", "high"], "name one", listed=False) == "name one"
    assert did_you_mean("foil", ["foil_share", "foil_yield", "wage"], "") == "did you mean foil_share or foil_yield?"
    names = ["a_foil", "b_foil", "c_foil", "d_foil"]
    assert did_you_mean("foil", names, "") == "did you mean a_foil, b_foil or c_foil?"


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("--titel", ["--title", "--help", "--strict", "--time-limit"], ["--title"]),
        ("--titel", ["--help", "--strict", "--time-limit"], []),
        ("--out-dir", ["--out", "--due"], ["--out"]),
        ("--limit", ["--cell-limit", "--time-limit", "--keep"], ["--cell-limit", "--time-limit"]),
        ("country", ["discount_rate", "stage"], []),
        ("margin", ["material", "margin_uplift"], ["margin_uplift"]),
        ("tailings", ["briefing", "explore"], []),
        ("cost_saving", ["cost_scope", "energy_cut"], []),  # one word of two
        ("interest", ["intervals"], []),
        ("20_margin", ["margin_uplift", "growth_scenarios"], ["margin_uplift"]),
        ("foil_thicknes", ["foil_thickness_um", "foil_fee_thickness_um"], ["foil_thickness_um"]),
    ],
)
def test_only_names_with_the_same_words_or_nearly_all_letters_are_meant(name, known, expected):
    assert alike(name, known) == expected


def test_one_function_asks_what_was_meant():
    asking = [path for path in (project_folder() / "src").rglob("*.py") if "id you mean {" in path.read_text("utf-8")]
    assert [path.name for path in asking] == ["errors.py"]


def test_examples_of_number():
    assert number(93.33333333) == "93.333"
    assert number(13_850_000.0) == "13,850,000"
    assert number(0.0108303) == "0.01083"
    assert number(float("inf")) == "never"
    assert number(2027) == "2027"
    assert number(1.7850000000001, 3) == "1.79"
    assert number(1.785, 3) == "1.79"
    assert number(-10.95, 3) == "-11"
    assert number(12.5, 2) == "13"
    assert number(8.6896e50, 3) == "8.69 × 10⁵⁰"
    assert number(-1e-12) == "-10⁻¹²"
    assert number(999_999_999_999.0) == "999,999,999,999"


def test_examples_of_rounded():
    assert rounded(-0.1095, 3) == Decimal("-0.110")
    assert rounded(1234.5, 3) == Decimal("1235")


def test_examples_of_label():
    assert label("foil_profit_usd_per_t", "USD/t") == "Foil profit"
    assert label("capex_usd_per_t_year", "USD/(t/year)") == "Capital cost"
    assert label("npv_usd", "USD") == "Net present value"
    assert label("target_year", "year") == "Target year"
    assert label("payback_years", "year") == "Payback"
    assert label("growth_per_year", "fraction/year") == "Growth of the cluster"


def test_examples_of_name_text():
    assert name_text("foil_profit_usd_per_t") == "foil profit"
    assert name_text("cluster_cny_bn") == "size of the cluster"
    assert name_text("low_case") == "low case"
    assert name_text("usd_printed") == "as printed in dollars"
    assert name_text("scrap_discount_eur_per_t") == "scrap discount"
    assert name_text("rod_output_t") == "rod output"
    assert name_text("power_price_gbp_per_mwh") == "power price"
    assert name_text("foil_gross_profit_in_usd") == "foil gross profit"
    assert name_text("Aurubis") == "Aurubis"
    assert name_text("s3://ore/2026_q1.csv") == "s3://ore/2026_q1.csv"


def test_examples_of_unit_text():
    assert unit_text("USD/t") == "USD per tonne"
    assert unit_text("CNY bn") == "CNY billion"
    assert unit_text("fraction/year") == "% a year"
    assert unit_text("um") == "µm"
    assert unit_text("multiple") == ""


def test_examples_of_meaning_text():
    assert (
        meaning_text("years until the saving adds up to the capex; inf if never")
        == "years until the saving adds up to the capital cost"
    )
    assert meaning_text("internal rate of return; inf without capex, nan without a saving") == "internal rate of return"


def test_examples_of_readable():
    assert readable("foil_profit_usd_per_t is 869 USD/t") == "foil profit is USD 869 per tonne"
    assert readable("at least 600 CNY bn") == "at least CNY 600 billion"
    assert readable("-528.6 USD/t") == "USD −528.6 per tonne"
    assert readable("38 USD/MWh") == "USD 38 per MWh"
    assert readable("4.2 to 5 USD/lb") == "USD 4.2 to 5 per pound"
    assert readable("EUR/MWh") == "EUR per MWh"
    assert readable("USD/t, log") == "USD per tonne, log"
    assert readable("834.8 to 1,113 USD/t") == "USD 834.8 to 1,113 per tonne"
    assert readable("gross, 2025-01/2025-06; 2024-10/2024-12") == "gross, H1 2025; Q4 2024"
    assert readable("2025-01/2026-06; 2025-02/2025-06") == "2025-01 to 2026-06; 2025-02 to 2025-06"
    assert readable("2025-01-01/2025-06-30") == "2025-01-01 to 2025-06-30"
    assert readable("5 um") == "5 µm"
    assert readable("China, 2024 USD −529 per tonne") == "China, 2024 USD −529 per tonne"
    assert readable("it fell to 24, SMM said") == "it fell to 24, SMM said"
    assert readable("12 FTE") == "12 FTE"
    assert readable("in 2024, USD/t") == "in 2024, USD per tonne"
    assert readable("more than 1 trillion CNY") == "more than CNY 1 trillion"
    assert readable("20 to 25 million t") == "20 to 25 Mt"
    assert readable("0.2 fraction, a rise") == "20 %, a rise"
    assert readable("0.3 Mt/year") == "0.3 Mt a year"
    assert readable("60_verification, answer") == "verification, answer"
    assert readable("notebooks/60_checks.ipynb") == "notebooks/60_checks.ipynb"
    assert readable("--12-20") == "20 December, year not given"
    assert readable("--13-20") == "--13-20"
    assert readable("x--12-20") == "x--12-20"


def test_examples_of_shown_unit():
    assert shown_unit("fraction/year") == (100.0, "% a year")
    assert shown_unit("g/m2") == (1.0, "g/m²")
    assert shown_unit("USD/(t/year)") == (1.0, "USD per tonne of yearly capacity")
    assert shown_unit("Mt/year") == (1.0, "Mt a year")


def test_examples_of_without_han():
    assert without_han("江西铜业 rose 5%，in 2025") == "[Chinese] rose 5%[Chinese]in 2025"


def test_examples_of_linked_addresses():
    assert (
        linked_addresses("doi.org/10.5/P1, copied in out/mined.json")
        == '<a href="https://doi.org/10.5/P1" rel="noopener noreferrer">doi.org/10.5/P1</a>, copied in out/mined.json'
    )
    assert linked_addresses("mined.csv of the survey") == "mined.csv of the survey"


def test_examples_of_linked_title():
    assert (
        linked_title("SMM", "Outlook", None, "smm.cn/1").html
        == 'SMM, <a href="https://smm.cn/1" rel="noopener noreferrer">Outlook</a>'
    )
    assert linked_title("BGS", "Statistics", "2026", "a table").html == "BGS, Statistics, 2026"


def test_examples_of_lazy_regex():
    year = lazy_regex(r"\d{4}")
    assert year.findall("2024 and 2025") == ["2024", "2025"]


def test_examples_of_currency_of():
    assert currency_of("CNY bn") == "CNY"
    assert currency_of("USD/(t/year)") == "USD"
    assert currency_of("fraction/year") == ""


def test_examples_of_same_basis():
    assert not same_basis(Basis(profit_basis="net"), Basis(profit_basis="before_tax"))


def test_examples_of_shown_path():
    assert shown_path(project_folder() / "data" / "reference.csv") == "data/reference.csv"
    assert shown_path(Path("/elsewhere/reference.csv")) == "reference.csv"


def test_examples_of_data_files():
    assert [path.name for path in data_files("reference.csv")] == ["reference.csv"]


def test_examples_of_apply():
    assert [done.result for done in apply(abs, [-1, 2])] == [1, 2]


def test_examples_of_line_in():
    assert (
        line_in(data_folder() / "questions" / "rare_earths.yaml", "figures", "rare_earth_reserves", "feeds")
        == "data/questions/rare_earths.yaml, line 10, figures, rare_earth_reserves, feeds"
    )


def test_examples_of_is_secret():
    assert [is_secret(name) for name in ("api_token", "DB_PWD", "clientSecret", "api_key_2", "key")] == [
        True,
        True,
        True,
        True,
        True,
    ]
    assert [is_secret(name) for name in ("keyboard_count", "key_figures", "tokenised_share")] == [False, False, False]


def test_examples_of_number_in():
    assert number_in("1200.5", "reference.csv, line 2: value") == 1200.5
    assert number_in("", "reference.csv, line 2: low") is None


def test_examples_of_spreadsheet_cell():
    assert [spreadsheet_cell(value) for value in ("=A1", "=", "-10 %", "-SUM(A1)", -10.5)] == [
        "'=A1",
        "=",
        "-10 %",
        "'-SUM(A1)",
        -10.5,
    ]


def test_examples_of_json_text():
    from analysis.core.text_files import Path

    assert json_text({"folder": Path("seeds")}) == '{\n "folder": "seeds"\n}\n'


def test_examples_of_merge_conflict_in():
    assert merge_conflict_in("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n") == 2
    assert merge_conflict_in("a < b") == 0


def test_examples_of_is_total():
    assert [is_total(unit) for unit in ("CNY bn", "Mt", "t/year", "USD/t", "fraction", "fraction/year", "um")] == [
        True,
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_examples_of_shortened():
    assert shortened("Foil earns more than wire", 12) == "Foil earns…"


def test_examples_of_counted():
    assert counted(1, "change") == "1 change"
    assert counted(1200, "figure") == "1,200 figures"
    assert counted(0, "entry") == "0 entries"


def test_examples_of_plural():
    assert [
        plural(noun) for noun in ("facility", "open day", "class", "spokesman", "human", "analysis", "head", "person")
    ] == ["facilities", "open days", "classes", "spokesmen", "humans", "analyses", "head", "people"]


def test_examples_of_is_plural():
    assert is_plural("China's rare earth reserves")
    assert not is_plural("thickness of the foil")
    assert is_plural("costs of a line")


def test_examples_of_listed():
    assert listed([]) == ""
    assert listed(["wire"]) == "wire"
    assert listed(["wire", "foil", "rod"]) == "wire, foil and rod"
