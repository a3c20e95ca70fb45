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


@pytest.mark.parametrize(
    ("hedge", "qualifier"),
    [
        ("约莫", "~"),
        ("差不多", "~"),
        ("大约为", "~"),
        ("接近于", "~"),
        ("刚过", ">"),
        ("站稳", ">"),
        ("至少有", ">="),
        ("不应低于", ">="),
        ("下限为", ">="),
        ("大于等于", ">="),
        ("不满", "<"),
        ("尚未达到", "<"),
        ("击穿", "<"),
        ("不超出", "<="),
        ("均未超过", "<="),
        ("不宜高于", "<="),
        ("充其量", "<="),
        ("上限", "<="),
    ],
)
def test_a_hedge_before_the_figure(hedge, qualifier):
    assert last(f"该矿去年选矿处理量{hedge}35万吨。").qualifier == qualifier


@pytest.mark.parametrize(
    ("hedge", "qualifier"),
    [
        ("光景", "~"),
        ("关口附近", "~"),
        ("出头", ">"),
        ("不止", ">"),
        ("上方", ">"),
        ("起跳", ">="),
        ("或更高", ">="),
        ("（含）以上", ">="),
        ("（不含）以上", ">"),
        ("不到", "<"),
        ("下方", "<"),
        ("（不含）以下", "<"),
        ("（含）以下", "<="),
        ("封顶", "<="),
        ("为上限", "<="),
    ],
)
def test_a_hedge_after_the_figure(hedge, qualifier):
    assert last(f"电解锰均价在1.4万元{hedge}，成交清淡。").qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("ZK1207孔自213.5米起见矿", "="),
        ("该线自年内低点5.8万元起算，涨幅已大。", "="),
        ("套餐从35元起，涨到42元。", "="),
        ("套餐价35元起", ">="),
        ("全年发生15起事故。", "="),
        ("全年共起诉35起以上。", ">="),
        ("外資買超1256張。", "="),
        ("央行购买超过35吨黄金。", ">"),
        ("资金净流入超35亿元。", ">"),
        ("铜价涨3%强于大盘。", "="),
        ("铜价涨两成弱。", "<"),
        ("价格5万元上下游企业均认可", "="),
        ("目标区间上限4.5%。", "="),
        ("收入接近前者的六倍。", "~"),
        ("产量不到2020年的三分之一。", "<"),
        ("市盈率远低于同行的22倍。", "="),
        ("炉温偏差超出正负八摄氏度。", ">"),
        ("这座矿采了近七十年。", "~"),
        ("成交量为近七年来最低。", "="),
        ("查阅了近两年数据。", "="),
    ],
)
def test_what_looks_like_a_hedge(text, qualifier):
    assert last(text).qualifier == qualifier
