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
        ("增速快过全区2.6个百分点。", "up"),
        ("高于周三时的27个基点。", "none"),
        ("增速料放缓至6.1%。", "up"),
        ("降幅约两千元。", "down"),
        ("升水由130元收窄为85元。", "none"),
        ("产值增长为8.5%。", "up"),
        ("特别税由3%上调为5%。", "none"),
        ("增量约五万吨。", "none"),
        ("航程拉长12天。", "up"),
        ("累计跌掉1800元。", "down"),
        ("央行下调基准利率25个基点。", "down"),
        ("全年减少碳排放5万吨。", "down"),
        ("央行下调后的基准利率为3%。", "none"),
        ("减少了浪费的工厂有5家。", "none"),
        ("毛利率37%，↑2.1%。", "up"),
        ("报价71200元，▼1.2%。", "down"),
        ("▲ 产量5万吨", "none"),
        ("小涨12美元或0.42%。", "up"),
        ("占12%，或5万吨。", "none"),
        ("比上年同期增长｜118%-153%｜—", "up"),
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
        ("留存期不得少于一年。", ">="),
        ("市盈率远低于同行的22倍。", "="),
        ("资本金不低于总投资的三成。", ">="),
        ("增速不低于去年的5%。", "="),
        ("每吨利润不足千元。", "<"),
        ("合约手续费为成交金额的万分之一。", "="),
        ("逾期者扣货款的千分之三。", "="),
        ("炉温偏差超出正负八摄氏度。", ">"),
        ("这座矿采了近七十年。", "~"),
        ("成交量为近七年来最低。", "="),
        ("查阅了近两年数据。", "="),
    ],
)
def test_what_looks_like_a_hedge(text, qualifier):
    assert last(text).qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("营收2亿3,415万元", 234150000),
        ("營收23億1千萬元", 2310000000),
        ("營收1億2千3百萬元", 123000000),
        ("產量3萬6,540噸", 36540),
        ("产量5千6百吨", 5600),
        ("价格3萬6元", 36000),
        ("价格三千五元", 3500),
        ("价格三千零五元", 3005),
        ("产量１ １２６．４吨", 1126.4),
        ("占比6成5", 65),
        ("占比6成2家", 60),
        ("其中六成分布于西部", 60),
        ("占比十分之一", 0.1),
        ("产量增加一倍半", 1.5),
        ("工期三个半月", 3.5),
        ("工期一年半", 1.5),
        ("进度拖了一年半载，才3天", 3),
        ("利率下调半个百分点", 0.5),
        ("电价为3元5角", 3.5),
    ],
)
def test_a_numeral(text, value):
    assert extract_figures(text)[0].low == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("成本二三十元", 20, 30), ("工期十七八天", 17, 18), ("成本三四百元", 300, 400), ("减产两到三成", 20, 30)],
)
def test_two_digits_in_a_row_are_a_range(text, low, high):
    (figure,) = extract_figures(text)
    assert (figure.low, figure.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("电费便宜三分钱", "CNY", 0.03),
        ("电费每度5毛", "CNY/kWh", 0.5),
        ("派息每股12仙", "HKD/share", 0.12),
        ("亏损为3.7美仙", "USD", 0.037),
        ("价格为3.5万泰铢", "THB", 35000),
        ("加工费200块/吨", "CNY/t", 200),
        ("每吨赚不到200块。", "CNY/t", 200),
        ("购入200块电池", "count:piece", 200),
        ("每台需200块，", "count:piece", 200),
        ("毛利率同比+0.9pct", "percentage_point", 0.9),
        ("毛利率提升0.9个pct", "percentage_point", 0.9),
        ("毛利率为23.4pct", "percent", 23.4),
        ("利率下调25BP", "basis_point", 25),
        ("对应PE为24X", "multiple", 24),
        ("工期540日历天", "day", 540),
        ("每英兩4,380美元", "USD/ozt", 4380),
        ("资源量210万湿公吨", "t", 2100000),
        ("变压器350千伏安", "kVA", 350),
        ("欧洲APT590美元/吨度", "USD/mtu", 590),
    ],
)
def test_a_unit(text, unit, value):
    figure = last(text)
    assert (figure.unit, figure.low) == (unit, pytest.approx(value))


