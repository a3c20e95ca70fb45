"""The words of Chinese: characters, numerals, units, money, counted things, hedges and changes."""

from analysis.extraction import lexicon as lex
from analysis.extraction.lexicon.numerals import by_word, table
from analysis.extraction.lexicon.units import SQUARE_UNITS

# Traditional characters and full-width signs that occur in the words below, each with its simplified or plain form.
_SIMPLER = (
    "謝谢萬万億亿噸吨兩两個个漲涨長长減减約约餘余過过達达較较調调銅铜鋁铝鋅锌鎳镍錫锡鉛铅鋼钢鐵铁礦矿鋰锂幣币圓元圆元員员間间門门"
    "線线條条臺台輛辆張张層层"
    "項项種种類类擴扩縮缩壓压續续歲岁週周時时鐘钟來来後后從从計计劃划佔占廠厂產产價价錢钱單单雙双為为於于與与會会幾几"
    "負负貶贬貨货貼贴虧亏損损歐欧韓韩馬马盧卢蘭兰關关開开場场機机構构標标準准濕湿幹干實实屬属畝亩頃顷裏里陽阳漸渐"
    "應应當当對对將将飆飙飛飞躍跃觸触僅仅頂顶徵征預预計计報报賣卖買买現现據据變变動动轉转輸输進进遠远還还這这說说話话"
    "業业務务協协議议書书請请讀读調调數数據据統统額额總总積积績绩級级終终結结維维繼继絕绝絡络經经紀纪納纳純纯組组細细紅红"
    "車车軍军輕轻載载質质貴贵費费資资賽赛購购贏赢賺赚賬账頁页順顺須须顯显風风飽饱駐驻驗验騰腾鬆松麼么點点黨党"
    "際际隨随險险隱隐雜杂難难電电霧雾靜静響响聯联職职聲声聽听肅肃脫脱臉脸舊旧艙舱藝艺藥药蘇苏處处虛虚號号術术衛卫補补裝装"
    "製制複复規规視视親亲覺觉觀观訂订訊讯討讨訓训記记許许訴诉診诊評评試试詢询該该詳详認认語语誤误課课談谈論论證证識识譯译"
    "護护讓让豐丰貝贝財财貢贡貧贫貫贯責责貿贸賀贺賓宾賠赔賴赖贈赠邊边鄉乡鄰邻醫医釋释針针釘钉鈔钞鈷钴鉬钼鉻铬銀银銷销鋒锋"
    "錄录錦锦鍵键鎂镁鎢钨鏡镜鑄铸鑽钻閉闭閱阅闊阔隊队階阶陸陆陳陈險险頭头題题顆颗館馆驚惊鮮鲜鳥鸟鹽盐麥麦齊齐齡龄龍龙"
    "鍺锗鎵镓銻锑鈦钛釩钒鍋锅爐炉熱热燒烧燈灯營营獲获獎奖環环瑪玛畫画療疗發发盜盗盤盘眾众礎础禮礼稅税穩稳競竞節节範范築筑"
    "籌筹糧粮緊紧編编緩缓練练縣县織织繳缴罰罚羅罗義义習习聖圣腦脑膠胶臨临興兴舉举華华葉叶藍蓝雖虽蝕蚀衝冲裡里貸贷輪轮農农"
    "辦办遞递適适選选遲迟郵邮鄭郑釐厘鎮镇鏈链鐘钟閃闪閒闲闆板陰阴韌韧額额願愿顧顾飲饮養养"
    "乾干偉伟東东絲丝爭争亞亚傳传債债儲储內内淨净凈净則则剛刚創创別别劇剧勁劲勞劳勢势區区園园國国塊块備备寬宽導导帶带廣广慶庆庫库廢废"
    "彈弹強强徑径態态戶户揚扬撫抚擬拟攝摄無无樣样沒没測测潤润溫温灣湾滿满潛潜煉炼碼码筆笔給给緬缅纜缆設设贛赣邁迈運运釹钕鋱铽"
    "銳锐錳锰鏑镝鐠镨聞闻陝陕領领饒饶驟骤魯鲁鷹鹰黃黄産产綫线鎊镑棟栋麵面歷历曆历"
    "簽签侖仑倫伦茲兹圖图堅坚爾尔紐纽銖铢倉仓擊击夠够見见墊垫撐撑斂敛殺杀檔档瀉泻淺浅竄窜綠绿諸诸趨趋躥蹿軟软遜逊"
    "０0１1２2３3４4５5６6７7８8９9％%．.﹒.﹐,／/╱/～~〜~﹣-－-＋+（(）)：:；;〇零○零壹一貳二贰二叁三參三肆四伍五陸六陆六柒七捌八玖九拾十佰百仟千"
)
FOLDED = {ord(_SIMPLER[at]): _SIMPLER[at + 1] for at in range(0, len(_SIMPLER), 2)} | {
    ord(wide): plain for wide, plain in zip("＄￥￡　", "$¥£ ", strict=True)
}
del FOLDED[ord("參")], FOLDED[ord("陸")], FOLDED[ord("陆")]  # also "take part" and "land"

