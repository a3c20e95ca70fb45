"""Chinese figures: numbers, units, hedges, directions, periods, exclusions, tables."""

from datetime import date

import pytest

from analysis.extraction.chinese import words
from analysis.extraction.chinese.lexer import fold
from analysis.extraction.chinese.numbers import EXCLUSIONS, excluded_end
from analysis.extraction.chinese.words import FOLDED
from analysis.extraction.explain import explain_figures
from analysis.extraction.extract import extract_figures


def read(text):
    return [figure.as_text for figure in extract_figures(text)]


def one(text):
    (figure,) = extract_figures(text)
    return figure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("产量为5413.6万吨", 54136000),
        ("报27万3100元", 273100),
        ("共13万3154吨", 133154),
        ("投资1.2万亿元", 1.2e12),
        ("投资2千万元", 2e7),
        ("收益658百万元", 6.58e8),
        ("投资1亿2000万元", 1.2e8),
        ("产量四千四百万吨", 4.4e7),
        ("收入三十亿四千八百万元", 3.048e9),
        ("指标二十三点六万吨", 236000),
        ("产量三萬二千噸", 32000),
        ("产量４０２７吨", 4027),
        ("产量4 027万吨", 40270000),
        ("产量6，500吨", None),  # two clauses, unless the digits are full-width
        ("产量６，５００吨", 6500),
        ("价格12﹐345﹒6元", 12345.6),
        ("占比百分之三十七", 37),
        ("占比近七成", 70),
        ("良率七成八", 78),
        ("占三分之一", 1 / 3),
        ("占百万分之五十", 5e-5),
        ("占1/4", 0.25),
        ("减少一半", 0.5),
        ("投产半年后", 0.5),
        ("产值翻一番", 2),
        ("产值翻两番", 4),
        ("产值翻了一番", 2),
        ("产值翻倍", 2),
        ("是去年的九倍", 9),
        ("利润-2.91亿元", -2.91e8),
        ("利润负3亿元", -3e8),
        ("百亿元产业", 1e10),
        ("每股12港仙", 0.12),
        ("长5千米", 5),
        ("重5千吨", 5000),
    ],
)
def test_numbers(text, value):
    figures = extract_figures(text)
    if value is None:
        assert len(figures) != 1 or figures[0].low == 500
    else:
        (figure,) = figures
        assert figure.low == pytest.approx(value)
        assert text[figure.start : figure.end] == figure.text


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("价格1.6-1.8万元/吨", 16000, 18000),
        ("规模80万—100万吨", 800000, 1000000),
        ("占8%至10%", 8, 10),
        ("补贴200元至400元", 200, 400),
        ("价格79850~79960元/吨", 79850, 79960),
        ("收入15,000至22,500万元", 1.5e8, 2.25e8),
        ("利润3.1 亿元 -3.6 亿元", 3.1e8, 3.6e8),
        ("费用5.2-5.5美分/磅", 0.052, 0.055),
        ("占三分之一至三分之二", 1 / 3, 2 / 3),
        ("变动-6.76%至4.89%", -6.76, 4.89),
        ("价格是原来的三、四倍", 3, 4),
        ("占五六成", 50, 60),
        ("价格30万元/吨至50万元/吨", 3e5, 5e5),
        ("产量三四千吨", 3000, 4000),
        ("耗时两三年", 2, 3),
        ("耗时五到七年", 5, 7),
    ],
)
def test_ranges(text, low, high):
    figure = one(text)
    assert (figure.low, figure.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由10%升至15%", ["10 %", "15 %"]),
        ("下跌200元至9800元", ["200 CNY, a fall", "9,800 CNY"]),
        ("分别为844、3187和467万吨", ["8.44 million t", "31.87 million t", "4.67 million t"]),
        ("分别是6.6、9.5和17倍", ["6.6 times", "9.5 times", "17 times"]),
    ],
)
def test_text_that_is_not_a_range(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("5吨", "t"), ("5元", "CNY"), ("人民币5元", "CNY"), ("5元人民币", "CNY"), ("5美元", "USD"), ("5港元", "HKD"),
        ("港币 5 元", "HKD"), ("新台币5元", "TWD"), ("5欧元", "EUR"), ("5日元", "JPY"), ("5元/吨", "CNY/t"),
        ("5 元 / 吨", "CNY/t"), ("5美元/吨", "USD/t"), ("5万元/吨", "CNY/t"), ("5美元/干吨", "USD/t"), ("5吨/年", "t/year"),
        ("5万吨/日", "t/day"), ("5微米", "um"), ("5um", "um"), ("5克/吨", "g/t"), ("5千瓦时", "kWh"), ("5千瓦时/吨", "kWh/t"),
        ("5兆瓦", "MW"), ("5吉瓦时", "GWh"), ("5GWh", "GWh"), ("5美分/磅", "USD/lb"), ("5亩", "mu"), ("5平方米", "m^2"),
        ("5亿立方米", "m^3"), ("5兆帕", "MPa"), ("5倍", "multiple"), ("5个百分点", "percentage_point"), ("5个基点", "basis_point"),
        ("5%", "percent"), ("５％", "percent"), ("5家", "count:company"), ("5万人", "count:person"), ("5台", "count:machine"),
        ("5条", "count:line"), ("5盎司", "ozt"), ("5公斤", "kg"), ("5个月", "month"), ("5天", "day"), ("5个工作日", "day"),
        ("5摄氏度", "degC"), ("每吨5元", "CNY/t"), ("每股 0.5 元", "CNY/share"), ("每公噸5美元", "USD/t"),
        ("每磅9美分", "USD/lb"), ("每吨利润约5元", "CNY/t"), ("吨铝利润5元", "CNY/t"), ("5元/公斤", "CNY/kg"),
        ("5万度电", "kWh"), ("5元/千瓦时", "CNY/kWh"), ("5短吨", "short_ton"), ("5吨标准煤", "t"), ("3258.5点", "point"),
        ("5吨（REO）/年", "t/year"),
        # characters follow without a space
        ("5μm铜箔", "um"), ("5µm以下", "um"), ("5GWh电池", "GWh"), ("5MW光伏", "MW"), ("5t黄金", "t"), ("5kV线路", "kV"),
        ("5Wh/kg电芯", "Wh/kg"),
        # money of several countries
        ("5亿比索", "count:peso"), ("5克", "g"), ("5列伊", "RON"),
    ],
)  # fmt: skip
def test_units(text, unit):
    assert one(f"产量为{text}。").unit == unit


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("智利公司投资1.5亿比索。", ["CLP"]),
        ("瑞典钢厂投资60亿克朗。", ["SEK"]),
        ("公司收入2亿法郎，折合人民币16亿元。", ["count:franc", "CNY"]),
        ("单位：万吨\n产量为365-370，比上年增加5。", ["t", "t"]),
        ("（单位：元/吨）\n华东报20860，涨幅0.5%，第12期，编号2051。", ["CNY/t", "percent"]),
        ("施工单位：三公司\n投入300，库存56.3。", []),
    ],
)
def test_units_that_the_text_around_gives(text, units):
    assert [figure.unit for figure in extract_figures(text)] == units


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("约5万吨", "~"), ("近5万吨", "~"), ("接近5万吨", "~"), ("超5万吨", ">"), ("逾5万吨", ">"), ("突破5万吨", ">"),
        ("5000余吨", ">"), ("5000多吨", ">"), ("5000余人", ">"), ("不足5万吨", "<"), ("不到5万吨", "<"), ("5万吨以上", ">="),
        ("5万吨以下", "<"), ("5万吨左右", "~"), ("至少5万吨", ">="), ("不低于5万吨", ">="), ("最高可达5万吨", "<="),
        ("最高奖励5万元", "<="), ("不超过5万吨", "<="), ("仅5万吨", "="), ("达5万吨", "="), ("高达5万吨", "="), ("近五年", "="),
        ("收入约人民币5亿元", "~"), ("5家以上", ">="), ("5万吨及以上", ">="), ("约占全国的五分之一", "~"), ("5万吨上下", "~"),
        ("跌穿5万元", "<"), ("5万元/吨附近", "~"), ("≥65%", ">="), ("逾九成", ">"), ("超过5万吨以上", ">"),
        ("已超过5万吨", ">"), ("远超过5万吨", ">"), ("已超过了5万吨", ">"), ("已超出5万吨", ">"), ("已超5万吨", ">"),
    ],
)  # fmt: skip
def test_hedges(text, qualifier):
    assert one(f"产量{text}。").qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("同比增长5%", "up"), ("环比下降5%", "down"), ("产量增长约5%", "up"), ("上涨逾5%", "up"), ("回落5%", "down"),
        ("收窄5个百分点", "down"), ("增至5万吨", "none"), ("降至5%", "none"), ("提高到5%", "none"), ("达5%", "none"),
        ("翻一番", "up"), ("增长2倍", "up"), ("是去年的2倍", "none"), ("涨幅5%", "up"), ("降幅为5%", "down"),
        ("年减4.4%", "down"), ("同比-1.6%", "down"), ("毛利率-1.6%", "none"), ("升水50元/吨", "none"), ("亏损5亿元", "none"),
        ("工业增加值5亿元", "none"), ("增速快5个百分点", "up"), ("比上月多5亿元", "up"), ("5%的涨幅", "up"), ("涨0.9%", "up"),
        ("每吨上涨200元", "up"), ("下跌每吨200元", "down"), ("减少了三分之一", "down"), ("高端产品占5%", "none"), ("房产税减免一半", "down"), ("减免后的税率为5%", "none"), ("快于全国5%的整体工业增速", "up"),
        ("超过5%左右的行业平均降幅", "down"), ("有5%的企业增速较快", "none"),
    ],
)  # fmt: skip
def test_directions(text, direction):
    assert one(f"其中{text}。").direction == direction


