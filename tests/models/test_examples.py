"""Examples of functions inside the package: what they return for typical arguments."""

from analysis.models.decompositions import growth_decomposition, profit_bridge
from analysis.models.distributions import between, hedge_distribution, limited
from analysis.models.hedge_intervals import grain, half_grain, is_round
from analysis.models.producers import output_of, producers, squared_outputs, years_known
from analysis.models.questions.margin_uplift import margin_uplift, may_be_round_yuan
from analysis.models.results import results_declared
from analysis.models.sampling import SamplingPlan, draw, stream
from analysis.models.sensitivity import input_levels


def test_examples_of_profit_bridge():
    bridge = profit_bridge()
    assert [round(part / 1e6, 9) for part in (bridge.volume_usd, bridge.mix_usd, bridge.rate_usd)] == [0.3, 16.62, 1.2]


def test_examples_of_limited():
    from analysis.models import PARAMETERS

    assert limited(PARAMETERS["foil_share"], hedge_distribution(0.9, ">")).quantile(0.99) == 1.0


def test_examples_of_between():
    assert between(0.05, 0.1, 0.25).description == "PERT, 0.05 to 0.25, mode 0.1"
    assert between(2024, 2025, 2025, whole=True).description == "one of 2024, 2025, equally likely"


def test_examples_of_grain():
    assert [grain(x, 3) for x in (15, 55, 0.4)] == [5.0, 5.0, 0.1]
    assert [grain(x, 6) for x in (1400, 600, 90)] == [200.0, 100.0, 10.0]


def test_examples_of_half_grain():
    assert half_grain([55, 0.4]).tolist() == [2.5, 0.05]


def test_examples_of_is_round():
    assert [is_round(x) for x in (55, 40, 3.5, 1000)] == [True, True, True, True]
    assert [is_round(x) for x in (63, 1400, 19.15, 0)] == [False, False, False, False]


def test_examples_of_producers():
    assert [row.country for row in producers("copper", "refined", 2025)][:2] == ["China", "Congo (Kinshasa)"]
    assert producers("copper", "refined", 1999) == ()


def test_examples_of_output_of():
    assert output_of("the world", "gallium", "refined", [2025, 1990]).tolist() == [909000.0, 0.0]


def test_examples_of_squared_outputs():
    assert float(squared_outputs("gallium", "refined", 2025)) == 900_000**2 + 6_000**2 + 3_000**2


def test_examples_of_years_known():
    assert years_known("rare earths") == "mined in 2018 to 2025, separated in 2023 to 2024, magnets in 2024"


def test_examples_of_may_be_round_yuan():
    from analysis.models.parameters import defaults_of

    values = defaults_of(margin_uplift)
    assert may_be_round_yuan(values)
    assert not may_be_round_yuan({**values, "wire_profit_usd_per_t": 40.0})


def test_examples_of_results_declared():
    from analysis.models.questions.rare_earths import RareEarths

    assert results_declared(RareEarths)[0] == "implied_world_reserves_mt"


def test_examples_of_growth_decomposition():
    parts = growth_decomposition(price_growth=0.10)
    assert [round(part, 4) for part in (parts.volume, parts.price, parts.mix, parts.cross)] == [
        0.2936,
        0.1897,
        0.0332,
        -0.0057,
    ]


def test_examples_of_stream():
    first, again = stream(1, "foil_share", 0), stream(1, "foil_share", 0)
    assert first.random() == again.random()


def test_examples_of_draw():
    from analysis.models.distributions import hedge_distribution

    over = hedge_distribution(600, ">")
    drawn = draw({"cluster_cny_bn": over}, SamplingPlan(1024), batches=[0], order=["cluster_cny_bn"])["cluster_cny_bn"]
    assert drawn.shape == (64,)
    assert bool(drawn.min() >= 600)


def test_examples_of_input_levels():
    assert input_levels(1400, 1400, 1600) == (1400.0, 1450.0, 1500.0, 1550.0, 1600.0)
    assert input_levels(1.0, 2.0, 5.0) == (1.0, 1.5, 2.0, 3.5, 5.0)
    assert input_levels(2024, 2025, 2025, whole=True) == (2024, 2025)
