"""Each unit, scale and currency of the lexicon in every way that the trade writes it."""

import pytest

from analysis.core.units import CURRENCY_CODES
from analysis.extraction import lexicon as lex
from analysis.extraction.extract import extract_figures, read_figures

NUMBER = 37.5

# Spellings that have another meaning, and what decides.
AMBIGUOUS = {
    "MT": "attached and with decimals it is million tonnes, see document_conventions.py",
    "mt": "attached and with decimals it is million tonnes, see document_conventions.py",
    "bit": "a unit only attached: 'a bit'",
    "x": "a unit only attached: '30 x 40 cm'",
    "×": "a unit only attached: '30 × 40 cm'",
    "″": "a unit only attached: a closing quotation mark",
    '"': "a unit only attached, where no quotation is open",
    "'": "a unit only attached to a whole number: a closing quotation mark",
    "in": "a unit only attached: '37.5 in May'",
    "C": "a unit only attached: a code",
    "T": "tonnes before what is weighed: 'a 25T truck', '30T of scrap'; trillions before or after money; else none",
    "F": "a unit only attached, after a minus sign or where the sentence speaks of heat",
    "s": "a unit only attached: a plural",
    "h": "a unit only attached or of a whole number without a noun",
    "pt": "percentage points only attached and with decimals: a size of print",
    "pts": "percentage points only attached and with decimals: points of an index",
    "N": "no unit if attached: '3N' is a purity",
    "mnt": "MNT is the tugrik of Mongolia, MnT million tonnes",
    "kgs": "KGS is the som of Kyrgyzstan",
    "dmtu": "in a rate it keeps its name",
    "teu": "in a rate it keeps its name",
    "feu": "in a rate it keeps its name",
}
# Names of money that are words too: only where the text speaks of their country, or with thousands or millions.
MONEY_AMBIGUOUS = frozenset("c cps p won real soles reals soms sums lei lev kina kip dram drams lek".split())
# Signs that are not money before a space, or only before "cents".
SIGNS_AMBIGUOUS = lex.TIGHT_SIGNS | lex.CENT_SIGNS
PLAIN = [surface for surface in lex.UNITS if surface not in AMBIGUOUS]
RATED = [
    surface
    for surface in PLAIN
    if "/" not in lex.UNITS[surface][0] and lex.UNITS[surface][0] not in lex.SHARES | {"degC", "degF", "degree"}
]


def only(text: str) -> tuple[float, str] | None:
    """The one figure of a text; None if it has another number of them."""
    found = extract_figures(text)
    return (found[0].low, found[0].unit) if len(found) == 1 else None


def misread(forms: dict[str, tuple[float, str]]) -> dict[str, object]:
    """The texts whose figure is not the expected one."""
    read = {text: only(text) for text in forms}
    return {text: read[text] for text, (value, unit) in forms.items() if read[text] != (pytest.approx(value), unit)}


def test_units_after_a_space_attached_and_after_a_hyphen():
    forms = {
        f"It was a {NUMBER}{gap}{surface} one.": (NUMBER * lex.UNITS[surface][1], lex.UNITS[surface][0])
        for surface in PLAIN
        for gap in (" ", "", "-")
        if not (gap == "-" and surface.endswith("."))
    }
    assert misread(forms) == {}


def test_units_in_words_in_any_case():
    forms = {
        f"It was {NUMBER} {cased} then.": (NUMBER * factor, unit)
        for surface, (unit, factor) in lex.WORD_UNITS.items()
        if surface not in AMBIGUOUS
        for cased in (surface.upper(), surface.title(), surface.capitalize())
    }
    assert misread(forms) == {}


def test_symbols_in_another_case():
    forms = {
        f"It was {NUMBER} {cased} then.": (NUMBER * factor, unit)
        for surface, (unit, factor) in lex.ANY_CASE_UNITS.items()
        if surface not in AMBIGUOUS
        for cased in (surface, surface.upper(), surface.title())
        if cased not in lex.CASE_UNITS and not cased.startswith("%")
    }
    assert misread(forms) == {}
    assert only("It was 37.5 mW then.") == (NUMBER, "mW")  # a symbol that is written as it should be stays


@pytest.mark.parametrize("written", ["${n}/{unit}", "${n} / {unit}", "${n} per {unit}", "US$/{unit} {n}"])
def test_units_of_a_price(written):
    in_front = written.startswith("US$/")
    forms = {
        f"It cost {written.format(n=NUMBER, unit=surface)} then.": (
            NUMBER / lex.UNITS[surface][1],
            f"USD/{lex.UNITS[surface][0]}",
        )
        for surface in RATED
        if not in_front or (surface.isascii() and surface.isalpha() and len(surface) < 10)
    }
    assert misread(forms) == {}


def test_scales_of_money_and_tonnes():
    forms = {}
    for word, factor in lex.SCALES.items():
        forms[f"It paid ${NUMBER} {word} then."] = (NUMBER * factor, "USD")
        forms[f"It had {NUMBER} {word} tonnes then."] = (NUMBER * factor, "t")
    assert misread(forms) == {}


LETTERS = {"k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "MM": 1e6, "mm": 1e6, "mn": 1e6, "mln": 1e6,
           "b": 1e9, "B": 1e9, "bn": 1e9, "tn": 1e12}  # fmt: skip


