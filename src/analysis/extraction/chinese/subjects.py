"""A short phrase from a Chinese text for what a figure measures; None if uncertain."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile, zip_longest

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.chinese import words
from analysis.extraction.lexer import Token, Tokens
from analysis.extraction.quantity import Quantity
from analysis.extraction.rules import Found

_CHANGES = words.RISES | words.FALLS
_COMPARING = frozenset("较 比 相比".split())
_EXCEEDING = frozenset("超过 超出 高于 大于 多于 低于 小于 少于 不及".split())
_TIMES = frozenset(
    "上月 上年 上周 上季度 去年 前月 前一年 上年末 上年底 去年末 去年底 上月末 上季末 年初 截至 截止".split()
)
_STOPS = (
    _CHANGES
    | words.YEARLY
    | words.YEAR_BEFORE
    | words.LEVELS
    | words.BEFORE.keys()
    | words.AFTER.keys()
    | words.FILLERS
    | _TIMES
    | {"调整", "相比"}
)
_STOPPING = _STOPS - {"的"}
_OPENERS = lazy_regex(
    "^(?:其中|[自从](?:[上下本今明][年月周季]度?|即日)起|并?于月[末初]|综合导致|导致|截至|目前|据测算|数据显示|此外|预计|预测|全年|当前|年产|日均|实现|完成|形成|并且|而且|同时|来看|但是?|使得|使(?!用)|并|然而|不过|因此|如果|和?前年|[而且的仅则]|至今|迄今|[上下本]周|[前昨今明][日天]|[虽尽]然?管?|与|最新(?:公布|发布)的|"
    "前?[一二三四]季度|前[一两二三四五六七八九十]+个?月|上(?:季度?|月|周)[底末初]?|[上下]半年|本[周月季期][一二三四五六日末]?|[今去]年|[年期]内|以来|报告期内?|当[月期]|近日)+"
)
# Who reaches what is measured, or says it: "公司实现营业总收入", "机构预计其利润".
_REACHING = lazy_regex(
    r"^.{0,14}?(?:实现|派发|提供|录得|取得|达成|[拥现共]有|预[计测]|估计|显示|表示|指出|认为|(?:分析|人士|专家|官员|机构)称)[其该]?(?=..)"
)
# Who has or does what the words after the figure name: "拥有5万吨产能", "采购80台设备", "维持30元目标价".
_HAVING = lazy_regex(
    r"(?:有|配备|建成|新建|采购了?|雇[用佣]|提供|招聘|需要|完成|利用|形成|生产|(?:投资)?建设|投建|扩建|交付|执行|开展|收购|供应着?|维持|包括|包?含|获得|"
    r"经过|拿出|转让|出售|抽取)$"
)
_DONE = lazy_regex("(?:生产|采购|收购|开展|执行)$")
# "以5亿元的价格" names it after the figure, "以5亿元收购" does not.
_BY = lazy_regex("(?:(?<!费)用|[以按把])$")
# After a number that is not a figure, or after the number of what is counted: "2025年铜产量", "10种有色金属产量".
_AFTER_NUMBER = lazy_regex(
    "^(?:财?年[底末初度]?|月(?:[份末底]|起将?)?(?:[上中下]旬)?|日起?|期|个月|[多余]?(?:[种家个条台座名类辆只件套吨股位省县]|项(?!目)|国(?![产家内际民债企有])|地(?!区|产))(?:快速|迅速|持续|大幅|稳步)*)"
)
# Who says it: nothing that is measured, unless a measure follows.
_SAYING = lazy_regex("发布|公布|数据|统计|消息|显示|报告|表示|指出|认为")
# Where it is, when, a record, or the scale of a number: nothing that is measured.
_NOTHING = lazy_regex(
    "分析$|称$|(?:建成|投产|达产|完工|竣工|实施)后$|^[亿万](?![得科达华洋里])|同期|同旬|旬$|同口径|历史|新高|新低|以来|首次|尽管|针对|相当于|相对于|^折合$|处于|^大多|^(?:此计算|即?未来|水平)$|^总?整?体$|^[高远近中]期$|^[高低]位$|^第?[一二三四]季度$|^(?:由于|随着|受.+(?:影响|鼓励|拖累|支撑|带动|推动))|^(?:剔除|结束|连续)|时候|"
    "^周[一二三四五六日末至]|^前一?[日天]|今日$|(?<!年)中$|^实际$|获悉|^[上下]方$|^场内$|^[上前去今](?:一|一?个?(?:年|月|周|季度?|半年)[底末初]?)$|^[年月][底末初]$|^(?:[之此]前|年均|最[低高]|届时|内连)$|^数.$|^由.转.$|"
    "^(?:全国|我国|中国|国内|全球|全省|全市|主要产品中|本?公司|集团|企业|零[下上]|据悉|据了解|最[快慢短长]|解决就业|[我全][省市县区])$|^[一每平][年月日天周均]每?$|年产$"
)
_ENDS = lazy_regex(
    "(?:由于|(?<=..)或|录得|实现|突破|力争|迈上|有望|预[计测期估]|估计|报收于?|收于|触及|单周|每.{1,2}|(?<![拥设建配持装])有|已经|持续|一度|连续|有?可能|肯定|目前|陆续|普遍|"
    "(?<!安)全线|集体|双双|仍然|远|有所|进一步下?|最[低高多少]|甚至?|多|人民币|介于|保持|处于|逐[年步月]|[周日月季年]内|盘[前后]|(?<!大)连|(?<=[价格存量额率润费数])[周日月季]|分[两三]步|[自从].{1,4}起|(?<=[锡铜铝锌铅镍金银钢约货力])收|不断|[再续]创|创下|(?<![上下今去本全半0-9])年|[今去本]年|[早午尾]盘|盘中|继续|将会|被确定|意味着|(?<![原材塑燃饮物染涂颜肥])料|(?<=.)全国|迅速|依次|亦|统计|一路|更是?|(?<=[积产量额])大|微|维持|每|要|最|[由从为是占报共在将到的拟可却则仍再略还也已就])+$"
)
_SURE_ENDS = frozenset("量额价率值数费税款润利积差益幅入模产存资求应口重命程剩损务格标")  # of no word in _ENDS
_LISTING = lazy_regex("(?:(?<!之)[及和与或])$")
# What is measured, where it is clear without what follows.
_MEASURES = lazy_regex(
    "(?:[量额价率值数费税款润利比积度差益幅速位]|价格|目标|费用|比例|幅度|限制|收入|营收|成本|支出|规模|产能|能力|库存|投资|资[金产]|需求|供[应给]|消费|[进出]口|指数|"
    "[比毛]重|份额|寿命|里程|缺口|过剩|亏损|订单|债务|市值)$|占."
)
_TIMED = lazy_regex("(?:[期命龄限]|时间|时长|周期|小时数|[天年]数|续航)$")
_VERBAL = frozenset("是为在被将已正")
# A rate of change belongs to what the clause before names.
_RATES = words.RISE_NOUNS | words.FALL_NOUNS
_METALS = frozenset(
    "铜铝锌铅锡镍金银锂钴钨钼锑镁钛铂钯铑铱钌锗镓铟铋锰铬钒铌钽锆铍钇钪镧铈镨钕钐铕钆铽镝钬铒铥镱镥煤钢铁油气"
)
_BOUNDARIES = frozenset("，,;、:()")
_BULLETS = frozenset("-•·●◆■▪")
# Characters of words of change, hedges or fillers that are also parts of nouns: 成本, 效率, 销售额.
_PARTS = frozenset("再 率 额 额度 比例 幅度 比 成 大 高 低 以 在 快 慢 短 的 许 起 强 弱 幅 少 多 每股 人民币".split())
_LEADING = frozenset("成 大 高 低 多 少 再 每股 人民币".split())
_BEFORE_NOUN = frozenset("平均 均 最高 最低 最大 累计".split())
# Right before a figure of what an earlier clause names: a change (also those of _CHANGES), a price, a level or the same again.
_LEADING_ON = words.YEARLY | _RATES | frozenset("报 收于 至 到 为 在 ( 合 约合 折合".split())
_MOST = 20
_MOST_AFTER = 10
_MOST_COUNTED = 6
_MOST_PARTS = 10


@dataclass(slots=True)
class _Part:
    """Words of one clause without a number between them, whether a number or the mark of a list comes right before."""

    words: list[Token] = field(default_factory=list)
    numbered: bool = False
    listed: bool = False


def subject_of(quantity: Quantity, hedge_start: int) -> Found:
    """Return what a figure measures: the words of its clause before the verb, else those before a figure earlier.

    The base of a comparison ("较上年末增长5%") is what is measured only if no clause before names anything.
    """
    timed = quantity.unit in lex.DURATIONS
    base = None
    parts = _parts_before(quantity, hedge_start)
    count = bisect_left(quantity.sentence.starts, hedge_start)
    before = quantity.sentence.tokens[count - 1].word if count else "，"
    for place, part in enumerate(islice(parts, _MOST_PARTS)):
        part.words.reverse()
        if place == 0 and not timed and before not in _CHANGES and (found := _had(quantity, part)):
            return found
        phrase = _phrase(part)
        if not phrase:
            continue
        parted = any(token.word == "分别" for token in part.words)
        of_whole = phrase[0] == "占" and (parted or (place and before in _CHANGES))
        if part.words[0].word in _COMPARING or phrase in _RATES or of_whole:
            base = base or phrase
            continue
        if timed and not _TIMED.search(phrase):
            return Found()
        if quantity.left and quantity.left[-1].word == "(" and len(whole := phrase.rpartition("占")[2]) > 1:
            phrase = whole  # "占产量（90万吨）的7%"
        measure = bool(_MEASURES.search(phrase))
        led = measure or quantity.unit in lex.SHARES or before in _LEADING_ON or before in _CHANGES
        if place and (not led or _DONE.search(phrase)):
            return _after(quantity) if _is_of(quantity) else Found()
        joined = place and before[-1] in "和及与、(" and not _is_count(quantity)
        # What is counted often follows: "进口两种板材".
        certain = measure and (joined or (not place and (phrase[-1] in "数量" or not _is_count(quantity))))
        if certain or not _goes_on(quantity, before):
            phrase = _of_list(quantity, part, parts) or phrase
            return Found(phrase, "words before the figure" if not place else "words of the clause before")
        return _after(quantity) if _is_of(quantity) else Found()
    return Found(base, "words before the figure") if base and not timed else Found()


def _of_list(quantity: Quantity, part: _Part, before: Iterator[_Part]) -> str | None:
    """What the figure at the same place of a list measures: "铅、锌产量分别增长5%和6%"."""
    sentence = quantity.sentence
    between = sentence.between(part.words[0].start, quantity.start)
    first = next((token.end for token in between if token.word == "分别"), None)
    if first is None:
        return None
    ends = next((token.start for token in quantity.right if token.word in _CLAUSE_ENDS), sentence.end)
    starts = [place for place in sentence.places[::2] if first <= place < ends]
    names = [_phrase(part) or ""]
    while part.listed and (part := next(before, _Part())).words:
        part.words.reverse()
        names.insert(0, _phrase(part) or "")
    if len(names) != len(starts):
        names[-1:] = _JOINED.split(names[-1])
    if len(names) == 1 < len(starts) and part.words:  # "收入5亿元，利润1亿元，分别增长6%和7%"
        named = [part, *(item for item in before if item.words)][: len(starts)]
        for item in named[1:]:
            item.words.reverse()
        figures = sum(named[-1].words[0].start <= place < first for place in sentence.places[::2])
        names = [_phrase(item) or "" for item in named[::-1]] if figures == len(starts) else []
    if len(names) != len(starts) or not all(names) or quantity.start not in starts:
        return None
    name, common = names[starts.index(quantity.start)], _COMMON.search(names[-1])
    return name if common is None or name is names[-1] or _MEASURES.search(name) else f"{name}{common.group()}"


_CLAUSE_ENDS = frozenset("，,;。")
_JOINED = lazy_regex("以及|[和及与]")
_COMMON = lazy_regex(
    "(?:(?:总?[产销货]|装车|出货|发电|[进出]口)量|[进出]口额?|(?:平均|现货|期货)?价格|均价|收入|净?利润|产能|库存|消费量?|投资|增速|毛利率|占比|比例|占有率)$"
)


def _following(quantity: Quantity) -> str:
    """The words right after a figure and its measure word, up to the next figure."""
    limit = _next_figure(quantity)
    right = quantity.right[1:] if _is_of(quantity) and quantity.right[0].word != "的" else quantity.right
    following = takewhile(
        lambda token: token.kind == "word" and token.word not in _STOPPING and token.start < limit, right
    )
    return "".join([token.printed for token in following])[1 if _is_count(quantity) else 0 :]


def _is_count(quantity: Quantity) -> bool:
    return (quantity.unit or "").startswith("count:")


def _had(quantity: Quantity, part: _Part) -> Found | None:
    """What is had, done or used by the words right before a figure; None if these are not such a verb."""
    last = next((token.word for token in reversed(part.words) if token.word not in {"了", "着"}), "")
    verb = bool(_HAVING.search(last)) and not (last.endswith("有") and not _following(quantity))
    if not verb and not _BY.search(last):
        return None
    return _after(quantity) if verb or _is_of(quantity) else Found()


def _goes_on(quantity: Quantity, before: str) -> bool:
    """Whether what is measured may follow a figure: "天津港62%品位", "17家公司", "2台60万千瓦机组"."""
    if before in _CHANGES or before in words.YEARLY:
        return False
    return len(_following(quantity)) > 1 or (_is_count(quantity) and _next_figure(quantity) == quantity.end + 1)


def _is_of(quantity: Quantity) -> bool:
    """Whether 的 and what is measured follow a figure: "9.9%的股份", "90%以上的产量"."""
    following = [token.word for token in quantity.right[:2]]
    return following[:1] == ["的"] or (following[1:] == ["的"] and following[0] in words.AFTER)


def _next_figure(quantity: Quantity) -> int:
    """The start of the next figure of the sentence, else the end of the sentence."""
    places = quantity.sentence.places
    place = bisect_right(places, quantity.end)
    return places[place] if place < len(places) else quantity.sentence.end + 2


def _after(quantity: Quantity) -> Found:
    """The words after a figure that is had or built: "拥有5万吨铜箔产能"."""
    phrase = _following(quantity).removeprefix("的")
    named = (
        phrase[:1] not in _VERBAL
        and 2 <= len(phrase) <= (_MOST_COUNTED if _is_count(quantity) else _MOST_AFTER)
        and not _NOTHING.search(phrase)
    )
    return Found(phrase, "words after the figure") if named else Found()


def _parts_before(quantity: Quantity, end: int) -> Iterator[_Part]:
    """The words before a figure, the nearest first: between the numbers of its clause, and of the others before one."""
    sentence = quantity.sentence
    tokens, places = sentence.between(sentence.start, end), sentence.places
    part, held = _Part(), list[_Part]()  # held until it is known whether they come after the last figure of a clause
    own = True  # the clause of the figure
    place, depth = len(places), 0
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        while place and places[place - 1] > token.start:
            place -= 1
        if depth or token.word == ")":
            depth += _DEPTHS.get(token.word, 0)
        elif place % 2 and not _is_term(tokens, at, places[place]):
            if token.start == places[place - 1]:
                part.numbered = True
                if own:
                    yield part
                part, held, own = _Part(), [], True
        elif token.kind == "word":
            part.words.append(token)
            if at and token.start > tokens[at - 1].end and _begins(tokens, at, places):
                yield from (*held, part)
                part, held, own = _Part(), [], False
        elif token.word in _BOUNDARIES or (token.word in _BULLETS and at and token.start > tokens[at - 1].end):
            part.listed = token.word == "、"
            yield from (*held, part)
            part, held, own = _Part(), [], token.word == "("
        elif token.kind == "number" and not place % 2 and not _is_term(tokens, at, token.end):
            if not (at and tokens[at - 1].word in _COMPARING):
                part.numbered = True
                held.append(part)
                part = _Part()
                if own:
                    yield from held
                    held = []
        else:
            part.words.append(token)
    yield from (*held, part)


_DEPTHS = {")": 1, "(": -1}


def _is_term(tokens: Tokens, at: int, end: int) -> bool:
    """Whether a number that ends there is part of a name: "10年期国债", "标普500指数", "12月合约"."""
    following = "".join([token.word for token in tokens[at + 1 : at + 5] if token.start >= end])
    return following.startswith(("期", "年期", "天期", "指数", "合约", "月合约"))


def _begins(tokens: Tokens, at: int, places: tuple[int, ...]) -> bool:
    """Whether a blank before a word begins a clause: after a figure ("12亿元 净利润"), or before an opening word."""
    last = tokens[at - 1]
    return last.kind != "number" and any(
        bisect_right(places, token.start) % 2 for token in tokens[max(0, at - 2) : at] if token.kind != "boundary"
    )


def _phrase(part: _Part) -> str | None:
    """The last words that name a measure before a verb, else the first ones that can be a name."""
    found = None
    for place, run in enumerate(_runs(part.words)):
        phrase = _cleaned(run, numbered=part.numbered and place == 0)
        if phrase in _RATES and found:
            continue  # "投资同比增速为5%"
        if phrase and (found is None or _MEASURES.search(phrase) or run[0].word[0] in "有的"):
            found = phrase
    return found


def _runs(clause: list[Token]) -> list[list[Token]]:
    """The words of a clause, cut at verbs and other words that are not names."""
    runs: list[list[Token]] = [[]]
    for token, following in zip_longest(clause, clause[1:]):
        kept, word = runs[-1], token.word
        if word not in _STOPS or _is_part(token, kept, following, first=len(runs) == 1):
            if token.kind in {"word", "number"}:
                kept.append(token)
        elif kept:
            if word in words.YEAR_BEFORE and kept[-1].word in {"与", "同", "和"} and len(kept) > 1:
                del kept[-1]  # "销量与去年同期相比"
            whole = kept[-1].word.endswith("占") or "占" in word or word in _EXCEEDING
            if whole or word in _COMPARING:
                break  # what a share is of, is exceeded or compared with: "产量占不到全省的5%", "这比原来的要求提高"
            runs.append([])
    return runs


def _is_part(token: Token, kept: list[Token], following: Token | None, *, first: bool) -> bool:
    """Whether a word of change, a hedge or a filler is part of the noun around it: "成本", "合约", "出口至日本的铝"."""
    word, last = token.word, kept[-1].word if kept else ""
    if word == "比":
        return last.endswith("占")
    begins = following is not None and following.start == token.end and following.word not in _STOPS
    if word in (_PARTS if kept else _LEADING if begins else ()) or (begins and word in _BEFORE_NOUN):
        return True
    if word == "调整":
        return last.endswith("经") or (following is not None and following.word == "幅度")
    if word in {"至", "到"}:
        return last.endswith(("出口", "运", "销", "发"))
    return (word == "约" and last.endswith("合")) or (word == "的" and not kept and not first)


def _cleaned(run: list[Token], *, numbered: bool) -> str | None:
    """The name in a run of words as printed, without adverbs and what is before it; None if nothing is left."""
    whole = "".join([token.word for token in run])
    phrase = whole if whole[-1:] in _SURE_ENDS and "每" not in whole[-3:] else _ENDS.sub("", whole)
    end = len(phrase)
    phrase = _AFTER_NUMBER.sub("", phrase) if numbered else phrase
    phrase = _OPENERS.sub("", _REACHING.sub("", _OPENERS.sub("", phrase)))
    phrase = phrase if phrase.startswith("有色") else phrase.removeprefix("有")
    if _SAYING.search(phrase) and not _MEASURES.search(phrase):
        return None
    named = (
        (2 <= len(phrase) <= _MOST or phrase in _METALS) and not _NOTHING.search(phrase) and not _LISTING.search(phrase)
    )
    return "".join([token.printed for token in run])[end - len(phrase) : end] if named else None
