"""The period that a sentence gives to a figure."""

from datetime import date

import pytest

from analysis.extraction.english.period_context import period_of_head
from analysis.extraction.english.period_forms import FORMS, RELATIVE_FORMS
from analysis.extraction.english.period_search import periods_in
from analysis.extraction.extract import extract_figures


def period(sentence, figure, published=None):
    (found,) = {item.period for item in extract_figures(sentence, published=published) if item.text == figure}
    return found


@pytest.mark.parametrize("form", [*FORMS, *RELATIVE_FORMS], ids=lambda form: form.name)
def test_a_form_reads_its_example(form):
    readings = [item.reading for item in periods_in(form.example, 0, len(form.example), date(2025, 6, 15))]
    assert readings[-1:] == [form.reading]
    others = [item for item in (*FORMS, *RELATIVE_FORMS) if item is not form]
    assert all(item.pattern != form.pattern and item.name != form.name for item in others)


@pytest.mark.parametrize(
    ("sentence", "figure", "expected"),
    [
        ("In 2024 sales reached 5 t.", "5 t", "2024"),
        ("From 2025 to 2027 it grows by 4%.", "4%", "2025/2027"),
        ("Sales of 5 t in March 2026.", "5 t", "2026-03"),
        ("On 4 May 2026 it cost 5 yuan.", "5 yuan", "2026-05-04"),
        ("It fell 5% on May 4, 2026.", "5%", "2026-05-04"),
        # the end of a span may have two digits; "2025-26" may be one fiscal year, "2025-11" is a month
        ("Capex for 2026-28 is 5 t.", "5 t", "2026/2028"),
        ("Between 2019–23 output fell 12%.", "12%", "2019/2023"),
        ("Demand will grow 4% a year over 2025-30.", "4%", "2025/2030"),
        ("Output was 5 t in 2025-26.", "5 t", None),
        ("Output was 5 t in 2025-11.", "5 t", None),
        # two years, each in its own clause
        ("It made 5 t in 2023, and 6 t in 2024.", "5 t", "2023"),
        ("It made 5 t in 2023, and 6 t in 2024.", "6 t", "2024"),
        # a year behind a later figure is that figure's
        ("It is 4 microns, down from 6 microns in 2022.", "4 microns", None),
        ("It is 4 microns, down from 6 microns in 2022.", "6 microns", "2022"),
        # unless there is only a bracket in between
        ("Sales of 5 yuan (0.7 dollars) in 2024.", "5 yuan", "2024"),
        # a day that the calendar lacks, a plan's name, no year at all
        ("On 31 February 2026 it cost 5 yuan.", "5 yuan", None),
        ("It grew 5% under the plan.", "5%", None),
    ],
)
def test_a_period_is_read_where_the_sentence_is_clear(sentence, figure, expected):
    assert period(sentence, figure) == expected


def test_relative_periods_need_the_date_of_publication():
    sentence = "Over the past five years it grew by 5 t."
    assert period(sentence, "5 t", date(2026, 2, 3)) == "2021/2025"
    assert period(sentence, "5 t", date(2026, 8, 3)) == "2022/2026"
    assert period("It will sell 5 t over the next two years.", "5 t", date(2026, 2, 3)) == "2026/2027"
    assert period("It sold 5 t during the past 1 years.", "5 t", date(2026, 2, 3)) == "2025"
    assert period(sentence, "5 t") is None
    assert period("Last year it grew by 5 t.", "5 t", date(2026, 2, 3)) == "2025"
    # an unknown period next to a known one leaves the figure without
    assert period("It grew by 5 t over the past four years, in 2026 the plan ends.", "5 t") is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In the third quarter of 2024 output was 5 t", "2024-07/2024-09"),
        ("Output in Q1 2025 was 5 t", "2025-01/2025-03"),
        ("Output of 5 t in the first half of 2024", "2024-01/2024-06"),
        ("Imports of 5 t in January-July 2026", "2026-01/2026-07"),
        ("From January to October 2026 it sold 5 t", "2026-01/2026-10"),
        ("It sold 5 t this year", "2026"),
        ("It will sell 5 t next year", "2027"),
        ("It sold 5 t in last month", "2026-02"),
        ("In the first nine months of 2025 it sold 5 t", "2025-01/2025-09"),
        ("In the first two months it sold 5 t", "2026-01/2026-02"),
        ("In the first nine months it sold 5 t", "2025-01/2025-09"),
        ("In the first two months of last year it sold 5 t", "2025-01/2025-02"),
        ("In its first two months it sold 5 t", None),
        ("December's wire exports were 5 t", "2025-12"),
        ("The December contract has 5 t", None),
        ("In Q5 2025 it sold 5 t", None),
        ("Between October and March 2026 it sold 5 t", "2025-10/2026-03"),
        ("Sales of 5 t in the third quarter", None),
    ],
)
def test_parts_of_a_year_are_intervals_of_months(sentence, expected):
    assert period(sentence, "5 t", date(2026, 3, 10)) == expected


