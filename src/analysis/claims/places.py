"""Names of towns, countries and their people, and other words that show a sentence is about another place or firm."""

import re
from collections.abc import Iterator

from analysis.claims.concepts import word_pattern
from analysis.claims.regions import REGIONS, inside

_TOWNS = """
Anhui: Hefei, Wuhu, Tongling, Bengbu, Maanshan, Anqing, Chizhou, Xuancheng
Chongqing: Chongqing
Fujian: Fuzhou, Xiamen, Longyan, Ningde, Quanzhou, Sanming, Zhangzhou, Shanghang
Gansu: Lanzhou, Baiyin, Jinchang, Jiayuguan, Tianshui
Guangdong: Guangzhou, Shenzhen, Foshan, Dongguan, Huizhou, Meizhou, Qingyuan, Zhuhai, Zhongshan, Jiangmen, Shaoguan
Guangxi: Nanning, Guilin, Liuzhou, Fangchenggang, Yulin, Baise, Hechi, Wuzhou
Guizhou: Guiyang, Zunyi, Tongren
Hainan: Haikou, Sanya
Hebei: Shijiazhuang, Tangshan, Baoding, Handan, Langfang
Heilongjiang: Harbin, Daqing, Qiqihar
Henan: Zhengzhou, Luoyang, Jiyuan, Jiaozuo, Sanmenxia, Lingbao, Xinxiang
Hubei: Wuhan, Huangshi, Daye, Yichang, Ezhou, Xiangyang
Hunan: Changsha, Yueyang, Chenzhou, Zhuzhou, Xiangtan, Hengyang, Loudi
Inner Mongolia: Hohhot, Baotou, Chifeng, Ordos, Tongliao
Jiangsu: Nanjing, Suzhou, Wuxi, Changzhou, Zhangjiagang, Yixing, Xuzhou, Nantong, Yangzhou
Jiangxi: Nanchang, Yingtan, Guixi, Ganzhou, Shangrao, Jiujiang, Ji'an, Yichun, Xinyu, Pingxiang
Jilin: Changchun, Tonghua
Liaoning: Shenyang, Dalian, Anshan, Fushun, Huludao
Ningxia: Yinchuan, Shizuishan
Qinghai: Xining, Golmud
Shaanxi: Xi'an, Xian, Baoji, Hanzhong
Shandong: Jinan, Qingdao, Yantai, Dongying, Yanggu, Linyi, Weifang, Zibo, Liaocheng
Shanxi: Taiyuan, Datong, Yuncheng, Yuanqu
Sichuan: Chengdu, Mianyang, Yibin, Leshan, Suining, Panzhihua, Mianning
Tibet: Lhasa, Shigatse
Xinjiang: Urumqi, Karamay, Hami
Yunnan: Kunming, Chuxiong, Yuxi, Gejiu, Dali, Qujing, Honghe
Zhejiang: Hangzhou, Ningbo, Wenzhou, Shaoxing, Zhuji, Taizhou, Huzhou, Jiaxing
Taiwan: Taipei, Taoyuan, Kaohsiung, Taichung, Hsinchu
Argentina: Buenos Aires, Salta, San Juan
Australia: Sydney, Melbourne, Perth, Adelaide, Brisbane, Canberra, Darwin, Geelong, Mount Isa, Newcastle
Austria: Vienna, Graz, Linz, Brixlegg, Salzburg
Belgium: Brussels, Antwerp, Liège, Ghent, Leuven
Brazil: Brasília, Brasilia, São Paulo, Sao Paulo, Rio de Janeiro, Porto Alegre, Belo Horizonte, Salvador
Britain: London, Birmingham, Manchester, Swansea, Cardiff, Glasgow, Truro
Bulgaria: Sofia, Pirdop, Plovdiv, Burgas
Canada: Ottawa, Toronto, Montreal, Vancouver, Sudbury, Calgary
Chile: Santiago, Antofagasta, Calama, Copiapó, Iquique, Rancagua, Valparaíso
Congo: Kinshasa, Lubumbashi, Kolwezi, Likasi
Czechia: Prague, Brno, Ostrava
Finland: Helsinki, Pori, Harjavalta, Kokkola, Espoo, Turku
France: Paris, Lyon, Marseille, Lens, Lille
Germany: Berlin, Hamburg, Frankfurt, Osnabrück, Lünen, Leipzig, Munich, Düsseldorf, Hettstedt
Greece: Athens, Thessaloniki
Hungary: Budapest, Debrecen, Győr, Miskolc, Nyíregyháza
India: Delhi, New Delhi, Mumbai, Kolkata, Chennai, Pune, Jaipur, Vadodara, Ahmedabad, Hyderabad, Bengaluru
Indonesia: Jakarta, Surabaya, Gresik, Batam, Medan
Iran: Tehran, Kerman, Isfahan
Italy: Rome, Milan, Turin, Genoa, Brescia, Modena, Bologna, Naples
Japan: Tokyo, Osaka, Nagoya, Niihama, Kobe, Fukuoka, Sendai, Hitachi, Toyama
Kazakhstan: Almaty, Astana, Karaganda, Zhezkazgan, Balkhash, Ust-Kamenogorsk
Malaysia: Kuala Lumpur, Penang, Johor, Kuantan, Ipoh, Kuching
Mexico: Mexico City, Monterrey, Hermosillo, Guadalajara
Mongolia: Ulaanbaatar, Erdenet
Morocco: Rabat, Casablanca, Marrakesh
Namibia: Windhoek, Tsumeb
Norway: Oslo, Bergen, Kristiansand
Oman: Muscat, Sohar
Pakistan: Karachi, Lahore, Islamabad
Peru: Lima, Arequipa, Ilo, Moquegua
Philippines: Manila, Cebu, Davao
Poland: Warsaw, Gdansk, Gdańsk, Gdynia, Gliwice, Katowice, Legnica, Lubin, Głogów, Kraków, Wrocław
Portugal: Lisbon, Porto, Beja
Romania: Bucharest, Cluj, Timișoara
Russia: Moscow, Norilsk, Krasnoyarsk, Yekaterinburg, Chelyabinsk
Saudi Arabia: Riyadh, Jeddah
Serbia: Belgrade, Bor, Niš
South Africa: Johannesburg, Durban, Cape Town, Pretoria
South Korea: Seoul, Busan, Ulsan, Daegu, Suwon, Gwangyang, Iksan, Onsan, Yeosu, Incheon, Jeongeup
Spain: Madrid, Barcelona, Huelva, Seville, Bilbao, Asturias, Oviedo
Sweden: Stockholm, Skellefteå, Luleå, Gothenburg, Västerås
Switzerland: Zurich, Geneva, Basel, Bern
Tanzania: Dar es Salaam, Dodoma
Thailand: Bangkok, Rayong
Türkiye: Istanbul, Ankara, Izmir, Samsun, Bursa
Ukraine: Kyiv, Kharkiv, Dnipro
United States: New York, Washington, Phoenix, Tucson, Chicago, Houston, Denver, Salt Lake City, Pittsburgh, El Paso
Uzbekistan: Tashkent, Almalyk
Vietnam: Hanoi, Hai Phong, Haiphong, Ho Chi Minh City, Da Nang, Lao Cai
Zambia: Lusaka, Ndola, Kitwe, Chingola, Solwezi
Zimbabwe: Harare
"""
_LIES_IN = {
    town.strip().casefold(): place
    for place, _, towns in (line.partition(": ") for line in _TOWNS.strip().splitlines())
    for town in towns.split(",")
}