def test_a_list_shares_its_direction():
    assert [figure.direction for figure in extract_figures("铅、锌分别下降6.1%和1.8%，占5%")] == [
        "down",
        "down",
        "none",
    ]


def test_a_change_and_the_same_in_percent():
    assert [figure.direction for figure in extract_figures("价格降0.79万元（-9.14%）")] == ["down", "down"]


@pytest.mark.parametrize(
    ("text", "directions"),
    [
        ("产量增速上，精炼铜6.2%，锌3.1%，铅仅1.4%。", "up up up"),
        ("价格跌幅方面，钴7.5%，锂3%。", "down down"),
        ("出口量增幅：韩国22%、越南14.5%。", "up up"),
        ("增速放缓，开工率71%，库存率15%。", "none none"),
        ("增速虽高，铜箔毛利率仅12%，铝箔8%。", "none none"),
        ("全年增速为5.1%，出口占比31%。", "up none"),
        ("加工费砍去三成，能耗压掉12%，人工削去8%。", "down down down"),
    ],
)
def test_a_clause_that_names_a_change_holds_for_the_list_after_it(text, directions):
    assert [figure.direction for figure in extract_figures(text)] == directions.split()


def test_a_dry_tonne_in_traditional_characters():
    (figure,) = extract_figures("銅精礦加工費定為每乾噸21﹒25美元。")
    assert (figure.low, figure.unit, figure.text) == (21.25, "USD/t", "每乾噸21﹒25美元")


