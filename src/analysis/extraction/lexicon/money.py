"""Money: signs before an amount, names and codes after it, and clues to the currency of a bare sign."""

from analysis.extraction.lexicon.numerals import names, table

# Signs before the amount. "$" and "¥" are read by context, see document_conventions.py.
CURRENCY_SIGNS = names(
    """
    USD = US | US$ | US $ | $US | U.S.$ | U.S. $ | $ | usd | Usd
    CAD = CAN$ | C$ | C $ | CA$ | Can$ | Cdn$ | CDN$ | $C | $CAN | $Can | $CAD
    AUD = A$ | AU$ | Aus$ | $A | $AU | $Aus | $AUD
    HKD = HK$ | HK $ | HK | $HK
    NZD = NZ$ | NZ $ | $NZ
    TWD = NT$ | NT $ | $NT
    SGD = S$ | S $ | SG$ | $S
    NAD = N$
    COP = COL$
    CLP = CLP$
    ARS = AR$
    PEN = S/
    KES = KSh | Ksh
    BDT = Tk
    GHS = GH₵ | GHS | GH¢
    MXN = MX$ | Mex$
    BRL = R$
    CNY = CN¥ | RMB¥ | RMB | Rmb | Yn | Yuan | yuan | CN￥
    JPY = JP¥ | ¥ | ￥
    EUR = € | eur | Eur
    GBP = £ | PS | gbp
    INR = ₹ | Rs. | Rs | Re | Re. | inr
    MYR = RM
    IDR = Rp | Rp.
    ZAR = R
    CHF = Fr. | SFr
    SEK = SKr | Skr
    NOK = NKr | Nkr
    DKK = DKr | Dkr
    PLN = zł | zl
    RUB = ₽
    KRW = ₩
    TRY = ₺ | TL | tl
    UAH = ₴
    NGN = ₦
    PHP = ₱ | Php
    KZT = ₸
    ILS = ₪
    VND = ₫
    GEL = ₾
    AZN = ₼
    LAK = ₭
    MNT = ₮
    PYG = ₲
    CRC = ₡
    JMD = J$
    TTD = TT$
    BSD = B$
    BZD = BZ$
    LRD = L$
    FJD = FJ$
    EGP = E£
    AED = Dh | Dhs
    TZS = TSh | Tsh
    UGX = USh | Ush
    THB = ฿ | Bt
    """
)
# Letters that are a sign only if attached to the digits; before a space they begin a name.
# Hundredths or millions before the amount: "US cents 5.2", "MSEK 45".
# Codes of hundredths, before or after the amount.
CENT_CODES: dict[str, tuple[str, float]] = table(
    """
    GBP * 0.01 = GBp | GBX
    USD * 0.01 = USc
    EUR * 0.01 = EURc
    AUD * 0.01 = AUc | A¢
    CAD * 0.01 = CAc | C¢
    ZAR * 0.01 = ZAc | ZAX
    ILS * 0.01 = ILX
    """
)
SCALED_SIGNS: dict[str, tuple[str, float]] = (
    CENT_CODES
    | table(
        """
    USD * 0.01 = US cents | U.S. cents | USD cents | US cent | UScents | US¢ | USc | ¢
    EUR * 0.01 = EUR cents | euro cents | Euro cents
    ZAR * 0.01 = SA cents | ZAR cents
    HKD * 0.01 = HKD cents | HK cents
    """
    )
    | {
        surface: (code, 1e6)
        for sign, code in (("€", "EUR"), ("£", "GBP"), ("US$", "USD"), ("A$", "AUD"), ("C$", "CAD"))
        for surface in (f"{sign}m", f"Mio {sign}", f"Mio. {sign}")
    }
    | {
        surface: (code, factor)
        for code in ("USD", "EUR", "SEK", "NOK", "DKK", "CHF")
        for letter, factor in (("M", 1e6), ("k", 1e3), ("K", 1e3), ("T", 1e3))
        for surface in (letter + code, *([code + "m"] if letter == "M" else []))
    }
)
CENT_SIGNS = frozenset({"HK", "US"})  # "HK3.5 cents": the letters are money only before cents
TIGHT_SIGNS = frozenset({"HK", "US", "R", "PS", "RM", "C $", "S $", "N", "K", "P"})
# Of these, money after a space too if thousands, millions or a rate follow: "R 4.5bn".
SPACED_IF_SIZED = frozenset({"R", "RM", "N", "K", "P"})

