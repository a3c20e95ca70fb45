"""What a sentence says of the kind of a profit or price: invented sentences, one printed amount each."""

import re

import pytest

from analysis.core.money_basis import RULES, bases_in, stated_basis

# sentence, printed amount, profit basis, tax basis
DEVELOPED_ON = [
    ("The mill keeps a pre-tax profit of $85 on each tonne of rod.", "$85", "after_depreciation", ""),
    ("Profit before tax came to $85 a tonne at the strip works.", "$85", "after_depreciation", ""),
    ("After tax, the foil plant clears $310 per tonne.", "$310", "net", ""),
    ("An after-tax margin of $310 a tonne is left on thin foil.", "$310", "net", ""),
    ("EBITDA per tonne of foil was $720 in the second quarter.", "$720", "before_depreciation", ""),
    (
        "Earnings before interest, tax, depreciation and amortisation were $720 a tonne.",
        "$720",
        "before_depreciation",
        "",
    ),
    ("The division's EBIT was $95 for every tonne of wire sold.", "$95", "after_depreciation", ""),
    ("Operating profit per tonne slipped to $95 last autumn.", "$95", "after_depreciation", ""),
    ("Before writing off the plant, a tonne of foil earns $640.", "$640", "before_depreciation", ""),
    ("Excluding depreciation, foil brings in $640 a tonne.", "$640", "before_depreciation", ""),
    ("Once depreciation has been charged, $410 a tonne remains on foil.", "$410", "after_depreciation", ""),
    ("With depreciation deducted, wire makes $12 a tonne.", "$12", "after_depreciation", ""),
    ("Its cash margin on foil is $640 per tonne.", "$640", "before_depreciation", ""),
    ("Shareholders were left with $55 a tonne at the bottom line.", "$55", "net", ""),
    ("Net earnings per tonne of tube reached $55.", "$55", "net", ""),
    ("The gross margin on foil narrowed to $500 a tonne.", "$500", "gross", ""),
    ("On a gross basis foil still earns $500 per tonne.", "$500", "gross", ""),
    ("Foil earns $500 per tonne, and gross tonnage passed 40,000 tonnes.", "$500", "", ""),
    ("As the gross domestic product grew, wire made $20 a tonne.", "$20", "", ""),
    ("The net weight of a coil is 200 kg and its margin $20 a tonne.", "$20", "", ""),
    ("A tonne of foil sells at a fee of $3,900, VAT included.", "$3,900", "", "with_vat"),
    ("The VAT-inclusive fee for 4.5-micron foil is $3,900 a tonne.", "$3,900", "", "with_vat"),
    ("Fees of $3,450 a tonne are quoted net of 13% VAT.", "$3,450", "", "without_vat"),
    ("The fee is $3,450 per tonne plus VAT.", "$3,450", "", "without_vat"),
    ("An ex-VAT fee of $3,450 a tonne was agreed for the year.", "$3,450", "", "without_vat"),
    ("Tax-inclusive fees for foil rose to $3,900 a tonne.", "$3,900", "", "with_vat"),
    ("Fees were $3,450 a tonne without tax, traders said.", "$3,450", "", "without_vat"),
    ("The report does not say whether the $1,400 a tonne is gross or net.", "$1,400", "", ""),
    ("The $1,400 a tonne is not a net profit.", "$1,400", "", ""),
    ("Net profit fell, but the gross profit on foil held at $500 a tonne.", "$500", "gross", ""),
]
# written before the rules were run on them; 10 of the first 15 and 12 of the last 15 were right at first
HELD_OUT = [
    ("What the smelter books per tonne of cathode, $140, is its gross earnings.", "$140", "gross", ""),
    ("Stripping out depreciation, the line makes $260 on a tonne of strip.", "$260", "before_depreciation", ""),
    ("Net of amortisation the foil shop is left with $180 a tonne.", "$180", "after_depreciation", ""),
    ("The foil unit's operating loss widened to $75 per tonne.", "$75", "after_depreciation", ""),
    ("Adjusted EBITDA reached $910 per tonne of ultra-thin foil.", "$910", "before_depreciation", ""),
    ("A tonne brought its owners $48 net.", "$48", "net", ""),
    ("Profit attributable to shareholders works out at $48 a tonne.", "$48", "net", ""),
    ("Pretax earnings of $66 per tonne were reported for rod.", "$66", "after_depreciation", ""),
    ("The tolling charge of $2,900 a tonne includes 13 percent VAT.", "$2,900", "", "with_vat"),
    ("Premiums of $410 per tonne, exclusive of value-added tax, were paid.", "$410", "", "without_vat"),
    ("Buyers pay $2,900 a tonne, and VAT comes on top.", "$2,900", "", "without_vat"),
    ("The maker's net debt is small and foil earns $500 a tonne.", "$500", "", ""),
    ("Gross sales rose as wire brought a profit of $17 a tonne.", "$17", "", ""),
    ("The margin of $620 a tonne does not yet take account of depreciation.", "$620", "before_depreciation", ""),
    ("Posted at $3,100 a tonne, the fee leaves out tax.", "$3,100", "", "without_vat"),
    ("Leaving aside the write-down of old cells, a tonne yields $230.", "$230", "", ""),
    ("Omitting depreciation, the caster makes $150 a tonne.", "$150", "before_depreciation", ""),
    ("Tubes made $40 per ton, net, in the third quarter.", "$40", "net", ""),
    ("Net operating income of $77 a tonne is what the board reports.", "$77", "after_depreciation", ""),
    ("Its profit of $33 per tonne takes depreciation into account.", "$33", "after_depreciation", ""),
    ("The listed fee, $2,750 a tonne, is subject to VAT.", "$2,750", "", "without_vat"),
    ("Foil sells for a premium of $2,750 per tonne with tax.", "$2,750", "", "with_vat"),
    ("Gross losses of $120 a tonne were common among small makers.", "$120", "gross", ""),
    ("The rod plant's earnings before taxes were $21 a tonne.", "$21", "after_depreciation", ""),
    ("After wages and power a tonne leaves $95 of margin.", "$95", "", ""),
    ("The company, net of subsidies, says foil makes $600 a tonne.", "$600", "", ""),
    ("A gross of trays costs $9, and wire makes $15 a tonne.", "$15", "", ""),
    ("EBITA per tonne of strip was $110.", "$110", "after_depreciation", ""),
    ("After-tax return per tonne of foil: $205.", "$205", "", ""),
    ("Post-tax profit stood at $205 per tonne of foil.", "$205", "net", ""),
]