@pytest.mark.parametrize(
    "text",
    [
        "2025年8月", "1—8月", "前三季度", "第三批", "“十四五”期间", "“1269”行动计划", "二〇二五年九月", "三元电池", "5G基站",
        "3C产品", "8系合金", "1#铜", "2510合约", "数百家企业", "上千吨", "十几家", "一家企业", "一度停产", "电话：0979-8461237",
        "〔2016〕42号", "第343位", "前10名", "500强企业", "一期工程", "上半年", "8点58分", "一般来说", "600362.SH", "22日",
        "2024-08-27", "半导体", "四季度", "24年一季度", "百分点", "万吨", "单位：万元",
    ],
)  # fmt: skip
def test_text_that_is_not_a_figure(text):
    assert read(f"公司{text}。") == []


@pytest.mark.parametrize("item", EXCLUSIONS, ids=lambda item: f"{item.what} {item.example}")
def test_an_exclusion_covers_its_example(item):
    example = fold(item.example)
    starts = [place for place in range(len(example)) if excluded_end(example, place) >= 0]
    assert starts
    assert not read(f"公司{item.example}。")


@pytest.mark.parametrize(
    "text",
    [
        "12年的净利润", "2年期", "3月均价5元", "三批次", "5点5元", "前5大企业3家", "5级企业3家", "十万吨", "一半", "三元/吨",
        "分两期", "5号线3公里", "A股涨5%", "“5万吨”", "（5万吨）", "100万吨", "三季报增5%",
    ],
)  # fmt: skip
def test_near_misses_of_exclusions_are_figures(text):
    assert read(f"为{text}。")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2025年1—8月产量5万吨", "2025-01/2025-08"),
        ("2025年产量5万吨", "2025"),
        ("2025年8月产量5万吨", "2025-08"),
        ("2025年6月30日库存5万吨", "2025-06-30"),
        ("2025年前三季度产量5万吨", "2025-01/2025-09"),
        ("2025年第四季度产量5万吨", "2025-10/2025-12"),
        ("2025年上半年产量5万吨", "2025-01/2025-06"),
        ("2025年下半年产量5万吨", "2025-07/2025-12"),
        ("二〇二五年九月产量5万吨", "2025-09"),
        ("到2027年，产量达5万吨", "2027"),
        ("2021—2024年产量5万吨", "2021/2024"),
        ("2021到2024年，产量5万吨", "2021/2024"),
        ("114年9月產量5萬噸", "2025-09"),
        ("产量5万吨", None),
        ("比2024年同期的5万吨高出不少", "2024"),
        ("由2025年的5万吨增加", "2025"),
        # blanks around digits, as many pages print them
        ("2024 年 3 月产量 5 万吨", "2024-03"),
        ("2025 年 6 月 30 日，库存 5 万吨", "2025-06-30"),
        ("2020 - 2024 年投资 5 亿元", "2020/2024"),
        ("2023 年 下半年销量 5 万台", "2023-07/2023-12"),
        # the end of a span
        ("截至2024年12月31日止年度，收入5亿元", "2024"),
        ("截至二零二五年六月三十日止中期，收益5亿元", "2025-01/2025-06"),
        ("截至2025年3月31日止年度，收入5亿元", "2024-04/2025-03"),
        ("截至2025年9月底止季度，收入5亿元", "2025-07/2025-09"),
        ("截至2025年5月31日止，库存5万吨", "2025-05-31"),
        ("在截至2025年6月30日的上一财年中，产量为5万吨", "2024-07/2025-06"),
        ("2025年3月1日至5月9日，成交5万吨", "2025-03-01/2025-05-09"),
        ("2025年3月至5月产量5万吨", "2025-03/2025-05"),
        ("2024年3月下旬库存5万吨", "2024-03-21/2024-03-31"),
        ("2025年前4月运量5万吨", "2025-01/2025-04"),
        ("2024年半年度报告显示，收入5亿元", "2024-01/2024-06"),
        ("“十四五”期间，投资5亿元", "2021/2025"),
        ("到“十五五”末，产能达5万吨", "2030"),
        ("从2018年开始，产量超过5万吨", None),
        ("为2012年后首次突破5万吨", None),
        ("项目2027年投产，总投资5亿元", None),
        # only what is compared with
        ("与2020年相比，能耗下降5%", None),
        ("与2020年末相比，库存减少5%", None),
        ("2025年9月出口5万吨，与2024年同期相比增长4%", "2025-09"),
        ("从2020年到现在，累计投资5亿元", None),
        ("比2018年的水平低5%", None),
    ],
)
def test_periods(text, period):
    assert extract_figures(text)[-1].period == period


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("2022-2024年产量分别为5万吨、6万吨和7万吨。", ["2022", "2023", "2024"]),
        ("预计2025-2027年净利润为3/4/5亿元。", ["2025", "2026", "2027"]),
        ("2023、2024年产量分别为5万吨、6万吨。", ["2023", "2024"]),
        ("2025年一季度、二季度分别盈利2亿元、3亿元。", ["2025-01/2025-03", "2025-04/2025-06"]),
        ("2019—2021年，铜、铝消费分别增长3%、4%。", ["2019/2021", "2019/2021"]),
        ("2023-2024年共建成3座电站、5个仓库。", ["2023/2024", "2023/2024"]),
        ("产量6万吨（2023年为5万吨），同比增长20%。", [None, "2023", None]),
        ("收入7亿元(2023年: 6亿元)，利润1亿元。", [None, "2023", None]),
        (
            "2024年上半年销量6万吨，去年同期为5万吨，增长20%。",
            ["2024-01/2024-06", "2023-01/2023-06", "2024-01/2024-06"],
        ),
        ("2025年毛利率24%，较2024年提高2个百分点；上半年费用3亿元。", ["2025", "2025", "2025-01/2025-06"]),
        ("去年产量5万吨,计划2027年达8万吨。", [None, "2027"]),
        ("2024年收入5亿元 - 预计2025年利润6亿元 - 员工200人。", ["2024", "2025", None]),
        ("利润从2024年上半年的5亿元增至2025年同期的6亿元。", ["2024-01/2024-06", "2025-01/2025-06"]),
        ("收入5亿元,同比增长6% - 利润从2024年的2亿元增至3亿元。", [None, None, "2024", None]),
        ("2025年第二季度支出3亿元，较上一季度下降3%。", ["2025-04/2025-06"] * 2),
        # a bracket that opens after the period does not end it
        ("2024年轿车出口量（30万辆）超过客车（20万辆），总额为5亿美元。", ["2024"] * 3),
        ("2024年中秋档（9月15日—9月17日）票房突破2亿元。", ["2024-09-15/2024-09-17"]),
        ("产量由20亿吨增长到2020年的30亿吨，年均增长2亿吨。", [None, "2020", None]),
        ("2022年出口额为2015年的226%。", ["2022"]),
        ("2024年，收入9亿元，全年利润1亿元。", ["2024", "2024"]),
    ],
)
def test_each_figure_of_a_sentence_has_the_period_that_belongs_to_it(text, periods):
    assert [figure.period for figure in extract_figures(text)] == periods