CURRENCY_NAMES: dict[str, tuple[str, float]] = table(
    """
    CNY * 0.01 = fen
    CNY = yuan | renminbi | rmb | cn¥ | chinese yuan | yuan renminbi | yuan rmb | rmb yuan | yn
    JPY = yen | ¥ | ￥ | japanese yen
    USD = dollar | dollars | us dollar | us dollars | u.s. dollar | u.s. dollars | $ | us$ | american dollars | bucks
    USD = usd
    HKD = hong kong dollar | hong kong dollars | hk dollars | hk$
    SGD = singapore dollar | singapore dollars
    TWD = taiwan dollar | taiwan dollars | new taiwan dollars
    NZD = new zealand dollar | new zealand dollars
    AUD = australian dollar | australian dollars | a$
    CAD = canadian dollar | canadian dollars | c$
    USD * 0.01 = cent | cents | us cent | us cents | u.s. cents | american cents | c | cps | ¢ | usc | us¢ | cts
    EUR = euro | euros | € | eur
    GBP = pound sterling | pounds sterling | british pounds | £ | sterling | gbp
    GBP * 0.01 = pence | p
    INR = rupee | rupees | indian rupees | inr
    INR * 0.01 = paise | paisa
    RUB = rouble | roubles | ruble | rubles
    KRW = won | korean won | south korean won
    BRL = real | reals | reais
    ZAR = rand | rands
    CHF = swiss franc | swiss francs
    MYR = ringgit
    MYR * 0.01 = sen
    ILS = shekel | shekels
    THB = baht
    IDR = rupiah
    VND = dong
    PHP = philippine pesos
    EUR * 0.01 = euro cent | euro cents | eurocent | eurocents
    MXN = mexican pesos
    CLP = chilean pesos
    ARS = argentine pesos
    PLN = zloty | zlotys | zl | zł
    SEK = swedish krona | swedish kronor | kronor
    NOK = norwegian kroner | norwegian krone
    DKK = danish kroner | danish krone
    CZK = koruna | korunas | czech koruna | czech crowns
    HUF = forint | forints
    TRY = lira | liras | tl | turkish lira | turkish liras
    UAH = hryvnia
    KZT = tenge
    NGN = naira
    ZMW = kwacha
    GHS = cedi | cedis
    KES = kenyan shillings
    BDT = taka
    AED = dirham | dirhams
    SAR = riyal | riyals | saudi riyals
    QAR = qatari riyals
    IRR = iranian rials | rials
    OMR = omani rials
    IQD = iraqi dinars
    KWD = kuwaiti dinars
    RSD = serbian dinars
    JOD = jordanian dinars
    DZD = algerian dinars
    MAD = moroccan dirhams
    XAF = cfa francs
    CDF = congolese francs
    GNF = guinean francs
    PKR = pakistani rupees
    LKR = sri lankan rupees
    COP = colombian pesos
    PEN = soles | peruvian soles
    BOB = bolivianos
    TZS = tanzanian shillings
    UGX = ugandan shillings
    NAD = namibian dollars
    BYN = belarusian rubles
    MNT = tugriks | tugrik
    KGS = soms
    UZS = uzbek soums | soums | soum | sums
    RON = lei
    BGN = leva | lev
    MMK = kyat | kyats
    ETB = birr
    MZN = meticais
    AOA = kwanza | kwanzas
    BWP = pula
    PGK = kina
    AZN = manat | manats
    GEL = lari
    LAK = kip
    KHR = riel | riels
    EGP = egyptian pounds | egyptian pound
    GTQ = quetzal | quetzales
    HNL = lempira | lempiras
    CRC = colon costarricense | colones
    NIO = cordobas
    PYG = guaranies | guaranis
    VES = bolivares
    PAB = balboas
    HTG = gourdes
    ALL = lek | leks
    MKD = denars
    MRU = ouguiya | ouguiyas
    GMD = dalasi | dalasis
    SLE = leones
    MGA = ariary
    ERN = nakfa
    TJS = somoni
    AFN = afghanis
    MVR = rufiyaa
    MOP = pataca | patacas
    BTN = ngultrum
    VUV = vatu
    LSL = maloti
    SZL = emalangeni
    AMD = dram | drams
    XOF = west african francs
    """
)
# Words that show the currency of a bare "$" or "¥".
YUAN_CUES = (
    "China Chinese yuan renminbi RMB CNY Beijing Shanghai Shenzhen SHFE SMM Jiangxi Yunnan Sichuan Guangdong "
    "Shandong Henan Hunan Anhui Fujian Guangxi Guizhou Gansu Qinghai Xinjiang Hebei Hubei Zhejiang Jiangsu "
    "Shanxi Shaanxi Liaoning Ganzhou MIIT NDRC Xinhua Tianjin Chongqing Ningbo Wuhan GFEX"
).split()
YEN_CUES = "Japan Japanese yen JPY Tokyo Osaka Nikkei METI JOGMEC Sumitomo Mitsubishi Mitsui".split()