@pytest.mark.parametrize(
    "text", ["4X4型号", "产品分5毛利", "上世纪八九十年代", "周四交易日", "没有一分钱", "八仙", "型号H200芯片"]
)
def test_what_is_no_figure(text):
    assert extract_figures(text) == []


def test_a_price_list_of_multiples_has_each():
    assert [figure.low for figure in extract_figures("对应PE 24X/19X/16X。")] == [24, 19, 16]


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("智利、秘鲁两国合计", "count:country", 2),
        ("江西、湖南两省占得最多", "count:province", 2),
        ("全国七地社会库存", "count:place", 7),
        ("熔炼由三次减为两次", "count:time", 2),
        ("会议以9票同意", "count:vote", 9),
        ("监测九大类产品", "count:kind", 9),
        ("试了九炉仍未过关", "count:furnace", 9),
        ("完成两轮融资", "count:round", 2),
        ("业务量达到26亿票", "count:vote", 2.6e9),
        ("2間餐廳", "count:company", 2),
    ],
)
def test_what_is_counted(text, unit, number):
    figure = last(f"去年，{text}。")
    assert (figure.unit, figure.low) == (unit, number)


@pytest.mark.parametrize(
    "text",
    "三地块出让 三次元件 二次电池 三轮车 两轮电动车 两票制 第三次会议 三车间 激起千层浪 沪深两市 一票否决".split(),
)
def test_what_is_not_counted(text):
    assert extract_figures(f"去年，{text}，情况如此。") == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("锌锭报22310元/吨，环比上涨140元。", "CNY/t"),
        ("锌锭报22310元/吨，均价22350元。", "CNY/t"),
        ("铜每吨9800美元，较上周高150美元。", "USD/t"),
        ("油价每桶报65美元，跌1.2美元。", "USD/bbl"),
        ("黑钨精矿报28.6万元/标吨，仲钨酸铵42万元出头。", "CNY/t"),
        ("加工费每吨350元，低于去年的480元。", "CNY/t"),
        ("吨铝成本1.6万元，利润3200元。", "CNY/t"),
        ("传导到单吨镁锭，成本抬高将近250元。", "CNY/t"),
        ("一吨铜杆赚不到200块。", "CNY/t"),
        ("每生产1吨再生铅节电350度。", "kWh"),
        ("度电成本0.28元。", "CNY/kWh"),
        ("铜现货报71200元/吨，员工月薪8000元。", "CNY"),
        ("铜现货报71200元/吨，公司营收下降20600元。", "CNY"),
        ("铜现货报71200元/吨，投资2万元建厂。", "CNY"),
        ("铜现货报71200元/吨，罚款上涨350元。", "CNY"),
        ("铜现货报71200元/吨，锡35万美元。", "USD"),
    ],
)
def test_a_price_takes_the_rate_of_the_one_before(text, unit):
    assert last(text).unit == unit


def test_a_row_in_tonnes_and_a_column_in_yuan_make_a_price_per_tonne():
    table = """
| 产品名称 | 单位 | 数量 | 单价（元） | 金额（万元） | 毛利率（%） |
| --- | --- | --- | --- | --- | --- |
| 电解铜 | 吨 | 35 | 86456.3 | 302.6 | 3.5 |
| 白银 | 千克 | 12 | 8488.6 | 10.2 | 4.5 |
"""
    assert [figure.unit for figure in extract_figures(table)] == [
        *("t", "CNY/t", "CNY", "percent"),
        *("kg", "CNY/kg", "CNY", "percent"),
    ]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("去年，两国双边贸易额为35亿美元。", "双边贸易额"),
        ("两地铜库存为35万吨。", "铜库存"),
        ("前期数据向上修正，失业率为3.5%。", "失业率"),
    ],
)
def test_the_subject_comes_after_what_is_counted(text, subject):
    assert last(text).subject == subject
