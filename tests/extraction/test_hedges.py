"""The hedges of figures in sentences."""

import pytest

from analysis.extraction.extract import extract_figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is roughly 5%.", "~"),
        ("It is some 5%.", "~"),
        ("It is ~5%.", "~"),
        ("It is just under 5%.", "<"),
        ("It is not less than 5%.", ">="),
        ("It is no more than 5%.", "<="),
        ("It is in excess of 5%.", ">"),
        ("It is 5% or so.", "~"),
        ("It is 5% at most.", "<="),
        ("Sales topped 5 t.", ">"),
        ("It is at or below 5%.", "<="),
        ("It is at or above 5%.", ">="),
        ("Purity: 5% min", ">="),
        ("It is near 5%.", "~"),
        ("It sells near $5/t.", "~"),
        ("Copper hit a near 5-month high.", "~"),
        ("Copper fell near 5-month lows.", "="),
        ("Copper traded near a 5-month low.", "="),
        ("It took getting on for 5 t.", "~"),
        ("It is not quite 5%.", "<"),
        ("It sells south of $5/t.", "<"),
        ("It is at the very least 5 t.", ">="),
        ("It sold 5 t and change.", ">"),
        ("It will be 5% at best.", "<="),
        ("Ships of 5 t or smaller may enter.", "<="),
        # comparatives, and what they deny
        ("Foil no thicker than 5 µm is required.", "<="),
        ("Bars no thinner than 5 mm are used.", ">="),
        ("Tubes must not be wider than 5 mm.", "<="),
        ("The plant must not run hotter than 5 °C.", "<="),
        ("It may not weigh more than 5 t.", "<="),
        ("It does not only make more than 5 t.", ">"),
        ("Nobody has drilled deeper than 5 m there.", "<="),
        ("Nothing thinner than 5 µm leaves the mill.", ">="),
        ("It is not that more than 5 t were lost.", ">"),
        ("It no longer makes more than 5 t.", ">"),
        ("No one paid more than $5/t.", "<="),
        ("No work was done after more than $5 was spent.", ">"),
        ("The vein is wider than 5 m.", ">"),
        ("It closed more than 5 years ago.", ">"),
        # what is not expected, with what looks like it
        ("The bank does not see copper going above $5/t.", "<="),
        ("Analysts don't think the price will top $5/t.", "<="),
        ("Zinc is not likely to fall below $5/t.", ">="),
        ("Nobody expects the mine to make more than 5 t.", "<="),
        ("Prices are unlikely to climb above $5/t.", "<="),
        ("It sees no chance of prices above $5/t.", "<="),
        ("Few expect the ratio to exceed 5%.", "<="),
        ("Not all analysts expect prices above $5/t.", ">"),
        ("It is not unlikely that output will exceed 5 t.", ">"),
        ("It is not expected to sell its stake of more than 5%.", ">"),
        ("The strike is not expected to affect shipments of more than 5 t.", ">"),
        ("It is not likely to sell the more than 5 t that it stores.", ">"),
        ("It does not expect to close the mine that made more than 5 t.", ">"),
        ("It does not expect delays, and will make more than 5 t.", ">"),
        ("It did not see a strike when prices rose above $5/t.", ">"),
        # limits of some kind; "the" names a known one
        ("The spend stays within a maximum outlay of ₹5 crore.", "<="),
        ("Prices are subject to a maximum increase of 5 %.", "<="),
        ("Russia faces a new oil price cap of $5 a barrel.", "<="),
        ("Exports are limited by decree to 5 t a year.", "<="),
        ("A minimum order of 5 t applies.", ">="),
        ("The maximum outlay of $5 was reached.", "="),
        ("It found a low limit of detection at 5 ppm.", "="),
        ("Limited supply pushed prices to $5.", "="),
        # "more than" is a hedge of what follows
        ("It is 5% or more.", ">="),
        ("It is 5% and more than enough.", "="),
        # "up to" says where a ramp goes; elsewhere it is a bound
        ("It is ramping up to 5 t.", "="),
        ("It makes up to 5 t.", "<="),
        # "over five years" is a span of time, "for over five years" a hedge
        ("It grew over five years.", "="),
        ("It ran for over five years.", ">"),
        # "the past" is a time, and what ran "over" a length was that long
        ("It fell over the past 5 sessions.", "="),
        ("It moved past 5 t.", ">"),
        # "exactly" says that there is no hedge, unless it is hedged itself
        ("It is exactly 5%.", "="),
        ("It is almost exactly 5%.", "~"),
        ("It is not precisely 5%.", "~"),
        # a plain number
        ("It is a record 5%.", "="),
    ],
)
def test_the_hedge_is_kept(text, expected):
    (figure,) = extract_figures(text)
    assert figure.qualifier == expected


def test_a_grade_over_a_length_is_along_it():
    (grade, length) = extract_figures("It ran 2% copper over 150 metres.")
    assert (grade.qualifier, length.qualifier) == ("=", "=")
    assert extract_figures("It found copper over 150 metres.")[0].qualifier == ">"


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("The ministry expects recycled output to pass 20m tonnes by 2027.", ">"),
        ("Exports will cross $6 billion this year.", ">"),
        ("Exports passed on $6 billion.", "="),
    ],
)
def test_what_a_level_is_to_pass_is_exceeded(text, qualifier):
    assert extract_figures(text)[0].qualifier == qualifier