def _cues(listed: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """The words that show a currency; `_` stands for a space within one of them."""
    return {code: tuple(cue.replace("_", " ") for cue in cues.split()) for code, cues in listed.items()}


DOLLAR_CUES = _cues(
    {
        "AUD": "A$ AU$ $A AUD ASX",
        "CAD": "C$ CA$ $C CAD TSX TSXV",
        "HKD": "HK$ $HK HKD HKEX",
        "NZD": "NZ$ $NZ NZX",
        "SGD": "S$ $S SGX",
        "USD": "US$ $US USD US U.S. United_States Washington American NYSE Nasdaq Comex Texas Nevada Ohio Arizona Utah "
        "Michigan California Alaska",
    }
)
# Money of several countries: whose it is the countries say that the sentence mentions, else the document.
COUNTRY_CUES = _cues(
    {
        "CLP": "Chile Chilean Santiago Antofagasta CLP Codelco Cochilco 智利",
        "ARS": "Argentina Argentine Buenos_Aires ARS 阿根廷",
        "COP": "Colombia Colombian Bogota COP 哥伦比亚",
        "PHP": "Philippines Philippine Manila PHP 菲律宾",
        "MXN": "Mexico Mexican MXN 墨西哥",
        "NOK": "Norway Norwegian Norges Oslo NOK Hydro Equinor 挪威",
        "SEK": "Sweden Swedish Stockholm SEK LKAB Boliden 瑞典",
        "DKK": "Denmark Danish Copenhagen DKK 丹麦",
        "CZK": "Czech Prague CZK 捷克",
        "ISK": "Iceland Icelandic Reykjavik ISK 冰岛",
        "RSD": "Serbia Serbian Belgrade RSD 塞尔维亚",
        "DZD": "Algeria Algerian Algiers DZD 阿尔及利亚",
        "IQD": "Iraq Iraqi Baghdad IQD 伊拉克",
        "KWD": "Kuwait Kuwaiti KWD 科威特",
        "JOD": "Jordan Jordanian Amman JOD 约旦",
        "TND": "Tunisia Tunisian Tunis TND 突尼斯",
        "BHD": "Bahrain Bahraini BHD 巴林",
        "LYD": "Libya Libyan Tripoli LYD 利比亚",
        "KES": "Kenya Kenyan Nairobi Mombasa KES 肯尼亚",
        "TZS": "Tanzania Tanzanian Dar_es_Salaam Dodoma TZS 坦桑尼亚",
        "UGX": "Uganda Ugandan Kampala UGX 乌干达",
        "SOS": "Somalia Somali Mogadishu SOS 索马里",
        "CHF": "Switzerland Swiss Zurich Geneva CHF Glencore 瑞士",
        "GNF": "Guinea Guinean Conakry Simandou GNF 几内亚",
        "CDF": "Congo Congolese Kinshasa DRC CDF 刚果",
        "RWF": "Rwanda Rwandan Kigali RWF 卢旺达",
        "XOF": "Senegal Mali Malian Ivory_Coast Ivorian Burkina Niger Benin Togo XOF 科特迪瓦 塞内加尔 马里",
        "XAF": "Cameroon Gabon Gabonese Chad XAF 喀麦隆 加蓬",
        "PKR": "Pakistan Pakistani Islamabad Karachi Lahore PKR",
        "LKR": "Sri_Lanka Lankan Colombo LKR",
        "NPR": "Nepal Nepali Nepalese Kathmandu NPR",
        "MUR": "Mauritius Mauritian MUR",
        "INR": "India Indian Delhi Mumbai INR",
        "QAR": "Qatar Qatari Doha QAR 卡塔尔",
        "YER": "Yemen Yemeni YER 也门",
        "SAR": "Saudi Riyadh SAR 沙特",
        "OMR": "Oman Omani Muscat OMR 阿曼",
        "IRR": "Iran Iranian Tehran IRR 伊朗",
        "MAD": "Morocco Moroccan Rabat MAD",
        "AED": "UAE Emirates Emirati Dubai Abu_Dhabi AED",
        "BYN": "Belarus Belarusian Minsk BYN",
        "RUB": "Russia Russian Moscow RUB",
        "MDL": "Moldova Moldovan Chisinau MDL",
        "RON": "Romania Romanian Bucharest RON",
        "MWK": "Malawi Malawian Lilongwe MWK",
        "ZMW": "Zambia Zambian Lusaka Copperbelt Kitwe Ndola Solwezi Kansanshi Lumwana Mopani Konkola ZMW",
        "PGK": "Papua PNG Moresby PGK",
        "NGN": "Nigeria Nigerian Lagos Abuja NGN",
        "BWP": "Botswana Gaborone BWP",
        "EGP": "Egypt Egyptian Cairo EGP",
        "LBP": "Lebanon Lebanese Beirut LBP",
        "SDG": "Sudan Sudanese Khartoum SDG",
    }
)
# The word, the currencies that it can be, and the one without a cue; none if it is not money then.
SHARED_MONEY: dict[str, tuple[tuple[str, ...], str]] = {
    word: (tuple(codes.split()), default)
    for words, codes, default in (
        ("peso pesos", "CLP ARS COP PHP MXN", "MXN"),
        ("crown crowns krone kroner krona 克朗", "NOK SEK DKK CZK ISK", ""),
        ("dinar dinars 第纳尔", "RSD DZD IQD KWD JOD TND BHD LYD", ""),
        ("shilling shillings 先令", "KES TZS UGX SOS", ""),
        ("franc francs 法郎", "CHF GNF CDF RWF XOF XAF", ""),
        ("rupee rupees Rs Rs. Re Re. rs", "INR PKR LKR NPR MUR", "INR"),
        ("riyal riyals", "SAR QAR YER", "SAR"),
        ("rial rials", "IRR OMR", "IRR"),
        ("dirham dirhams", "AED MAD", "AED"),
        ("rouble roubles ruble rubles", "RUB BYN", "RUB"),
        ("lei", "RON MDL", "RON"),
        ("kwacha", "ZMW MWK", "ZMW"),
        ("比索", "CLP ARS COP PHP MXN", ""),
        ("里亚尔", "SAR QAR YER IRR OMR", ""),
        # Letters that are money only where the country is mentioned.
        ("N", "NGN", ""),
        ("K", "ZMW PGK", ""),
        ("P", "PHP BWP", ""),
        ("SR", "SAR", ""),
        ("QR", "QAR", ""),
        ("LE", "EGP", ""),
        ("MK", "MWK", ""),
    )
    for word in words.split()
}
CUED_SIGNS = frozenset("N K P SR QR LE MK".split())
POUND_CUES = ("EGP", "LBP", "SDG")