@pytest.mark.parametrize(("sentence", "printed", "profit", "tax"), DEVELOPED_ON + HELD_OUT)
def test_the_kind_of_a_profit_or_price_is_what_its_clause_says(sentence, printed, profit, tax):
    found = stated_basis(sentence, printed)
    assert (found.profit_basis, found.tax_basis) == (profit, tax)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.example)
def test_each_rule_has_an_example_and_a_similar_counter_example(rule):
    assert rule.value in bases_in(rule.example)[rule.kind]
    assert rule.value not in bases_in(rule.counter_example)[rule.kind]
    assert re.search(rule.pattern, rule.example, re.IGNORECASE)


@pytest.mark.parametrize(
    ("sentence", "printed", "profit", "tax"),
    [
        ("6微米锂电铜箔加工费为每吨2万元(含税)。", "2万元", "", "with_vat"),
        ("6微米锂电铜箔加工费不含税为每吨1.8万元。", "1.8万元", "", "without_vat"),
        ("该厂铜箔毛利率为12%。", "12%", "gross", ""),
        ("铜杆税后利润每吨90元。", "90元", "net", ""),
        ("折旧前利润每吨4500元。", "4500元", "before_depreciation", ""),
    ],
)
def test_the_kind_is_read_in_chinese_too(tmp_path, sentence, printed, profit, tax):
    from analysis.binding.gloss import gloss_of
    from analysis.documents.sources import read_sources

    (tmp_path / "a.txt").write_text(sentence + "\n", encoding="utf-8")
    (document,) = read_sources(tmp_path).documents
    found = stated_basis(gloss_of(document).text)
    assert (found.profit_basis, found.tax_basis) == (profit, tax)