DIGITS = dict(zip("零一二三四五六七八九两", (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
TENS = {"十": 10, "百": 100, "千": 1000}
SCALES = {"万": 1e4, "亿": 1e8, "万亿": 1e12, "千万": 1e7, "百万": 1e6, "十万": 1e5, "千亿": 1e11, "百亿": 1e10,
          "十亿": 1e9, "千": 1e3, "百": 1e2}  # fmt: skip
# Between a number and its unit these say "and somewhat more".
OVER = frozenset("余多")

UNITS = table(
    """
    t = 吨 | 公吨 | 干吨 | 湿吨 | 实物吨 | 标吨 | 金属吨 | 吨标准煤 | 吨标煤 | 标煤吨 | 干公吨 | 湿公吨 | 绝干吨 | 毛吨 | 镍吨 | 钴吨 | 铜吨 | 钒吨 | 锡吨 | 钨吨 | 吨金属量 | 吨度
    short_ton = 短吨 | 美吨
    long_ton = 长吨 | 英吨
    kg = 公斤 | 千克
    kg * 0.5 = 斤 | 市斤
    g = 克 | 公克
    mg = 毫克
    lb = 磅
    ozt = 盎司 | 金衡盎司 | 安士 | 英两
    carat = 克拉
    um = 微米
    nm = 纳米 | 奈米
    mm = 毫米 | 公厘
    cm = 厘米 | 公分
    m = 米 | 公尺
    km = 公里 | 千米
    inch = 英寸 | 英吋
    foot = 英尺 | 英呎
    mile = 英里
    nmi = 海里
    m^2 = 平方米 | 平米 | 平方公尺
    km^2 = 平方公里 | 平方千米
    ha = 公顷
    mu = 亩
    acre = 英亩
    m^3 = 立方米 | 立方公尺 | 立方 | 标方
    foot^3 = 立方英尺
    L = 升 | 公升
    mL = 毫升
    gallon = 加仑
    bbl = 桶
    bushel = 蒲式耳
    W = 瓦
    kW = 千瓦 | 瓩
    MW = 兆瓦
    GW = 吉瓦
    kWh = 度 | 千瓦时 | 千瓦小时 | 度电 | 瓩时
    Wh = 瓦时
    MWh = 兆瓦时
    GWh = 吉瓦时
    TW = 太瓦
    TWh = 太瓦时
    kVA = 千伏安
    MVA = 兆伏安
    A*hour = 安时
    A = 安培
    kA = 千安 | 千安培
    Hz = 赫兹
    kHz = 千赫 | 千赫兹
    MHz = 兆赫 | 兆赫兹
    GHz = 吉赫 | 吉赫兹
    kJ = 千焦
    MJ = 兆焦
    GJ = 吉焦
    dB = 分贝
    V = 伏
    kV = 千伏
    Pa = 帕
    kPa = 千帕
    MPa = 兆帕
    GPa = 吉帕
    kcal = 千卡 | 大卡
    year = 年 | 岁
    month = 个月
    day = 天 | 个工作日 | 个交易日 | 个自然日 | 个日历日 | 个日历天 | 日历天 | 日历日 | 工作日 | 交易日 | 自然日
    week = 周 | 个星期 | 星期
    hour = 小时 | 个小时
    minute = 分钟
    second = 秒 | 秒钟
    degC = 摄氏度 | ℃
    degF = 华氏度
    percent = % | pct | pcts | PCT
    percent * 0.1 = ‰
    percentage_point = 个百分点 | 百分点 | 个pct | 个pcts | 个pp | 个PCT
    basis_point = 个基点 | 基点 | 个bp | 个BP | 个bps | BP | BPs
    multiple = 倍
    point = 点 | 个点
    TEU = 标箱 | 标准箱
    CNY = 元 | 元人民币 | 人民币 | 块钱
    CNY * 0.1 = 角 | 角钱 | 毛 | 毛钱
    CNY * 0.01 = 分钱
    USD = 美元 | 元美元 | 美金
    USD * 0.01 = 美分 | 美仙
    HKD = 港元 | 港币 | 元港币 | 港圆
    HKD * 0.01 = 港仙 | 仙
    TWD = 新台币 | 台币 | 元新台币
    EUR = 欧元
    EUR * 0.01 = 欧分
    JPY = 日元 | 日圆 | 日币
    KRW = 韩元 | 韩圜 | 韩币
    GBP = 英镑
    GBP * 0.01 = 便士
    AUD = 澳元 | 澳大利亚元 | 澳币
    AUD * 0.01 = 澳分 | 澳仙
    NZD = 纽元 | 新西兰元 | 纽币
    CAD = 加元 | 加币
    SGD = 新加坡元 | 新元 | 新币 | 坡元
    CHF = 瑞士法郎 | 瑞郎
    RUB = 卢布
    INR = 卢比 | 印度卢比
    IDR = 印尼盾 | 印尼卢比
    MYR = 林吉特 | 令吉
    THB = 泰铢 | 铢
    VND = 越南盾
    PHP = 菲律宾比索
    CLP = 智利比索
    MXN = 墨西哥比索
    COP = 哥伦比亚比索
    PEN = 索尔
    BRL = 雷亚尔
    ZAR = 兰特
    ZMW = 克瓦查
    KZT = 坚戈
    MNT = 图格里克
    TRY = 里拉 | 土耳其里拉
    AED = 迪拉姆
    SAR = 沙特里亚尔
    SEK = 瑞典克朗
    NOK = 挪威克朗
    PLN = 兹罗提
    MOP = 澳门元 | 澳门币
    ARS = 阿根廷比索
    DKK = 丹麦克朗
    CZK = 捷克克朗
    HUF = 福林
    ILS = 谢克尔 | 新谢克尔
    UAH = 格里夫纳 | 格里夫尼亚
    KGS = 索姆
    UZS = 苏姆
    PKR = 巴基斯坦卢比
    EGP = 埃及镑
    NGN = 奈拉
    RON = 列伊
    MMK = 缅元 | 缅币
    LAK = 基普
    count:peso = 比索
    count:krone = 克朗
    count:franc = 法郎
    count:dinar = 第纳尔
    count:shilling = 先令
    count:rial = 里亚尔
    """
)
# Money of several countries, by the unit if the text names none of them.
SHARED_MONEY = {name: word for word, (name, _) in UNITS.items() if word in lex.SHARED_MONEY}
MONEY = {name for name, _ in UNITS.values() if len(name) == len("CNY") and name.isupper()} - {"TEU", "FEU", "MVA"}
MONEY |= {code for word in SHARED_MONEY.values() for code in lex.SHARED_MONEY[word][0]}
# A unit or measure word is none before these characters: "五毛利", "三地块".
NOT_BEFORE = {
    "毛": "利重坯绒条衣毯胚额", "仙": "人女境", "地": "块产点方区铁震下面上带段理质勘级热球标王缘价税库主形处势位基貌", "县": "城域",
    "次": "产方元谐级生能采序", "票": "制据房价面否根", "轮": "车胎毂船机流动电摩", "批": "发复准量", "场": "所馆地内外景均",
    "层": "叠次面级", "单": "位价品机晶独月日周体相双向打据纯一车", "组": "织合成件建分装", "炉": "渣温料膛", "车": "间型企辆用市位载床削皮",
    "间": "接隔距歇", "厂": "商房区家界", "幅": "度面", "瓶": "颈", "罐": "装", "页": "岩", "国": "集化内际资债有企产",
}  # fmt: skip
# Before a number.
CURRENCIES = {"人民币": "CNY", "新台币": "TWD", "台币": "TWD", "港币": "HKD", "美金": "USD", "RMB": "CNY", "CNY": "CNY",
              "USD": "USD", "US$": "USD", "HK$": "HKD", "NT$": "TWD", "HKD": "HKD", "EUR": "EUR", "$": "USD",
              "¥": "CNY", "€": "EUR", "£": "GBP", "A$": "AUD", "C$": "CAD"}  # fmt: skip
# After "/" or "每", in addition to the units above.
DENOMINATORS = {surface: name for surface, (name, factor) in UNITS.items() if factor == 1 and name != "multiple"} | {
    "股": "share", "日": "day", "月": "month", "时": "hour", "人": "person", "户": "household", "度": "kWh",
    "片": "wafer", "班": "shift", "趟": "trip", "台": "piece", "辆": "vehicle", "件": "piece", "只": "piece",
    "个": "piece", "套": "set", "家": "plant", "吨度": "mtu", "镍点": "percent", "kg": "kg", "t": "t", "lb": "lb",
    "MW": "MW", "GW": "GW", "kW": "kW", "kWh": "kWh", "GWh": "GWh", "MWh": "MWh", "W": "W", "Wh": "Wh", "m": "m",
    "g": "g", "TEU": "TEU", "FEU": "FEU", "d": "day", "a": "year", "h": "hour",
} | {sign: name for sign, (name, factor) in SQUARE_UNITS.items() if factor == 1}  # fmt: skip
# Latin letters after a number that are units here; other single letters are names ("5G", "3C", "5N").
SINGLE_LETTERS = frozenset("tgmWVh")

# What is counted: measure words, with the noun of the unit.
COUNTED = {
    "家": "company", "个": "item", "台": "machine", "条": "line", "种": "kind", "名": "person", "人": "person",
    "户": "household", "项": "item", "座": "site", "处": "site", "只": "piece", "辆": "vehicle", "艘": "ship",
    "套": "set", "件": "piece", "手": "lot", "张": "lot", "股": "share", "口": "well", "位": "person", "块": "piece",
    "头": "head", "支": "piece", "所": "site", "款": "product", "类": "kind", "根": "piece", "片": "wafer",
    "架": "aircraft", "笔": "deal", "宗": "deal", "起": "case", "例": "case", "篇": "paper", "国": "country",
    "省": "province", "城": "city", "列": "train", "趟": "trip", "班": "shift", "台套": "machine", "台(套)": "machine",
    "颗": "piece", "道": "step", "期": "phase", "封": "letter", "批次": "batch", "人次": "person", "口井": "well",
    "枚": "piece", "粒": "piece", "箱": "box", "包": "bag", "袋": "bag", "卷": "coil", "柜": "container",
    "份": "item", "成员国": "country", "栋": "building", "幢": "building", "品种": "kind", "元素": "element",
    "大类": "kind", "小类": "kind", "门类": "kind", "品类": "kind", "地": "place", "县": "county", "次": "time", "遍": "time",
    "票": "vote", "席": "seat", "轮": "round", "批": "batch", "场": "event", "场次": "event", "层": "floor", "单": "order",
    "单元": "unit", "组": "set", "炉": "furnace", "炉次": "furnace", "车": "vehicle", "车次": "vehicle", "航次": "voyage",
    "架次": "flight", "班次": "shift", "间": "company", "厂": "plant", "幅": "plot", "盒": "box", "瓶": "bottle", "罐": "can",
    "页": "page", "株": "tree", "棵": "tree",
}  # fmt: skip

# Hedges before and after a figure, and their qualifier.
_NOT = "不 未 不得 不会 不能 不应 不宜 不可 不许 均不 均未 从未 尚未 并未 仍未 没有 没".split()
BEFORE = by_word(
    {
        "~": "约 大约 约莫 约略 约计 约为 约有 约占 约达 约合 约需 约在 约共 约至 约相当于 大约有 大约为 大约在 大概 大概在 大概为 大致 大致为 大致在 大体 大抵 大略 差不多 "
        "粗计 近 近达 接近 接近于 将近 逼近 直逼 近乎 几乎 几近 几达 折合约 料约 约等于 ~ ≈ 达约 达近",
        ">": "超 超过 超过了 超出 逾 突破 突破了 迈过 多于 大于 高于 高过 多过 超越 刚过 跨过 跃过 站上 站上了 破 > 远超 远超过 已超 已超过 已超过了 已超出 达逾 越过 冲破 冲过 "
        "涨破 升破 升穿 升越 飙破 高逾 已逾 不止 不只 超逾 站稳",
        ">=": "至少 至少有 至少为 至少达 最少 最少达 不下 不下于 起码 ≥ 最低不少于 最低不低于 大于等于 大于或等于 不逊于 不亚于 保底 下限 下限为 下限是",
        "<": "不足 不到 不满 未满 不及 未及 不达 不够 未足 低于 少于 小于 短于 低过 少过 跌穿 跌破 击穿 下破 降破 失守 < 未达 未到 没到 尚不足 未达到 尚未达到 没有达到 未能达到",
        "<=": "最多 至多 顶多 充其量 最高不超过 ≤ 不超 未超 不逾 未逾 最高 小于等于 小于或等于 上限 上限为 上限是 封顶",
        "=": "高达 达到 达 仅 只有 共 一共 总共 合计 区间上限 区间下限",
    }
) | by_word(
    {
        ">=": " ".join([f"{no}{than}" for no in _NOT for than in ("低于", "少于", "小于", "短于")]),
        "<=": " ".join([f"{no}{than}" for no in _NOT for than in ("超过", "超出", "高于", "大于", "多于", "长于", "高过")]),
    }
)  # fmt: skip
AFTER = by_word(
    {
        "~": "左右 上下 附近 一线 前后 许 光景 左近 一带",
        ">=": "以上 及以上 或以上 之上 或更高 或更多 往上 为下限 打底 保底 起 起步 起跳 起拍 起售 起卖 起投 起租 起付 起算",
        "<": "以下 之下 往下 下方 弱",
        "<=": "以内 之内 及以内 及以下 或以下 或更低 或更少 为限 为上限 为顶 封顶 到顶",
        ">": "强 上方 开外 有余 出头 有奇 冒头 挂零 不止 还多",
    }
)
# "35元起" is a least price, "自35元起" says where something begins.
BEGINNING = frozenset("起 起步 起跳 起算".split())

# Words of change. Verbs give a direction to the figure after them, nouns to a rate of change.
RISES = frozenset(
    "翻 翻了 微涨 狂涨 增长 增加 增 增多 增至 增到 增产 净增 新增 上涨 涨 大涨 上升 升 升至 升到 提高 提升 上调 调涨 调高 扩大 加快 走高 上扬 上行 回升 反弹 "
    "攀升 飙升 激增 猛增 暴涨 大增 拉动 增收 高出 走强 收涨 涨价 累库 飙涨 劲升 劲增 涨至 上浮 扩增 扩张 "
    "上修 上移 上抬 上窜 上跳 走扬 走宽 垫高 拔高 抬高 拉高 增高 撑高 炒高 调升 抬价 提价 加价 蹿高 窜高 弹高 跳高 回弹 回暖 劲扬 劲弹 弹扬 反扬 续扬 收扬 "
    "收红 飙高 跃高 小涨 涨去 狂飙 涨升 升涨 补涨 增厚 增利 增支 增销 增仓 增大 增重 增亏 加息 加重 加宽 加大 加长 加深 放大 拉大 拉宽 拉长 拉抬 变宽 变大 "
    "变长 变多 变贵 变高 变重 升值 提速 改善 好转 多出 高了 多了 贵了 快了 重了 净增加 "
    "成长 年成长 季成长 月成长 年增 季增 月增 年增长 年增加 季增加 月增加 抬升 拉升 推高 推升 增值 加码 领涨 续涨 累涨 升高 跃升 拓宽 延长 攀高 骤增 剧增 递增 走阔".split()
)
FALLS = frozenset(
    "下降 微跌 微降 狂跌 降低 降 降至 降到 减少 减 减至 减到 下跌 跌 大跌 跌至 回落 下滑 下调 调降 调低 收窄 缩减 缩短 缩小 萎缩 "
    "环比降 锐减 骤降 大降 暴跌 重挫 走低 下行 放缓 减缓 减排 减产 去库 收跌 下挫 缩水 走弱 领跌 续跌 累跌 削减 压缩 压减 降价 下浮 "
    "下移 下修 走软 走窄 收黑 收绿 压低 拉低 减低 削低 砸低 杀低 跳低 滑低 挫低 拖低 拖累 减价 削价 砍价 压价 跌掉 降去 减去 少掉 跳水 急泻 大泻 直泻 滑落 跌落 回吐 回调 "
    "回档 拉回 降息 降准 贬值 续缩 再缩 缩窄 收缩 收敛 放慢 趋缓 减速 减弱 减轻 减小 减收 减支 减仓 减薄 变窄 变小 变短 变少 变低 变便宜 变轻 "
    "少了 低了 慢了 轻了 便宜 便宜了 蒸发 流失 节支 调减 核减 扣减 减免 减征 免征 "
    "衰退 年衰退 年减 季减 月减 年减少 季减少 月减少 年降 年降低 节省 节约 节电 回撤 急跌 急降 挫 跌去 倒退 递减 减亏 减重 瘦身 "
    "砍去 砍掉 砍下 削去 削掉 压掉 降掉 省去 省下 减掉 裁掉 裁去 裁减 剪掉 抹去 抹掉 压降".split()
)
RISE_NOUNS = frozenset(
    "涨幅 增幅 升幅 增速 增长率 增量 增长速度 复合增速 复合增长率 年复合增长率 涨势 "
    "成长率 年成长率 季成长率 年增率 季增率 月增率 年增长率 成长幅度 CAGR "
    "年增速 季增速 月增速 年增幅 季增幅 月增幅".split()
)
FALL_NOUNS = frozenset(
    "降幅 跌幅 减幅 缩幅 挫幅 跌势 降势 下降幅度 减量 下跌幅度 回落幅度 缩减幅度 年减率 季减率 月减率 衰退幅度 年降幅 季降幅 月降幅 年减幅".split()
)
# One character before a figure that compares: "快6.8个百分点".
RISE_COMPARED = frozenset("快 高 高出 多 增 涨 升 好于 大".split())
FALL_COMPARED = frozenset("慢 低 少 减 跌 降 短".split())
# The last character of a word before a figure, where the clause compares: "比进口料贵300元".
COMPARED_ENDS = dict.fromkeys("快高多大贵长重强好宽厚深", "up") | dict.fromkeys("慢低少小短轻弱差窄薄浅", "down")
# What is more or less of something: "快于全省2个百分点".
COMPARED_WITH = dict.fromkeys(
    "快于 高于 多于 大于 好于 优于 强于 快过 高过 多过 好过 领先 跑赢".split(), "up"
) | dict.fromkeys("慢于 低于 少于 小于 差于 逊于 弱于 慢过 低过 少过 落后 跑输".split(), "down")
# A change right before what changes: "下调基准利率25个基点".
TRANSITIVE = frozenset(
    "上调 调升 调高 提高 提升 增加 上修 扩大 延长 拉动 下调 调降 调低 降低 减少 减轻 压减 削减 缩短 缩减 节约 节省 下修 收窄 拉低 拖累".split()
)
# Between a figure and its noun of change: "5%的日涨幅".
OF_A_CHANGE = frozenset(
    "年均 均 最 大 平均 累计 日 周 月 年 季 单日 单周 单月 最大 名义 实际 总 全年 年化 小幅 大幅 微幅 温和 明显 显著".split()
)
ARROWS = {"↑": "up", "↗": "up", "⬆": "up", "▲": "up", "↓": "down", "↘": "down", "⬇": "down", "▼": "down"}
# Up to a level: the figure after these is a level, not the amount of a change.
LEVELS = frozenset("至 到 成 达到 为 至约 到约 在".split())
# What may be between a word of change and its figure.
FILLERS = frozenset(
    "了 达 达到 幅度 比例 率 约 分别 各 均 共 合计 累计 又 再 大幅 小幅 微幅 近 仅 只 为 高达 总计 人民币 逾 超 近乎 的 每吨 每公吨 "
    "每股 每公斤 每磅 每桶 每克 每千克 每盎司 每英两 每湿吨 每干吨 每标吨 每平方米 每立方米 每度 每台 每套 每辆 每手 每吨度 每瓦 每千瓦时 每片 每件 "
    "整整 足足 可达 竟达 平均 : 约为 不足 不到 超过 至少 ~ - ( 幅 以 额 额度 接近 突破 也 已".split()
)
# Words that contain a word of change and are none.
NO_CHANGE = frozenset(
    "增加值 增值税 增长点 增长极 升级 提升工程 涨停 跌停 升水 贴水 降本 降本增效 减值 减税 减免 减持 增持 增资 "
    "增强 增设 增添 提升机 降雨 下降通道 扩大内需 增发 增效 增减 涨跌 升降 增储 定增 增产增收 升温 降温 降碳 减碳 减速机 跌宕 "
    "比率 本益比 性价比 比亚迪 比特币 比利时 比重 成长性 成长股 成长期 成长空间 成长动能 成本 成品 成交 成交额 成交量 成套 成果 截至 截止 至今 成都 成立 成员 成分 上下文 英伟达 到岸 到港 到货 到期 到位 到账 在手 在建 在产 在研 增长动力 增长潜力 扩产 高涨 多晶硅 多头 多式 多家 高端 高纯 高新 高性能 高精度 高质量 高品质 高压 高炉 高速 高科技 高位 高点 "
    "低碳 低空 低位 低品位 低压 少数 大型 大宗 大力 大量 大湾区 大豆 扩大会议 中高端 大多 大多数 众多 许多 诸多 许可 上修正 下修正 合约 签约 契约 制约 逾期 大体积 反超 赶超 强于 弱于 强势 弱势 强劲 强化 弱化 强度 强制 强烈 起诉 起见 起飞 起家 起草 起点 起始 起火 起重 起来 起因 起源 起运 起止 起征 起跌 起涨 起伏 起降 起降点 起吊 起息 起价 起拍价 起售价 起步价 起租价 上下游 左右岸 以上述 多空 多元 多元化 大关 排放 蒸发量 蒸发器 流失率 改善型 加大力度 收缩压 便宜货 加速器 减速带 减速器 上升空间 下降空间 涨价潮 减排量 减量化".split()
)
YEARLY = frozenset("同比 环比 按年 按月 按季 较 比".split())
YEAR_BEFORE = frozenset("去年同期 上年同期 较上年同期 比上年同期".split())
LIST_JOINTS = frozenset("、 和 及 与 以及 或 / 到 至 , 同 则 并".split())

# Nothing in these is a figure although a number and a unit seem to be in them.
NAMES = ("一线", "一度", "再度", "两度", "一成不变", "一条龙", "一体", "一批", "一方", "百分点", "千家万户", "万元户",
         "一次", "再次", "一点", "一同", "一倍于", "四季", "三角", "五角", "双百", "一手", "二手", "三手", "二级", "三级", "百年",
         "千年", "十年如一日", "一带一路", "半导体", "半成品", "半固态", "一口", "两口", "一头", "一时", "一流", "二流", "一般",
         "一律", "一定", "一样", "一直", "一些", "一起", "一家", "一个", "一种", "一条", "一项", "一名", "一位", "一台", "一座",
         "一类", "一款", "一件", "一所", "一套", "一只", "一张", "一户", "一处", "一股", "一块", "一道", "一片", "一期","一班",
         "一支", "一根", "一人", "一国", "一城", "一步", "一轮", "一系列", "一部分", "两会", "三国演义", "三省吾身", "二次", "两票制", "一炉", "一场", "一层", "一间", "一票", "一轮", "一单", "一遍", "一席", "一地", "一县", "一页", "一厂",
         "千里", "万里", "百里", "万国", "一省", "三班", "两班", "一列", "一起", "九成新", "一粒", "八仙", "一年半载", "一分钱", "一毛钱")  # fmt: skip
