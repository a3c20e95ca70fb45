"""Examples of functions inside the package: what they return for typical arguments."""

from analysis.extraction.chinese.lexer import fold, tokens_in
from analysis.extraction.chinese.numbers import excluded_end, numbers_in
from analysis.extraction.chinese.numerals import number_in, read_numeral
from analysis.extraction.chinese.periods import date, period_of_head, periods_in
from analysis.extraction.chinese.units import (
    before_number,
    rate_after,
    unit_after,
    unit_of,
    unit_of_label,
    yuan_of,
)
from analysis.extraction.document_conventions import Context
from analysis.extraction.language import LabelUnit
from analysis.extraction.unit_parser import Prefix


def test_examples_of_fold():
    assert fold("產量１２．８萬噸，年增５％") == "产量12.8万吨，年增5%"


def test_examples_of_tokens_in():
    assert [token.word for token in tokens_in("銅產量同比增長約5%，至", 0, 11)] == [
        "铜产量",
        "同比",
        "增长",
        "约",
        "5",
        "%",
        "，",
    ]


def test_examples_of_numbers_in():
    assert [(q.low, q.unit) for q in numbers_in(Context("铜价为每吨7.2万元，第3批"), []).quantities] == [
        (72000.0, "CNY/t")
    ]


def test_examples_of_excluded_end():
    assert excluded_end("2025年8月增长", 0) == 7
    assert excluded_end("第3批", 1) == 2
    assert excluded_end("3批", 0) == -1


def test_examples_of_read_numeral():
    assert read_numeral("27万3100元", 0).low == 273100.0
    assert read_numeral("四千四百万吨", 0).low == 44000000.0
    assert read_numeral("百分之三十七", 0).low == 37.0
    assert read_numeral("七成八", 0).low == 78.0
    assert read_numeral("二十三点六万吨", 0).low == 236000.0


def test_examples_of_number_in():
    assert number_in("1,234.5") == 1234.5
    assert number_in("三十亿四千八百万") == 3048000000.0
    assert number_in("二零二五") == 2025.0
    assert number_in("百亿") == 10000000000.0


def test_examples_of_periods_in():
    assert [period.reading for period in periods_in("2025年1—8月产量增长，8月回落；到2027年", 0, 25, None)] == [
        "2025-01/2025-08",
        "2025-08",
        "2027",
    ]
    assert periods_in("前三季度利润增长", 0, 8, date(2025, 11, 2))[0].reading == "2025-01/2025-09"


def test_examples_of_period_of_head():
    assert period_of_head("2025年1-8月") == "2025-01/2025-08"
    assert period_of_head("同比") == ""


def test_examples_of_join_ranges():
    from analysis.extraction.extract import extract_figures

    assert [(figure.low, figure.high, figure.unit) for figure in extract_figures("价格涨至1.6-1.8万元/吨")] == [
        (16000.0, 18000.0, "CNY/t")
    ]


def test_examples_of_before_number():
    assert before_number("由每吨-40", 4, 0) == Prefix(start=1, negative=True, money=None, per="t")
    assert before_number("约人民币86", 4, 0) == Prefix(start=1, negative=False, money="CNY", per="")


def test_examples_of_unit_after():
    assert unit_after("5个百分点", 1).name == "percentage_point"
    assert unit_after("3家企业", 1).name == "count:company"
    assert unit_after("6um", 1).name == "um"


def test_examples_of_rate_after():
    assert rate_after("元/吨", 1) == ("t", 3)
    assert rate_after("吨（REO）/年".replace("（", "(").replace("）", ")"), 1) == ("year", 1)


def test_examples_of_yuan_of():
    assert yuan_of("鋼筋每噸調漲新台幣300元，型鋼2.3萬元".replace("幣", "币")) == "TWD"
    assert yuan_of("铜价7.2万元") == "CNY"


def test_examples_of_unit_of():
    assert unit_of("万吨") == LabelUnit(unit="t", factor=10000.0)
    assert unit_of("2024年 千港元") == LabelUnit(unit="HKD", factor=1000.0)
    assert unit_of("收入") is None


def test_examples_of_unit_of_label():
    assert unit_of_label("产量（万吨）".replace("（", "(").replace("）", ")")) == LabelUnit(unit="t", factor=10000.0)
    assert unit_of_label("单位:元/吨").unit == "CNY/t"