@pytest.mark.parametrize(
    ("text", "figure", "period"),
    [
        ("上半年利润6亿元。其中，有色企业2亿元。", "2亿元", "2026-01/2026-06"),
        ("9月进口6万吨，比去年同期下降7%。同期出口2万吨。", "2万吨", "2026-09"),
        ("2025年收入6亿元。目前在手订单2亿元，同比增长。", "2亿元", None),
        ("2025年收入6亿元。铜价为每吨2万元。", "每吨2万元", None),
        ("截至周一，库存6万吨，较上周四减少1万吨。", "1万吨", "2026-11-09"),
        ("上周五铜价下跌2%。", "2%", "2026-11-06"),
        ("智利央行周一表示，铜价将上涨2%。", "2%", None),
        ("每周一、周一至周五和下周三库存为6万吨。", "6万吨", None),
        ("周日均成交6万吨。", "6万吨", None),
    ],
)
def test_the_period_of_a_sentence_before_and_days_of_the_week(text, figure, period):
    found = {item.text: item.period for item in extract_figures(text, published=date(2026, 11, 11))}
    assert found[figure] == period


def test_a_fraction_is_not_a_list_with_slashes():
    assert read("产量分别为80/90万吨，市盈率为30/24/19倍。") == [
        "800,000 t", "900,000 t", "30 times", "24 times", "19 times",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("今年产量5万吨", "2025"),
        ("去年产量5万吨", "2024"),
        ("上半年产量5万吨", "2025-01/2025-06"),
        ("前三季度产量5万吨", "2025-01/2025-09"),
        ("8月产量5万吨", "2025-08"),
        ("12月产量5万吨", "2024-12"),
        ("由去年的6万吨涨到3月的5万吨", "2025-03"),
        ("近五年来扩大5万吨", "2021/2025"),
        ("未来三年增加5万吨", "2026/2028"),
        ("昨日下跌5万元", "2025-11-02"),
        ("上周库存5万吨", "2025-10-27/2025-11-02"),
        ("上月出口5万吨", "2025-10"),
        ("样本月度库存5万吨", None),
        ("半年报显示，收入5亿元", "2025-01/2025-06"),
        ("前3季度收入5亿元", "2025-01/2025-09"),
        ("2日，成交价5万元", "2025-11-02"),
        ("截至13日，库存5万吨", "2025-10-13"),
        ("据海关总署2日发布的数据，出口5亿元", None),
        ("美油10月合约涨5%", None),
        ("12月柴油互换报5美元", None),  # still to come
        ("4月底以来，跌幅达5%", None),
        ("今年元月销量5万辆", "2025-01"),
        ("预计10月1-10日出口5万吨", "2025-10-01/2025-10-10"),
        ("全年收入5亿元", None),  # at the beginning of a year, that of the year before
        ("今年冬季产量5万吨", None),
        ("今年以来产量5万吨", "2025"),
        ("去年以来，产量增长5万吨", None),
        ("8月以来，产量增长5万吨", None),
        ("8月5日消息，产量5万吨", None),
        ("公司8月5日发布公告，利润5万元", None),
    ],
)
def test_periods_that_need_the_date_of_publication(text, period):
    assert extract_figures(text, published=date(2025, 11, 3))[-1].period == period


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("2025年，精炼铜产量5万吨", "精炼铜产量"),
        ("精炼铜产量同比增长5%", "精炼铜产量"),
        ("精炼铜產量約5萬噸", "精炼铜產量"),  # as printed
        ("总投资约28.6亿元", "总投资"),
        ("成本降低约5%", "成本"),
        ("生产效率提高5%", "生产效率"),
        ("再生铝产量达到5万吨", "再生铝产量"),
        ("高端铜产品占比超过5%", "高端铜产品占比"),
        ("毛利率为5%", "毛利率"),
        ("到2027年，该集群营收力争突破5亿元", "该集群营收"),
        # after a year, around a bracket, and not who says it or what it is compared with
        ("2026年再生铜产量为5万吨", "再生铜产量"),
        ("铜管企业（含外资）开工率为5%", "铜管企业开工率"),
        ("协会统计，一季度镁锭出口量下降5%", "镁锭出口量"),
        ("沪铝主力合约平均价比上周上涨5%", "沪铝主力合约平均价"),
        ("实现净利润5亿元", "净利润"),
        ("全国，铂金产量5吨", "铂金产量"),
        # verbs of growth, and Latin letters next to characters
        ("合併營收年成長5%", "合併營收"),
        ("面板報價季減5%", "面板報價"),
        ("EBITDA率同比提升5%", "EBITDA率"),
        ("LED订单同比增加5%", "LED订单"),
        # neither who has or reaches it, nor when
        ("公司实现营业总收入5亿元", "营业总收入"),
        ("集团取得经调整净利5亿元", "经调整净利"),
        ("该厂建有5条涂布线", "涂布线"),
        ("公司目前拥有5万吨铜箔产能", "铜箔产能"),
        ("报告期内，研发费用增长5%", "研发费用"),
        ("期内毛利增长5%", "毛利"),
        ("預計2026年出口將達5萬輛", "出口"),
        # words of change or hedges that are parts of nouns
        ("最高温度达5度", "最高温度"),
        ("截至6月底，在手订单为5亿元", "在手订单"),
        ("综合成本降低5%", "综合成本"),
        # the metals 有色金属 begin with 有, which elsewhere says who has what is measured
        ("到2027年有色金属产量达到500万吨", "有色金属产量"),
        ("该县有锂矿储量达到30万吨", "该县有锂矿储量"),
        ("预计有色金属需求增长5%", "有色金属需求"),
    ],
)
def test_subjects(text, subject):
    assert one(text).subject == subject


