"""Money: signs before an amount, names and codes after it, and clues to the currency of a bare sign."""

from analysis.extraction.lexicon.notation import table

# Signs before the amount. "$" and "¥" are read by context, see context.py.
CURRENCY_SIGNS: dict[str, str] = {
    surface: code
    for surface, (code, _) in table(
        """
    USD = US | US$ | US $ | $US | U.S.$ | U.S. $ | $
    CAD = CAN$ | C$ | C $ | CA$ | Can$ | Cdn$ | CDN$
    AUD = A$ | AU$ | Aus$
    HKD = HK$ | HK $ | HK
    NZD = NZ$ | NZ $
    TWD = NT$ | NT $
    SGD = S$ | S $ | SG$
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
    EUR = €
    GBP = £ | PS
    INR = ₹ | Rs. | Rs | Re | Re.
    MYR = RM
    IDR = Rp | Rp.
    ZAR = R
    CHF = Fr. | SFr
    SEK = SKr | Skr
    NOK = NKr | Nkr
    DKK = DKr | Dkr
    PLN = zł
    RUB = ₽
    KRW = ₩
    TRY = ₺
    UAH = ₴
    NGN = ₦
    PHP = ₱ | Php
    KZT = ₸
    ILS = ₪
    VND = ₫
    THB = ฿
    """
    ).items()
}
# Letters that are a sign only if attached to the digits; before a space they begin a name.
CENT_SIGNS = frozenset({"HK", "US"})  # "HK3.5 cents": the letters are money only before cents
TIGHT_SIGNS = frozenset({"HK", "US", "R", "PS", "RM", "C $", "S $"})

CURRENCY_NAMES: dict[str, tuple[str, float]] = table(
    """
    CNY * 0.01 = fen
    CNY = yuan | renminbi | rmb | cn¥ | chinese yuan | yuan renminbi | yuan rmb | rmb yuan | yn
    JPY = yen | ¥ | ￥ | japanese yen
    USD = dollar | dollars | us dollar | us dollars | u.s. dollar | u.s. dollars | $ | us$ | american dollars | bucks
    HKD = hong kong dollar | hong kong dollars | hk dollars | hk$
    SGD = singapore dollar | singapore dollars
    TWD = taiwan dollar | taiwan dollars | new taiwan dollars
    NZD = new zealand dollar | new zealand dollars
    AUD = australian dollar | australian dollars | a$
    CAD = canadian dollar | canadian dollars | c$
    USD * 0.01 = cent | cents | us cent | us cents | u.s. cents | american cents | c | ¢ | usc
    EUR = euro | euros | €
    EUR * 0.01 = euro cents | eurocents
    GBP = pound sterling | pounds sterling | british pounds | £ | sterling
    GBP * 0.01 = pence | p
    INR = rupee | rupees | indian rupees
    INR * 0.01 = paise | paisa
    RUB = rouble | roubles | ruble | rubles
    KRW = won | korean won | south korean won
    BRL = real | reais
    ZAR = rand | rands
    CHF = swiss franc | swiss francs
    MYR = ringgit
    MYR * 0.01 = sen
    ILS = shekel | shekels
    THB = baht
    IDR = rupiah
    VND = dong
    PHP = philippine pesos
    MXN = peso | pesos
    EUR * 0.01 = euro cent | eurocent
    MXN = mexican pesos
    CLP = chilean pesos
    ARS = argentine pesos
    PLN = zloty | zlotys
    SEK = swedish krona | swedish kronor | kronor
    NOK = norwegian kroner
    DKK = danish kroner
    CZK = koruna | korunas | czech koruna | czech crowns
    HUF = forint | forints
    TRY = lira | liras | turkish lira | turkish liras
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
    BRL = reals
    BOB = bolivianos
    TZS = tanzanian shillings
    UGX = ugandan shillings
    NAD = namibian dollars
    BYN = belarusian rubles
    MNT = tugriks | tugrik
    KGS = soms
    UZS = uzbek soums | sums
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
    """
)
# The currency of a peso: that of the country which the document mentions most.
PESO_CUES: dict[str, tuple[str, ...]] = {
    "CLP": ("Chile", "Chilean", "Santiago", "Antofagasta", "CLP", "Codelco", "Cochilco"),
    "ARS": ("Argentina", "Argentine", "Buenos Aires", "ARS"),
    "COP": ("Colombia", "Colombian", "Bogota", "COP"),
    "PHP": ("Philippines", "Philippine", "Manila", "PHP"),
    "MXN": ("Mexico", "Mexican", "MXN"),
}
# Words that show the currency of a bare "$" or "¥".
YUAN_CUES = (
    "China Chinese yuan renminbi RMB CNY Beijing Shanghai Shenzhen SHFE SMM Jiangxi Yunnan Sichuan Guangdong "
    "Shandong Henan Hunan Anhui Fujian Guangxi Guizhou Gansu Qinghai Xinjiang Hebei Hubei Zhejiang Jiangsu "
    "Shanxi Shaanxi Liaoning Ganzhou MIIT NDRC Xinhua Tianjin Chongqing Ningbo Wuhan GFEX"
).split()
YEN_CUES = "Japan Japanese yen JPY Tokyo Osaka Nikkei METI JOGMEC Sumitomo Mitsubishi Mitsui".split()
DOLLAR_CUES: dict[str, tuple[str, ...]] = {
    "AUD": ("A$", "AU$", "AUD", "ASX"),
    "CAD": ("C$", "CA$", "CAD", "TSX", "TSXV"),
    "HKD": ("HK$", "HKD", "HKEX"),
    "NZD": ("NZ$", "NZX"),
    "SGD": ("S$", "SGX"),
    "USD": ("US$", "USD"),
}
