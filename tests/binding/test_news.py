"""Wordings of trade news that decide whether a figure feeds an input: each with one in which the same words do not."""

from pathlib import Path

import pytest

from analysis.binding.named_figures import bind_figures
from analysis.documents.document import Document
from analysis.documents.sources import Sources

MINERS = "Hong Kong, 3 March 2026 - Rare earth miners were in demand on Tuesday. "
ROD = "Toledo, 28 October 2025 - Makers of copper rod reported on Tuesday. "
YUNNAN = "KUNMING, Nov. 12, 2026 - "
SEOUL = "Seoul, 2 June 2026 - China makes most of the world's rare earths. "
PERTH = "Perth, 4 May 2026 - "
PLAN = "BEIJING, Feb. 12, 2027 - "
WORDINGS = {
    "a gain in market value, and a level that it reaches": [
        ("rare_earth_value_gain", MINERS + "The gain in market value of the miners reached 24 billion yuan.", 24e9),
        ("rare_earth_value_gain", MINERS + "Shares rose, and their market value reached 24 billion yuan.", None),
        ("rare_earth_value_gain", MINERS + "After the rise their market value stood at 24 billion yuan.", None),
        ("rare_earth_value_gain", MINERS + "The market value of the miners climbed to 24 billion yuan.", None),
    ],
    "what a figure is compared with, for another product": [
        ("copper_wire_profit", ROD + "Copper rod earned $42 a tonne, compared with $35 a year earlier.", 42),
        (
            "copper_wire_profit",
            ROD + "The price spread between cathode rod and scrap rod was $125 a tonne, compared to $145 in May.",
            None,
        ),
    ],
    "the revenue of a part of a year that a sentence before names": [
        (
            "industry_revenue",
            YUNNAN + "In the first half, output of Yunnan's non-ferrous metals industry rose. Revenue during the"
            " period was 160 billion yuan.",
            None,
        ),
        (
            "industry_revenue",
            YUNNAN + "In the first half, output of Yunnan's non-ferrous metals industry fell. It has an annual"
            " revenue of 310 billion yuan.",
            310e9,
        ),
        (
            "industry_revenue",
            YUNNAN + "This autumn, students asked Yunnan's non-ferrous metals industry for its revenue. It was 310"
            " billion yuan.",
            310e9,
        ),
    ],
    "tonnes of what the text calls by a general name": [
        ("rare_earth_reserves", SEOUL + "China holds 44 million tonnes of the elements in its reserves.", 44e6),
        ("rare_earth_reserves", SEOUL + "China's reserves are put at 44 million tonnes of the minerals.", 44e6),
        ("rare_earth_reserves", SEOUL + "China's reserves also hold 44 million tonnes of phosphate.", None),
    ],
    "the rank of a country in the world, and an estimate": [
        ("rare_earth_reserves", SEOUL + "China leads the world with reserves of 44 million tonnes.", 44e6),
        (
            "rare_earth_reserves",
            SEOUL + "Its reserves, the world's largest, are estimated to be 44 million tonnes.",
            44e6,
        ),
        ("rare_earth_reserves", SEOUL + "China and the rest of the world have reserves of 92 million tonnes.", None),
        ("rare_earth_reserves", SEOUL + "Its reserves are to be 60 million tonnes after the next survey.", None),
    ],
    "who or what is miles away": [
        ("automation_cost_cut", PERTH + "The smelter has a quarry 30 km away that cut its costs by 12 percent.", None),
        ("automation_cost_cut", PERTH + "An operator 30 km away steers the smelter. Its costs fell by 12 percent.", 12),
    ],
    "the forecast of those who plan": [
        (
            "output_growth",
            PLAN + "The ministry predicted that the output of the ten non-ferrous metals would grow by 2 percent.",
            2,
        ),
        (
            "output_growth",
            PLAN + "Economists predicted that the output of the ten non-ferrous metals would grow by 2 percent.",
            None,
        ),
        (
            "output_growth",
            PLAN + "Banks told the ministry that the output of the ten non-ferrous metals would grow by 2 percent.",
            None,
        ),
    ],
    "the sum of several years": [
        ("recycled_target", "北京2025年6月3日电 目标公布:2030年再生有色金属产量将达2600万吨。", 26e6),
        ("recycled_target", "北京2025年6月3日电 目标公布:2021至2024年再生有色金属产量累计6930万吨。", None),
        ("recycled_target", "北京2025年6月3日电 目标公布:2021至2024年再生有色金属产量累计达6930万吨。", None),
    ],
    "Chinese names of industries": [
        ("industry_revenue", "昆明2026年2月3日电 2025年,云南有色产业营收3150亿元,化工1200亿元。", 3150e8),
        ("industry_revenue", "济南2026年2月3日电 山东有色产业2025年产值7400亿元,纺织5000亿元。", 7400e8),
        ("industry_revenue", "济南2026年2月3日电 山东纺织产业2025年产值5000亿元。", None),
        ("copper_cluster_size", "鹰潭2026年1月18日电 2025年,全市铜产业实现工业总产值1092亿元。", 1092e8),
        ("copper_cluster_size", "鹰潭2026年1月18日电 全市工业总产值3000亿元,铜产业税收120亿元。", None),
    ],
    "shares, indices, and firms that are known by their name": [
        ("rare_earth_stock_rise", PERTH + "Shares of Lynas climbed 6 percent on Monday.", 6),
        ("rare_earth_stock_rise", PERTH + "Shares of a lithium miner climbed 6 percent on Monday.", None),
        ("rare_earth_stock_rise", PERTH + "Shares of Lynas climbed 13 percent in early 2026.", None),
        ("rare_earth_stock_rise", PERTH + "Rare earth makers were calm on Monday. The S&P 500 rose 1 percent.", None),
        (
            "rare_earth_stock_rise",
            PERTH + "The Nasdaq rose 1 percent on Monday. A rare earth maker climbed 6 percent.",
            6,
        ),
    ],
    "Chinese names of days": [
        ("rare_earth_stock_rise", "香港2026年3月4日电 稀土股周三上涨8.2%,近一周上涨19%。", 8.2),
        ("rare_earth_stock_rise", "上海2026年3月3日电 稀土板块本周上涨21%。", None),
    ],
}


@pytest.mark.parametrize(("name", "text", "expected"), [case for cases in WORDINGS.values() for case in cases])
def test_wordings_of_news(name, text, expected):
    document = Document("t", Path("t.txt"), text, "0")
    chosen = bind_figures(Sources((document,)), [name])[name].chosen
    value = chosen and chosen.figure.low
    assert value == (pytest.approx(expected) if expected else None)
