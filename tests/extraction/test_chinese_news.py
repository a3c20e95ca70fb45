"""Chinese figures in sentences as news print them: several to a clause, lists, comparisons, units of markets."""

import pytest

from analysis.extraction.extract import extract_figures


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        # between two figures of a clause, and before dates that are no figures
        ("2023年某矿锌产量为3.2万吨（同比增长6%）。", ["某矿锌产量"] * 2),
        ("7月锡锭产量预计1.2万吨，同比下降4%。", ["锡锭产量"] * 2),
        ("30家电厂前5个月累计实现产值80亿元，同比增长9%。", [None, "产值", "产值"]),
        ("2021年1-6月镍消费量升至140万吨，较去年同期增加5%。", ["镍消费量"] * 2),
        ("铅价由1.5万元/吨升至1.7万元/吨，上涨13%。", ["铅价"] * 3),
        ("德国10年期国债收益率涨3个基点报2.5%。", [None, "德国10年期国债收益率", "德国10年期国债收益率"]),
        ("出口量占产量（90万吨）的7%。", ["产量", "出口量占产量"]),
        # spans of time and counts measure what is named after them, or nothing
        ("钢价创下五个月新高。", [None]),
        ("该矿服务年限为20年。", ["该矿服务年限"]),
        ("矿井数量由80座减少到50座。", ["矿井数量"] * 2),
        ("3家企业加大了投入。", [None]),
        ("项目有2台60万千瓦机组。", [None, None]),
        ("全省共有铅冶炼企业30家。", ["铅冶炼企业"]),
        ("价格上涨的品种有9个。", ["品种"]),
        # what is bought, used or provided follows the figure
        ("公司收购了矿业公司20%的股权。", ["股权"]),
        ("开展了900亿元逆回购操作。", ["逆回购操作"]),
        ("该国以四分之一的锂储量，供应着60%的市场。", ["锂储量", "市场"]),
        ("该国提供了全球90%以上的稀土。", ["稀土"]),
        ("企业以3亿元收购镍矿。", [None]),
        # without conjunctions, adverbs, who says it, and records
        ("但是锡价却持续走低，跌至22万元/吨。", ["锡价"]),
        ("专家分析称，该公司利润为3亿元。", ["该公司利润"]),
        ("基金规模达2万亿元，创历史新高，较年初增长10%。", ["基金规模"] * 2),
        ("发布了铁矿石最新报价，由110美元/吨上涨至120美元/吨。", ["铁矿石最新报价"] * 2),
        ("基本每股收益1.2元，同比增加4%。", ["基本每股收益"] * 2),
        ("矿石到岸价格为120美元/吨。", ["矿石到岸价格"]),
        ("我省煤企年产量占不到全国总产量的20%。", ["我省煤企年产量"]),
        ("重点统计铝企业氧化铝库存量60万吨，比上月增加2万吨。", ["重点统计铝企业氧化铝库存量"] * 2),
        ("虽然比年初减少8万吨，锡库存仍在30万吨以上。", [None, "锡库存"]),
        ("成都跌3.2%。", ["成都"]),
        # a number in a name, the whole that a share is of, and what is compared with
        ("标普500指数涨0.7%报5600点，纳指涨1%。", ["标普500指数", "标普500指数", "纳指"]),
        ("布油12月合约涨2%报72美元/桶。", ["布油12月合约"] * 2),
        ("三元电池装车量12GWh，占总量24%，环比增长8%。", ["三元电池装车量", "占总量", "三元电池装车量"]),
        ("这比原来的要求提高了三倍。", [None]),
        ("研发费用从2024年上半年的5亿元增加至6亿元，增幅为20%。", ["研发费用"] * 3),
        ("三大指数盘中均涨逾1%。", ["三大指数"]),
        ("产能过剩量超过需求的25%。", ["产能过剩量"]),
        ("受政策鼓励，风电投资同比增速为7%。", ["风电投资"]),
        ("本田销量与去年同期相比下滑3%。", ["本田销量"]),
        # a name that an earlier clause has is of a change, a price or a level, not of any amount
        ("会议在北京举行，投入5亿元。", ["投入"]),
        ("会议在北京的新中心举行，其中5亿元。", [None]),
        ("LME期铜涨1%报9400美元/吨。", ["LME期铜"] * 2),
        # characters of verbs and hedges in names
        ("负债率安全线为60%。", ["负债率安全线"]),
        ("英伟达涨8%，成都跌1%。", ["英伟达", "成都"]),
        ("主力2510合约触及4800元。", ["主力2510合约"]),
        ("钢厂价格调整幅度均在50元以内。", ["钢厂价格调整幅度"]),
        ("商品房销售面积大减9%，住宅的售价更是大跌5%。", ["商品房销售面积", "住宅的售价"]),
        ("产量之和为30万吨。", ["产量之和"]),
        ("原料需求为30万吨，铜需求增速料为7%。", ["原料需求", "铜需求增速"]),
        # each of a list
        ("沪市、深市分别达90%、80%。", ["沪市", "深市"]),
        ("铅、锌产量分别增长5%和6%。", ["铅产量", "锌产量"]),
        ("丰田、本田和日产销量分别为5万辆、6万辆、7万辆。", ["丰田销量", "本田销量", "日产销量"]),
        ("收入5亿元，利润1亿元，分别增长6%和7%。", ["收入", "利润", "收入", "利润"]),
        ("管理费用2亿元，财务费用1亿元，分别占收入的4%和3%。", ["管理费用", "财务费用", "管理费用", "财务费用"]),
        ("收入5亿元，同比增长6%，利润增长7%。", ["收入", "收入", "利润"]),
        ("项目建成后，可提供就业岗位650个。", ["就业岗位"]),
        ("均价或回落至7万元。", ["均价"]),
        ("沪铜现货库存周环比增加2吨，锌锭月内减少1吨。", ["沪铜现货库存", "锌锭"]),
        ("沪锌主力收报22350元/吨，铜回收增长5%。", ["沪锌主力", "铜回收"]),
        ("上季度末库存为9吨，上月仅8吨。", ["库存", "库存"]),
        ("从下月起电价上调2%，最低工资自即日起提高8%。", ["电价", "最低工资"]),
        ("关税分三步下调，首次下调2%，大连进口量增长4%。", ["关税", "大连进口量"]),
    ],
)
def test_each_figure_of_a_sentence_measures_what_its_clause_names(text, subjects):
    assert [figure.subject for figure in extract_figures(text)] == subjects


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("两年半后投产。", ["2.5 years"]),
        ("停炉一个半小时，检修五个多星期。", ["1.5 hours", "more than 5 weeks"]),
        ("回落两个多百分点，已有一个工厂停产。", ["more than 2 percentage points, a fall"]),
        ("镍价为每吨15200美元（约合10.8万元）。", ["15,200 USD/t", "about 108,000 CNY/t"]),
        ("他买了每吨90美元的矿石，花费400元。", ["90 USD/t", "400 CNY"]),  # no price in other money
        ("库存为5万亿立方英尺，十四五期间翻番。", ["5 trillion foot^3", "2 times, a rise"]),
        ("玉米报406.25美分/蒲式耳。", ["4.0625 USD/bushel"]),
        ("期铅报2033.5美元/吨。", ["2,033.5 USD/t"]),  # no month of a year
        ("螺纹钢的吨价调整至4800元。", ["4,800 CNY/t"]),
        ("出口减少128万桶/日至364万桶/日。", ["1.28 million bbl/day, a fall", "3.64 million bbl/day"]),
        ("基金份额达3万亿份。", ["3 trillion items"]),
        ("9、1.4万亿元赛道。", ["1.4 trillion CNY"]),  # the number of an item
        ("实现两位数增长，对这一两年有利，08年危机后。", []),
    ],
)
def test_units_and_numbers_of_market_reports(text, expected):
    assert [figure.as_text for figure in extract_figures(text)] == expected


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("营业收入比2020年增加2350亿元。", "up"),
        ("产量比上年减少3万吨。", "down"),
        ("单位成本比2020年降低5%。", "down"),
        ("产量2020年增加到20万吨。", "none"),
    ],
)
def test_a_year_before_a_change_is_no_part_of_its_word(text, direction):
    assert [item.direction for item in extract_figures(text)] == [direction]