@pytest.mark.parametrize(("letters", "factor"), LETTERS.items())
def test_letters_as_scales(letters, factor):
    forms = {
        f"It was {NUMBER}{gap}{letters} {unit} then.": (NUMBER * factor, name)
        for unit, name in {
            "dollars": "USD",
            "euros": "EUR",
            "EUR": "EUR",
            "tonnes": "t",
            "oz": "ozt",
            "bbl": "bbl",
        }.items()
        for gap in ("", " ")
    } | {
        f"It was {sign}{NUMBER}{gap}{letters} then.": (NUMBER * factor, name)
        for sign, name in {"$": "USD", "US$": "USD", "EUR ": "EUR", "Rs.": "INR"}.items()
        for gap in ("", " ")
    }
    assert misread(forms) == {}


def test_currencies_before_and_after_the_number():
    forms = {}
    for code in CURRENCY_CODES - {"CNH", "CRC"}:  # CRC is cold-rolled coil
        forms |= {
            f"It paid {form} then.": (NUMBER, code)
            for form in (f"{code} {NUMBER}", f"{code}{NUMBER}", f"{NUMBER} {code}", f"{NUMBER}{code}")
        }
    for name, (code, factor) in lex.CURRENCY_NAMES.items():
        if name not in MONEY_AMBIGUOUS:
            forms[f"It paid {NUMBER} {name} then."] = (NUMBER * factor, code)
    for sign, code in lex.CURRENCY_SIGNS.items():
        if sign not in SIGNS_AMBIGUOUS:
            forms |= {f"It paid {sign}{gap}{NUMBER} then.": (NUMBER, code) for gap in ("", " ")}
    for sign, (code, factor) in lex.SCALED_SIGNS.items():
        forms[f"It paid {sign} {NUMBER} then."] = (NUMBER * factor, code)
    assert misread(forms) == {}


def test_units_before_the_number():
    forms = {
        f"Quantity: {surface} {NUMBER}.": (NUMBER * factor, unit) for surface, (unit, factor) in lex.FRONT_UNITS.items()
    }
    assert misread(forms) == {}


def test_ambiguous_spellings_are_units_of_the_lexicon():
    assert AMBIGUOUS.keys() <= lex.UNITS.keys() | lex.ANY_CASE_UNITS.keys()
    assert misread({"It was 37.5 in May.": (NUMBER, "inch")})  # a known-bad form


@pytest.mark.parametrize(
    ("text", "units"),
    [
        # developed on
        ("Two years ago it was 200.", ["year"]),
        ("Within three years it was 40.", ["year"]),
        ("Costs were 198.6 cents a pound, and compared with 145 cents in 2020.", ["USD/lb", "USD/lb"]),
        # held out
        ("Six months later the figure was 88.", ["month"]),
        ("The queue lasted 14 days, up from 9.", ["day", "day"]),
        ("It earned 45 cents a share, against 38 cents a year ago.", ["USD/share", "USD/share"]),
        ("China refines nine of every ten tonnes, or 900 tonnes.", ["t"]),
        ("It pays a dividend of 12 cents, and copper costs $4 a pound.", ["USD", "USD/lb"]),
    ],
)
def test_a_bare_number_takes_no_time_that_only_dates_it_and_the_rate_of_cents(text, units):
    assert [item.unit for item in extract_figures(text)] == units


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # developed on
        ("The premium rose to £240 a tonne. Freight costs ?85 a tonne.", ["GBP/t", "dimensionless"]),
        ("It cost ?85 a tonne, against £90 a tonne last year.", ["dimensionless", "GBP/t"]),
        ("Prices: £20; ?85; £30 a tonne", ["GBP", "dimensionless", "GBP/t"]),
        ("Rod traded between ?85 and $90 a tonne.", ["dimensionless", "USD/t"]),
        ("The contract is worth ?12 million, or $14 million.", ["dimensionless", "USD"]),
        ("Costs fell from $90 to 85 a tonne.", ["USD/t", "USD/t"]),
        ("Prices of £45 a tonne? 50 a tonne would be better.", ["GBP/t", "GBP/t"]),
        # held out
        ("Zinc fetched £2,100 a tonne. In June it was ?1,900.", ["GBP/t", "dimensionless"]),
        ("The deal values it at ?1.1 billion, not £900 million.", ["dimensionless", "GBP"]),
        ("Nickel trades at \ufffd14,900 per tonne; copper at $9,000 per tonne.", ["dimensionless", "USD/t"]),
        ("Output was ?85 tonnes against 90 tonnes.", ["t", "t"]),
        ("The rate is ?5% against 6%.", ["percent", "percent"]),
    ],
)
def test_an_amount_whose_sign_is_lost_takes_no_currency(text, expected):
    assert [figure.unit for figure in extract_figures(text)] == expected


def test_the_m_after_a_lost_sign_is_a_million_and_the_reason_is_given():
    first = read_figures("The mill earned ?4.5m and paid £2m.")[0]
    assert (first.figure.low, first.figure.unit) == (4.5e6, "dimensionless")
    assert first.unit_rule == "none, since the sign of its money is lost"