def test_what_follows_takes_the_subject_named_before():
    figures = extract_figures("精炼铜产量5万吨，同比增长5%；铅产量3万吨（约500船），下降2%。")
    assert [figure.subject for figure in figures] == ["精炼铜产量", "精炼铜产量", "铅产量", "铅产量"]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("销量3万吨，较2024年实际额增长9%。", ["销量", "销量"]),
        ("溢利为30亿元，较去年同期之54亿元，减少二十四亿元或44%。", ["溢利"] * 4),
        ("营业额7亿元(二零二四年:6亿元)。", ["营业额", "营业额"]),
        ("开工率62% 环比提升3个百分点 库存9万吨", ["开工率", "开工率", "库存"]),
        ("吨钢利润约120元 - 库存1300万吨", ["吨钢利润", "库存"]),
        ("市占率由12%升至2027年预测的30%。", ["市占率", "市占率"]),
        ("设计产能为78万吨电解铝及120万吨氧化铝。", ["设计产能", "设计产能"]),
        ("良率在95%以上，同比提升2个百分点。", ["良率", "良率"]),
    ],
)
def test_the_subject_is_not_what_a_figure_is_compared_with(text, subjects):
    assert [figure.subject for figure in extract_figures(text)] == subjects


def test_each_simplified_character_of_the_words_is_read_in_its_traditional_form():
    def is_in(code, character):
        try:
            return bool(character.encode(code))
        except UnicodeEncodeError:
            return False

    listed = [*words.UNITS, *words.COUNTED, *words.BEFORE, *words.AFTER, *words.RISES, *words.FALLS, *words.NO_CHANGE]
    known = {mark for mark in fold("".join(listed)) if mark.isalpha()}
    simplified = {mark for mark in known if is_in("gb2312", mark) and not is_in("big5", mark)}
    assert simplified - set("".join(FOLDED.values())) == set()


