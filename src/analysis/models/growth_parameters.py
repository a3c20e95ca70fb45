"""The inputs of the growth model, and the quantities that its equations take one by one."""

from analysis.models.parameters import Parameter, Parameters

PARAMETERS = Parameters(
    (
        Parameter("revenue_cny_bn", "CNY bn", "claim", "revenue of the industry", low=0, low_open=True),
        Parameter("revenue_usd_bn", "USD bn", "claim", "the same revenue in dollars", low=0, low_open=True),
        Parameter("five_year_increase_cny_bn", "CNY bn", "claim", "rise of it in five years"),
        Parameter("cluster_cny_bn", "CNY bn", "claim", "size of the copper cluster", low=0, low_open=True),
        Parameter("cluster_target_cny_bn", "CNY bn", "target", "size to be passed", low=0, low_open=True),
        Parameter("target_year", "year", "target", "year of that target", low=1900, high=2200, whole=True),
        Parameter("value_added_growth", "fraction/year", "target", "planned", low=-1, low_open=True),
        Parameter("output_growth", "fraction/year", "target", "planned, in tonnes", low=-1, low_open=True),
        Parameter("recycled_target_mt", "Mt", "target", "planned recycled metal", low=0, low_open=True),
        Parameter("intervals", "year", "assumption", "4 or 5 in five years", low=1, whole=True),
        # of the history that charts draw; no equation needs it
        Parameter("revenue_year", "year", "assumption", "of the industry's revenue", low=1900, high=2200, whole=True),
        Parameter("base_year", "year", "assumption", "of the cluster's size", low=1900, high=2200, whole=True),
        Parameter(
            "growth_per_year",
            "fraction/year",
            "assumption",
            "growth until the target year, by growth_source unless given",
            low=-1,
            low_open=True,
            optional=True,
        ),
        Parameter(
            "growth_source",
            "",
            "reading",
            "growth where none is given: that of the past, or the one that the target takes for granted",
            choices=("history", "target"),
        ),
        Parameter("volatility", "fraction/year^0.5", "assumption", "sd of yearly log growth", low=0),
        Parameter("growth_uncertainty", "fraction/year", "assumption", "sd of the mean log growth", low=0),
        Parameter("price_growth", "fraction/year", "assumption", "rise of prices", low=-1, low_open=True),
        Parameter("recycled_latest_mt", "Mt", "assumption", "latest recycled metal", low=0, low_open=True),
        Parameter("recycled_latest_year", "year", "assumption", "its year", low=1900, high=2200, whole=True),
        Parameter(
            "recycled_target_year",
            "year",
            "assumption",
            "year of the recycled target, which the source does not give",
            low=1900,
            high=2200,
            whole=True,
        ),
    )
)

QUANTITIES = Parameters(
    (
        Parameter("start", "units of target", "assumption", "size at the start", low=0, low_open=True),
        Parameter("end", "units of start", "assumption", "size at the end", low=0, low_open=True),
        Parameter("target", "units of start", "target", "size to reach", low=0, low_open=True),
        Parameter("projected", "units of target", "assumption", "size that is projected", low=0),
        Parameter("years", "year", "assumption", "years from the start", low=0),
        Parameter("intervals", "year", "assumption", "years between the two sizes", low=0, low_open=True),
        Parameter("growth_per_year", "fraction/year", "assumption", "growth", low=-1, low_open=True),
        Parameter("nominal_growth", "fraction/year", "assumption", "growth in money", low=-1, low_open=True),
        Parameter("inflation", "fraction/year", "assumption", "rise of prices", low=-1, low_open=True),
        Parameter("volatility", "fraction/year^0.5", "assumption", "sd of yearly log growth", low=0),
        Parameter("growth_uncertainty", "fraction/year", "assumption", "sd of the mean log growth", low=0),
        Parameter("probability", "fraction", "assumption", "quantile", low=0, high=1, low_open=True, high_open=True),
    )
)