def place_of_town(town: str) -> str:
    """Return the province of China or the country in which a town lies; empty if it is not known.

    >>> place_of_town("JINAN"), place_of_town("Mount Isa"), place_of_town("Nowhere")
    ('Shandong', 'Australia', '')
    """
    return _LIES_IN.get(town.strip().casefold(), "")


# Each country with the words for its people; ~ is a space within a name.
_COUNTRIES = """
Argentina Argentine; Australia Australian; Austria Austrian; Belgium Belgian; Bolivia Bolivian; Brazil
Brazilian; Bulgaria Bulgarian; Canada Canadian; Chile Chilean; China Chinese People's~Republic People’s~Republic
PRC; Congo Congolese; Finland Finnish; France French; Germany German; Greece Greek; Greenland; Hungary
Hungarian; India Indian; Indonesia Indonesian; Iran Iranian; Italy Italian; Japan Japanese; Kazakhstan Kazakh;
Laos; Madagascar; Malaysia Malaysian; Mexico Mexican; Mongolia Mongolian; Morocco Moroccan; Myanmar Burmese;
Norway Norwegian; Oman; Pakistan Pakistani; Peru Peruvian; Philippines Philippine Filipino; Poland Polish;
Portugal Portuguese; Romania Romanian; Russia Russian; Serbia Serbian; Singapore; Spain Spanish; Sweden Swedish;
Switzerland Swiss; Taiwan Taiwanese; Tanzania Tanzanian; Thailand Thai; Turkey Turkish; Türkiye; Ukraine
Ukrainian; Uzbekistan Uzbek; Vietnam Vietnamese; Zambia Zambian; Zimbabwe; Namibia; Malawi; Angola; South~Korea
Korea Korean South~Korean; United~States American U.S. US America; South~Africa; Saudi~Arabia Saudi; Czechia
Czech; Britain British UK; Europe European EU
"""
_NAMES: dict[str, str] = {
    word.replace("~", " "): names.split()[0].replace("~", " ")
    for names in _COUNTRIES.split(";")
    for word in names.split()
}
_NAMES |= {name: name for name in REGIONS if name not in _NAMES and name != "world"}
_ANY_NAME = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))
_PLACE = re.compile(rf"(?<![\w$])(?:{_ANY_NAME})(?![\w$])(?!-listed|\s+(?:dollars?|cents?|money|currency)\b)")
_ELSEWHERE = """
    elsewhere; unlike; others; everyone else; anyone else; down the road; across the river; across the border;
    across the street; next door; next country;
    second country; abroad; overseas; rival; rivals; rival's; competitor*; peer; peers; another province;
    another country; other province*; other countr*; next province; neighbouring province; neighboring province;
    neighbouring country; other makers; other firms; other producers; foreign makers; foreign plants; industry
    average; world average; national average; global average; in the neighbour*; its neighbour*; its neighbor*;
    a university; universit*; laborator*; researchers; scientists; prototype*; model furnace; model plant;
    test rig; opponent*; an imitator; imitators; plaintiff;
    defendant; car plant*; car makers; carmakers; the average maker; makers across; the average smelter; in general
"""
ELSEWHERE = word_pattern([" ".join(words.split()) for words in _ELSEWHERE.split(";")])
_FIRM = re.compile(
    r"\b(?:[A-Z][\w'’-]+\s+){1,3}(?:Copper|Metals?|Foils?|Mining|Group|Holdings|Corp|Company|Co|Ltd|Inc|Steel|Resources"
    r"|Industr(?:ies|y)|Kupfer|Kabel|Folien?|Cobre|Cuivre|Rame|Koper|Metal|Metal(?:es|ais|l|li)|Conduct(?:ors|ores)|Bakir|Rare\s+Earths?|Lanthanides?"
    r"|Refining|Refineries|Recycling|Alloys|Redmetal|Rod|Technolog(?:y|ies)|Materials|Smelting|Nonferrous|Wire|Cables?|Minerals|Oxides|Aluminium|Works|Smelters?)\b"
)
_NAME_END = re.compile(r"Holdings?|Trading|Investments?")
_NAME = re.compile(r"\b[A-Z][\w'’-]+\s+\Z")
_FIRM_NOUN = r"(?:smelter|maker|producer|plant|mill|firm|company|refinery|factory|foundry|works|manufacturer|yard)s?"
_DATELINE = re.compile(
    r"[A-Z][^\n]{0,60}?\b(?:\d{1,2}\s+[A-Z][a-z]+\.?|[A-Z][a-z]+\.?\s+\d{1,2},?)\s+20\d\d\b[.,]?\s*[-–—.]?\s*"
    r"|[A-Z][A-Z ]+(?:,[^-–—\n]{0,40})?\s+[-–—]\s+"
)
_TOWN_ENDS = re.compile(r"[,\d–—]|\s-")
_NEWSROOMS = frozenset(  # from where news of other places are sent
    "Beijing, Shanghai, Hong Kong, China, London, New York, Washington, Singapore, Geneva, Brussels, Paris".split(", ")
)
MAKERS_ON_AVERAGE = re.compile(
    r"\b(?:makers|producers|smelters|platers|mills|firms|companies)\b[^.;]*\bon\s+average\b"
    r"|\baverage\b[^.;]*\b(?:makers|producers|platers|mills|companies)\b|\b\d+\s+(?:makers|producers|smelters|mills|firms)\b[^.;]*\baverage\b"
    r"|\b(?:survey|study|poll)\s+(?:of|among)\s+(?:\d+|many|several|most)\s",
    re.IGNORECASE,
)
_LED_IN = re.compile(
    r"(?:With|At|On|Having|Despite)\b[^,.;]{0,70},\s+"
)  # "With sales of 138 billion yuan, Fuxi Copper is"
_THE_FIRM = re.compile(rf"(?:The|This|Our|An?|One|Another)\s+(?:[\w-]+\s+){{0,2}}?{_FIRM_NOUN.removesuffix('s?')}\b")
_SPEAKS = re.compile(
    r"[^.;]{0,40}?\b(?:said|says|report(?:s|ed)?(?!\s+(?:\w+\s+){0,3}?(?:revenues?|sales|turnover|income|earnings|profits?|takings)\b)|announce[sd]?|puts?|counted|counts|estimates?d?|calculates?d?|told|found|reckons?|writes|wrote)\b"
)