def test_the_sentence_and_the_text_are_quoted_as_printed():
    text = "產量為１２．８萬噸。銷量為5萬噸。"
    first, second = extract_figures(text)
    assert (first.text, first.sentence) == ("１２．８萬噸", "產量為１２．８萬噸。")
    assert second.sentence == "銷量為5萬噸。"


def test_tables_take_units_from_their_heads():
    text = "单位：元/吨\n品种 | 均价 | 涨跌\n电解铜 | 79,870 | +150\n铝 | 20,640 | -40\n"
    assert read(text) == ["79,870 CNY/t", "150 CNY/t, a rise", "20,640 CNY/t", "a fall of 40 CNY/t"]
    text = "产品\t产量（万吨）\t同比(%)\n原铝\t3014\t2.2\n铅\t509\t-0.3\n"
    assert read(text) == ["30.14 million t", "2.2 %, a rise", "5.09 million t", "a fall of 0.3 %"]
    text = "| | 附註 | 二零二五年 千港元 |\n| 收入 | 3 | 871,143 |\n| 成本 | 4 | (786,742) |\n"
    assert read(text) == ["871.143 million HKD", "-786.742 million HKD"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年利税总额超10亿", ["more than 1 billion CNY"]),
        ("融资约260亿，其中100亿靠贷款", ["about 26 billion CNY", "10 billion CNY"]),
        ("折合人民币260亿", ["26 billion CNY"]),
        ("全球人口约80亿", ["about 8 billion (no unit stated)"]),
        ("储量3亿、5亿和8亿吨", ["300 million t", "500 million t", "800 million t"]),
        ("编号3万", []),
    ],
)
def test_amounts_without_a_unit(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("钴价升至25万/吨，年初仅16万元/吨", ["250,000 CNY/t", "160,000 CNY/t"]),
        ("正极材料9.8-10.2万/吨，上月9.5万元/吨", ["98,000 to 102,000 CNY/t", "95,000 CNY/t"]),
        ("电解铝报20600元/吨，较昨日涨80/吨", ["20,600 CNY/t", "80 CNY/t, a rise"]),
        ("碳酸锂均价报8.6万/吨", []),
        ("锂精矿价格为850美元/吨，碳酸锂7.6万/吨", ["850 USD/t"]),
        ("LME镍15200美元/吨，上周15100/吨，国内12万元/吨", ["15,200 USD/t", "120,000 CNY/t"]),
        ("用水量3.5/吨，电价0.6元/度", ["0.6 CNY/kWh"]),
    ],
)
def test_a_bare_price_is_in_yuan_if_another_price_per_the_same_unit_is(text, expected):
    assert read(text) == expected


