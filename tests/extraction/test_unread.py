"""Languages that are not read: the document's language is found, and only what is safe is taken."""

from pathlib import Path

import pytest

from analysis.documents.document import document_of
from analysis.extraction.extract import extract_figures, read_figures
from analysis.extraction.unread.detection import OTHER, unread_language

# Each: language, text, and the figures that are safe.
TEXTS = [
    (
        "Spanish",
        "La producción de cobre de la mina creció un 5,2 % en el año y las ventas llegaron a 1.200 "
        "toneladas, con ingresos de USD 54,1 millones para la empresa y una deuda de EUR 350 en total.",
        ["5,2 %", "EUR 350"],
    ),
    (
        "French",
        "La production de zinc a augmenté de 3 % et les ventes sont de 1,2 million de tonnes dans le "
        "pays, pour une valeur de EUR 12,50 par action qui est la plus haute.",
        ["3 %", "EUR 12,50"],
    ),
    (
        "Portuguese",
        "A receita da empresa foi de R$ 54,1 bilhões, uma alta de 12,5% em relação ao ano anterior, e as "
        "vendas de aço não chegaram a 2 milhões de toneladas no país.",
        ["12,5%"],
    ),
    (
        "Italian",
        "La produzione di acciaio è scesa del 4,5 % nel mese e i prezzi sono a 650 euro per tonnellata, "
        "con una domanda che non cresce più del 1,5 %.",
        ["4,5 %", "1,5 %"],
    ),
    (
        "Dutch",
        "De productie van de fabriek is met 7,5 % gestegen en het bedrijf heeft ook 1.250 ton zink in het"
        " jaar verkocht aan een klant.",
        ["7,5 %"],
    ),
    (
        "a language in Cyrillic script",
        "Производство меди выросло на 5,5 % до 1,2 млн тонн, а выручка составила 30 млрд рублей.",
        ["5,5 %"],
    ),
    (
        "Polish",
        "Wzrost sprzedaży miedzi w tym roku jest na poziomie 6,5 % oraz nie był tak duży od pięciu lat, "
        "dla spółki przez to dług do 2 mld zł.",
        ["6,5 %"],
    ),
    (
        "Japanese",
        "銅の生産は5.5%増の120万トンとなり、売上高は30億円に達した。",
        ["5.5%"],
    ),
    (
        "Korean",
        "구리 생산량은 5.5% 증가한 120만 톤이었다.",
        ["5.5%"],
    ),
    (
        "Turkish",
        "Bakır üretimi bu yıl yüzde 5 arttı ve şirketin geliri için çok önemli olan bir artış ile %12 oldu.",
        [],
    ),
    (
        "Indonesian or Malay",
        "Produksi nikel yang naik 5,5% pada tahun ini adalah 1,2 juta ton dan tidak akan turun untuk "
        "tahun yang akan datang.",
        ["5,5%"],
    ),
]


@pytest.mark.parametrize(("language", "text", "safe"), TEXTS)
def test_only_unmistakable_figures_are_read_with_a_notice(language, text, safe):
    assert unread_language(text) == language
    readings = read_figures(text)
    assert [reading.figure.text for reading in readings] == safe
    assert all("not read" in reading.unit_rule for reading in readings)
    (note,) = document_of(text.encode(), Path("a.txt"), "a").notes
    assert language in note


def test_german_is_read_in_part_with_a_notice():
    text = "Der Umsatz der Hütte ist im Jahr um 6,4 Prozent auf 312 Mio. € gestiegen, und mehr wurde nicht genannt."
    assert [(figure.low, figure.unit) for figure in extract_figures(text)] == [(6.4, "percent"), (312e6, "EUR")]
    (note,) = document_of(text.encode(), Path("a.txt"), "a").notes
    assert "German" in note


@pytest.mark.parametrize(
    "text",
    [
        "Output of the mine rose by 5% to 1,200 tonnes, said La Caridad's owner Minera de los Andes.",
        "Cu | 61.4 | 57.9\nZn | 30.2 | 31.0",
        "Freight W-o-W 3.5 Tubarao-Qingdao 23.40",
        "El Teniente, Los Pelambres and La Escondida made 5 kt, 4 kt and 9 kt.",
        "",
    ],
)
def test_english_with_foreign_names_is_read(text):
    assert unread_language(text) == ""


@pytest.mark.parametrize("text", ["entre 5 y 7 %", "5-7 %", "EUR 54,1 millones", "USD 1.234", "12.345 %", "R$ 54,1"])
def test_ambiguous_numbers_are_left_out(text):
    sentence = f"La producción de la empresa en el año fue de {text} según los datos que se publicaron con las ventas."
    assert extract_figures(sentence) == []


@pytest.mark.parametrize(
    "text",
    [
        "Huta odzyskała 42 tysiące ton cynku, więcej niż przed rokiem. Zysk spółki wyniósł 12 euro.",
        "Závod vyrobil o 5 procent více niklu než loni. Zisk společnosti klesl, říká ředitel.",
        "Az üzem több alumíniumot gyártott, mint tavaly. A nyereség öt százalékkal csökkent.",
        "Rūpnīca saražoja vairāk vara nekā pērn. Uzņēmuma peļņa samazinājās.",
        "Álverið framleiddi meira en í fyrra. Hagnaður félagsins dróst saman, sagði forstjórinn.",
        "Tesis geçen yıla göre yüzde 5 daha fazla bakır üretti. Şirketin kârı düştü.",
        "Nhà máy sản xuất thiếc nhiều hơn năm trước. Lợi nhuận giảm.",
    ],
)
def test_a_text_too_short_to_name_its_language_is_still_not_read(text):
    assert unread_language(text) == OTHER


@pytest.mark.parametrize(
    "text",
    [
        "Aurubis, Boliden and KGHM: output by plant (kt)\nRönnskär 200\nPirdop 230\nGłogów 480",
        "São Paulo, Malmö, Łódź, Köln: copper 5 t",
        "Production (t)\nJosé María 1\nQuebrada Blanca 2\nCerro Colorado 3",
        "Café, résumé: tin price falls 5% as demand slows",
        "Rönnskär: copper up 5%. The smelter at Škofja Loka closed, said São Paulo's Vale.",
        "中国锡储量约占世界的23%，约为100万吨。",
        "Zinc 2,345 2,410 -2.7%\nTin 30,100 29,900 +0.7%",
    ],
)
def test_names_with_marks_are_no_other_language(text):
    assert unread_language(text) == ""