def after_dateline(text: str, begin: int, end: int) -> int:
    """Return where a sentence begins after its dateline.

    >>> text = "PUNE, 4 June 2027 - Costs fell"
    >>> text[after_dateline(text, 0, len(text)) :]
    'Costs fell'
    """
    match = _DATELINE.match(text, begin, end)
    return match.end() if match else begin


def places_of_dateline(text: str, begin: int, end: int) -> frozenset[str]:
    """Return the places that a dateline names, or in which its town lies; empty for that of a newsroom.

    >>> text = "JINAN, 9 March 2027 - In neighbouring Henan, revenue rose"
    >>> set(places_of_dateline(text, 0, len(text))), places_of_dateline("LONDON, 2 May 2027 - Costs", 0, 27)
    ({'Shandong'}, frozenset())
    """
    dateline = text[begin : after_dateline(text, begin, end)]
    town = _TOWN_ENDS.split(dateline)[0].strip()
    named = {place for _, _, place in places_in(dateline)} or {place_of_town(town)}
    return frozenset() if town.title() in _NEWSROOMS else frozenset(named - _NEWSROOMS - {""})


def subject_firm(text: str, begin: int, end: int) -> str:
    """Return the firm that is the subject of a sentence; empty if there is none, or if it only reports.

    >>> text = "Jiuhua Copper, the largest firm of the cluster, sold goods for 61 billion yuan"
    >>> subject_firm(text, 0, len(text)), subject_firm("Jiuhua Copper says that the cluster sold", 0, 40)
    ('Jiuhua Copper', '')
    """
    led = _LED_IN.match(text, after_dateline(text, begin, end), end)
    for start in (begin, after_dateline(text, begin, end), led.end() if led else begin):
        match = _FIRM.match(text, start, end) or _THE_FIRM.match(text, start, end)
        if match and not _SPEAKS.match(text, match.end(), end):
            return match.group()
    return ""