def test_a_year_or_more_is_a_time_and_one_year_is_a_word():
    assert read("已停产一年多") == ["more than 1 year"]
    assert read("每年一次，为期一年") == []


def test_yuan_in_an_article_on_taiwan_is_twd():
    assert read("中鋼調漲新台幣500元，盤價為每公噸2萬元") == ["500 TWD, a rise", "20,000 TWD/t"]


def test_explanations_name_the_exclusion():
    explanation = explain_figures("2025年8月，第三批指标为5万吨")
    assert [item.reason for item in explanation.rejected] == ["year", "ordinal"]
    assert explanation.readings[0].unit_rule == "unit after the number"


def test_folding_keeps_the_length():
    assert all(len(plain) == 1 for plain in FOLDED.values())
    assert len(fold("１２．８萬噸，％")) == len("１２．８萬噸，％")


def test_the_year_that_a_growth_begins_with_is_not_the_year_of_its_end():
    figures = extract_figures("到2030年，集群规模由2025年的900亿元增至1500亿元以上，由80亿元增至2035年的90亿元。")
    assert [figure.period for figure in figures] == ["2025", "2030", "2030", "2035"]


def test_ages_and_buildings_are_counted():
    assert read("一名42岁的工人，8棟廠房，十二幢楼，年满65岁以上。") == [
        "42 years", "8 buildings", "12 buildings", "at least 65 years",
    ]  # fmt: skip