def test_a_month_before_january_is_december():
    assert period("in last month 5 t", "5 t", date(2026, 1, 10)) == "2025-12"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Mar 2026", "2026-03"),
        ("FY2025", "2025"),
        ("2024/25", None),
        ("2025 vs 2024", None),
        ("", None),
        ("3Q24", "2024-07/2024-09"),
        ("Mar-26", "2026-03"),
        ("Dec '25", "2025-12"),
        ("Dec ‘25", "2025-12"),
        ("Mar 26 t", None),
    ],
)
def test_the_head_of_a_column_names_its_period(head, expected):
    assert (period_of_head(head) or None) == expected


@pytest.mark.parametrize(
    ("sentence", "figure", "expected"),
    [
        # one period for two amounts, and that of a forecast
        ("It made 40 t of rod and 12 t of wire in 2025.", "40 t", "2025"),
        ("Rod rose 40 t and wire fell 12 t in 2025.", "40 t", None),
        ("We cut our 2027 zinc price forecast by $100/t.", "$100/t", "2027"),
        # when something began is not when it is measured
        ("The group, founded in 1998, sells 40 t.", "40 t", None),
        ("Cash rose 5% from the previous quarter ended June 2024.", "5%", None),
        ("It had revenue of 40 t from its non-ferrous metals industry in 2025.", "40 t", "2025"),
        ("Margins in 2023 and 2024 were 11% and 13%, respectively.", "11%", "2023"),
        ("Margins in 2023 and 2024 were 11% and 13%, respectively.", "13%", "2024"),
        ("Sales for the 13 weeks to 28 December 2024 rose to 40 t.", "40 t", "2024-09-29/2024-12-28"),
        ("According to an April 2025 survey, it has 40 t.", "40 t", None),
        ("It shipped 40 t in April 2025.", "40 t", "2025-04"),
        ("Margins fell 2% from the same quarter of 2023.", "2%", None),
        ("Stocks of 40 t in 2023 and 2024 were high.", "40 t", "2023/2024"),
        ("Stocks were 50 t (prior year: 40 t) in 2024.", "40 t", None),
        ("Stocks were 50 t (prior year: 40 t) in 2024.", "50 t", "2024"),
        ("Since 2019 the fleet has grown to 40 t.", "40 t", None),
        ("It is up 40 t since the start of 2023.", "40 t", None),
        ("In 2025 it sold 40 t, the most since 2019.", "40 t", "2025"),
        ("It made 40 t gold and 30 t silver in the year ended June 2024.", "40 t", "2023-07/2024-06"),
        ("Since its launch in 2018 it sold 5 t.", "5 t", None),
        # a date that ends a span names the span
        ("In the nine months ended September 30, 2025 it sold 5 t.", "5 t", "2025-01/2025-09"),
        ("For the year ended 31 December 2024 it sold 5 t.", "5 t", "2024"),
        ("In the year to March 2025 it sold 5 t.", "5 t", "2024-04/2025-03"),
        # a month without a year is the last one before the publication, unless the sentence looks ahead
        ("In May, it sold 5 t.", "5 t", "2025-05"),
        ("It will open in May with 5 t.", "5 t", None),
        ("Last month it sold 5 t.", "5 t", "2025-12"),
        ("This quarter it sold 5 t.", "5 t", "2026-01/2026-03"),
        ("Over the next five years it adds 5 t.", "5 t", "2026/2030"),
        # each of two figures has its own period
        ("Q2 2025 sales were 12 t versus 10 kg in Q2 2024.", "12 t", "2025-04/2025-06"),
        ("Q2 2025 sales were 12 t versus 10 kg in Q2 2024.", "10 kg", "2024-04/2024-06"),
        ("Q3 2024: 45.2 t vs. Q3 2023: 43.0 kg", "43.0 kg", "2023-07/2023-09"),
        ("In 2024, output was 5 t (2023: 4 kg).", "4 kg", "2023"),
        ("In 2024, output was 5 t (2023: 4 kg).", "5 t", "2024"),
        ("Output was 5 t vs 4 kg in 2023.", "5 t", None),
        ("It made 5 t (2024) and 6 kg (2025).", "5 t", "2024"),
        ("It made 5 t (2024) and 6 kg (2025).", "6 kg", "2025"),
        ("Revenue was $45 (2023: $51), EBITDA $9 (2022: $10).", "$9", None),
        ("Revenue was $45 (2023: $51), EBITDA $9 (2022: $10).", "$10", "2022"),
        ("Output was 30 t (2022: 28 kg; 2021: 25 g).", "25 g", "2021"),
        ("A unit cost of $902 (FY23: $1,230) was paid.", "$902", None),
        ("It fell from 15 t in 2003 to 7 t in 2017.", "7 t", "2017"),
        ("It falls from 15 t in April 2016 to an estimated 7 t once complete.", "7 t", None),
        ("Copper cost 9 yuan on Monday, and output in 2024 fell to 1.2 t.", "9 yuan", "2026-01-12"),
        # nor is the date of something else in the sentence
        ("Rod costs $9 under its contract, which ends in 2027.", "$9", None),
        ("The works, whose licence expires in 2029, sold 5 t.", "5 t", None),
        ("Rod costs $9 in the agreement that runs to December 2027.", "$9", None),
        ("The goal, which it wants to reach by 2028, is 5 t.", "5 t", "2028"),
        ("In its contract, which ends in 2027, it sold 5 t in 2025.", "5 t", "2025"),
        ("The plan runs to 2033 and ends at 5 t in 2033.", "5 t", "2033"),
        ("In the year ending June 2026 it sold 5 t.", "5 t", "2025-07/2026-06"),
        # nor is the date of a dateline, which is that of the article
        ("NEW DELHI/MUMBAI (Agency), 2 November 2025 – It sells 5 t.", "5 t", None),
        ("Perth, Australia, Monday, 3 Nov. 2025 — It sells 5 t.", "5 t", None),
        ("VANCOUVER, British Columbia, Nov. 3, 2025 (NEWSWIRE) -- It sells 5 t.", "5 t", None),
        ("HEFEI, Anhui -- 4 May 2025 -- It sold 5 t in 2024.", "5 t", "2024"),
        ("By 2027 it is to make 9 t, up from the current 5 t.", "5 t", None),
        ("By 2027 it is to make 9 t, up from a current capacity of 5 t.", "5 t", None),
        ("LIMA, October 2025 - It sells 5 t.", "5 t", None),
        ("The share is to rise from 15% to 40% by 2028.", "15%", None),
        ("The share is to rise from 15% to 40% by 2028.", "40%", "2028"),
        ("BEIJING, 4 May 2025: It sells 5 t.", "5 t", None),
        ("Stocks, 3 March 2025 - 5 t.", "5 t", "2025-03-03"),
        ("Shares of the mill, 3 March 2025: 5 t.", "5 t", "2025-03-03"),
        ("By 31 December 2027 - the end of the plan - it has 5 t.", "5 t", "2027-12-31"),
    ],
)
def test_which_figure_a_period_belongs_to(sentence, figure, expected):
    assert period(sentence, figure, date(2026, 1, 12)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Power is 12.7% dearer than in FY24.", [None]),
        ("Sales of 5 t were 2.3% less than in 2019.", [None, None]),
        ("The share rose to 30 % from over 22 % in 2024.", [None, "2024"]),
        ("Between 2026 and 2030 it will make 5 t.", ["2026/2030"]),
        ("It shipped 6.2GW in the second quarter.", ["2025-04/2025-06"]),
        ("Exports were 8 t in January-April.", ["2025-01/2025-04"]),
        ("Spot cargoes cost $14.50/t on March 20.", ["2025-03-20"]),
        ("It agreed $92 per tonne, 44% lower than the $165/t of 2026.", [None, None, "2026"]),
        ("Charges of $88/t are 35% above the 2022 benchmark of $65 per tonne.", [None, None, "2022"]),
        ("Costs were $5/t in Q3 '24.", ["2024-07/2024-09"]),
        ("Quotas are 240 Mt for 2025 versus 272 Mt in 2024.", ["2025", "2024"]),
        ("Output reached 65 kt, against 68 kt in the same period last year.", [None, None]),
        ("It sold 40 t in May and 50 t in April.", ["2025-05", "2025-04"]),
        ("The mine will open in the third quarter with 200 workers.", [None]),
        # words of the sentence before do not make a period one that is compared with
        ("Costs are above average\n\nIt grew in May and sold 5 t.", ["2025-05"]),
        ("Costs are above average and grew in May and it sold 5 t.", [None]),
        # a year that is said to have been, fallen or risen, unlike a number at the same place
        ("Output in 2021 was 40 t, 2022 fell to 35 t and 2023 was 50 t.", ["2021", "2022", "2023"]),
        ("It made 40 t in 2023. 2024 should bring 50 t.", ["2023", "2024"]),
        ("In 2024 Q3 it shipped 40 t, in 2023Q3 30 t.", ["2024-07/2024-09", "2023-07/2023-09"]),
        ("Profit rose to $4 million (2019 H1: $3 million).", [None, "2019-01/2019-06"]),
        ("Of 2,300 homes, 2020 were sold for $5 million.", [None, None]),
    ],
)
def test_periods_of_comparisons_and_without_a_year(text, expected):
    assert [figure.period for figure in extract_figures(text, published=date(2025, 6, 15))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Output was 45 kt (Q3 2024) and 40 kt (Q3 2023).", ["2024-07/2024-09", "2023-07/2023-09"]),
        ("Grades of 1.2% (2024) and 1.1% (2025) were reported.", ["2024", "2025"]),
        ("Exports: 8 kt (first half of 2024), 9 kt (second half of 2024).", ["2024-01/2024-06", "2024-07/2024-12"]),
        ("It employs 400 people (March 2025) and made 5 t in 2024.", ["2025-03", "2024"]),
        ("Sales were 7 t (in 2024) and 8 t (in 2025).", ["2024", "2025"]),
        ("Net debt of $1.2bn (31 December 2024) fell to $1.0bn (30 June 2025).", ["2024-12-31", "2025-06-30"]),
        # what is in brackets with a figure of its own ends with them
        ("Sales fell 6% (from 6 t in May), but are up 7% on the year.", [None, "2025-05", None]),
        # the name of a plan is not a label of what comes before
        ("The ministry and seven other offices issued the Plan for Growth (2025-2028).", [None]),
        # of a quarter without a year, too
        ("It shipped 6 GW in the second quarter, after Q1's 8 GW.", ["2025-04/2025-06", "2025-01/2025-03"]),
    ],
)
def test_a_period_in_brackets_belongs_to_the_figure_before(text, expected):
    assert [figure.period for figure in extract_figures(text, published=date(2025, 7, 15))] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Output was 5 t in early April.", "2026-04"),
        ("In mid-April it sold 5 t.", "2026-04"),
        ("Output was 5 t this April.", "2026-04"),
        ("Output was 5 t in 1Q of 2026.", "2026-01/2026-03"),
        ("Output was 5 t in the opening quarter.", "2026-01/2026-03"),
        ("Output was 5 t in the final quarter of last year.", "2025-10/2025-12"),
        ("Output was 5 t in the latter half of 2025.", "2025-07/2025-12"),
        ("Output will be 5 t in H2 next year.", "2027-07/2027-12"),
        ("Output was 5 t in calendar year 2025.", "2025"),
        ("Output was 5 t over the whole of 2025.", "2025"),
        ("Stocks were 5 t as of Friday.", "2026-05-08"),
        ("Stocks were 5 t at year-end 2025.", "2025"),
        ("Earnings are seen at $5 in 2026E.", "2026"),
        # not the month that was
        ("It sold 5 t for delivery in June.", None),
        ("It could sell 5 t in June.", None),
        ("It is slated to sell 5 t in June.", None),
        ("Markets expect a duty of 5% by March.", None),
    ],
)
def test_less_usual_words_for_a_period(sentence, expected):
    (figure,) = extract_figures(sentence, published=date(2026, 5, 14))
    assert figure.period == expected


def test_sentences_are_not_about_the_part_of_a_month_before():
    first, second = extract_figures("In early April it sold 5 t. Sales fell 4%.", published=date(2026, 5, 14))
    assert (first.period, second.period) == ("2026-04", None)