def places_in(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, str]]:
    """Yield the places that a text names: start, end, and the country or province.

    >>> [place for _, _, place in places_in("Chilean ore goes to Hunan")]
    ['Chile', 'Hunan']
    """
    for match in _PLACE.finditer(text, start, len(text) if end is None else end):
        yield match.start(), match.end(), _NAMES[match.group()]


def firms_in(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """Return the names of firms in a text.

    >>> firms_in("Hanbit Foil and Seberang Copper were not asked")
    ['Hanbit Foil', 'Seberang Copper']
    """
    return [match.group() for match in _FIRM.finditer(text, start, len(text) if end is None else end)]


def ends_name(text: str, start: int, end: int) -> bool:
    """Whether a word ends the name of a firm and means nothing itself.

    >>> [ends_name(text, text.rindex(" ") + 1, len(text)) for text in ("of Lanthanide Holdings", "its Holdings")]
    [True, False]
    """
    return bool(_NAME_END.fullmatch(text, start, end) and _NAME.search(text, max(0, start - 30), start))


def is_about(place: str, about: frozenset[str]) -> bool:
    """Whether a place is one that the article is about, contains one, or lies in one without another being named.

    >>> is_about("Hunan", frozenset({"China"})), is_about("Hunan", frozenset({"China", "Jiangxi"}))
    (True, False)
    """
    if place in about or any(inside(item, place) for item in about):
        return True
    for item in about:
        is_country = inside(item, "world") and not inside(item, "China")
        if inside(place, item) and not (is_country and any(inside(other, item) for other in about)):
            return True
    return False