def test_yuan_are_taiwan_dollars_next_to_a_code_of_its_exchange():
    assert read("中砂(1560.TW)股价为195.0元。") == ["195 TWD"]


def test_degrees_below_zero_are_negative():
    assert read("在零下15℃充电，在零下二十度放电。") == ["-15 degC", "-20 degC"]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("项目内部收益率为5%", "项目内部收益率"),
        ("公司拟投资建设5万吨氧化铝项目", "氧化铝项目"),
        ("比亚迪出货量为5万辆", "比亚迪出货量"),
        ("据悉，5条铸轧线投产", None),
    ],
)
def test_subjects_of_projects(text, subject):
    assert one(text).subject == subject


def test_a_fraction_is_read_next_to_a_list_with_slashes():
    assert (one("占1/3。").low, one("占1/3。").unit) == (pytest.approx(1 / 3), "fraction")


def test_prices_of_shares_in_hong_kong_are_in_its_dollars():
    assert read("信义(00968.HK) (-2.1%) 沽空$5.6千万，目标价由3.7元降至2.6元。") == [
        "a fall of 2.1 %", "56 million HKD", "3.7 HKD", "2.6 HKD",
    ]  # fmt: skip
    assert read("铝业(02600.HK)收入12亿元。") == ["1.2 billion CNY"]


def test_this_year_and_the_next_is_not_a_length_of_time():
    assert read("将今明两年的铜价预测上调3%，历时两年。") == ["3 %, a rise", "2 years"]


def test_prices_of_a_container_are_rates():
    assert read("运价为1667美元/TEU，运费为2389美元/FEU。") == ["1,667 USD/TEU", "2,389 USD/FEU"]
    assert one("指数报收于745点").subject == "指数"
