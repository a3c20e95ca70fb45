"""The words of Chinese for changes, hedges, numerals, units and counted things, each in a plain sentence."""

import pytest

from analysis.extraction.extract import extract_figures


def last(text):
    return extract_figures(text)[-1]


@pytest.mark.parametrize("verb", "垫高 拔高 抬价 走扬 上修 升值 加息 小涨 变贵 增厚 拉大 提速 多出 贵了".split())
def test_a_verb_of_a_rise_is_up(verb):
    assert last(f"受此影响，电解镍均价{verb}3.4%。").direction == "up"


@pytest.mark.parametrize("verb", "下修 走软 收黑 压低 回调 降息 贬值 收缩 放慢 变少 便宜 蒸发 拖累 调减 少了".split())
def test_a_verb_of_a_fall_is_down(verb):
    assert last(f"受此影响，电解镍均价{verb}3.4%。").direction == "down"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("比进口锌锭贵320元。", "up"),
        ("较上月便宜了320元。", "down"),
        ("比上年同期多320吨。", "up"),
        ("同比多进320吨。", "up"),
        ("較上年少計約320萬元。", "down"),
        ("每年多回收320吨。", "up"),
        ("厂房高35米。", "none"),
        ("单锭重8吨。", "none"),
        ("铜价占比高，为35%。", "none"),
        ("最多产320吨。", "none"),
        ("增速快于全区2.6个百分点。", "up"),
        ("回报率跑输指数3个百分点。", "down"),
        ("高于周三时的27个基点。", "none"),
        ("央行下调基准利率25个基点。", "down"),
        ("全年减少碳排放5万吨。", "down"),
        ("央行下调后的基准利率为3%。", "none"),
        ("减少了浪费的工厂有5家。", "none"),
        ("毛利率37%，↑2.1%。", "up"),
        ("报价71200元，▼1.2%。", "down"),
        ("▲ 产量5万吨", "none"),
        ("小涨12美元或0.42%。", "up"),
        ("占12%，或5万吨。", "none"),
        ("本月录得3.4%的同比下滑。", "down"),
        ("本月录得3.4%的最大回撤。", "down"),
        ("第3名收高2.7%。", "up"),
        ("营收高达3亿元。", "none"),
        ("碳排放大约5万吨。", "none"),
        ("铜价涨破9万元。", "none"),
    ],
)
def test_what_is_more_or_less_has_a_direction(text, direction):
    assert last(text).direction == direction


@pytest.mark.parametrize("text", ["库存连降12周。", "铜价连跌3天。", "销量连增三个月。"])
def test_how_long_a_change_goes_on_is_no_change(text):
    assert last(text).direction == "none"
