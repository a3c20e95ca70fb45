"""The chart: the curve follows the model, rejected values leave a gap, and equal values give equal pictures."""

import io

import numpy as np
import pytest
from PIL import Image

from analysis import models
from analysis.explorer.case import case_of
from analysis.explorer.chart import ResponseChart, curve_of


@pytest.fixture(scope="module")
def margin():
    return case_of(models.margin_uplift)


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=int)


def test_the_curve_holds_the_result_of_the_model_at_each_point(margin):
    scale = margin.scale("foil_share")
    curve = curve_of(margin, margin.base, "foil_share", "annual_uplift_usd", scale)
    assert (curve.x[0], curve.x[-1]) == (scale.low, scale.high)
    expected = [models.margin_uplift(**{**margin.base, "foil_share": x}).annual_uplift_usd for x in curve.x]
    assert curve.y == pytest.approx(expected, rel=1e-12)
    assert curve.at == (margin.base["foil_share"], margin.answers["annual_uplift_usd"].value)


def test_a_result_that_does_not_depend_on_the_input_is_a_flat_line(margin):
    curve = curve_of(
        margin, margin.base, "copper_price_usd_per_t", "uplift_ratio", margin.scale("copper_price_usd_per_t")
    )
    assert np.ptp(curve.y) == 0


def test_the_curve_has_a_gap_only_where_the_model_rejects_the_values():
    case = case_of(models.growth_scenarios)
    values = {**case.base, "cluster_target_cny_bn": 700.0}
    curve = curve_of(case, values, "cluster_cny_bn", "required_growth", case.scale("cluster_cny_bn"))
    assert np.isnan(curve.y).tolist() == (curve.x > 700).tolist()
    assert np.isnan(curve.y).any()


def test_years_are_whole_numbers():
    case = case_of(models.growth_scenarios)
    curve = curve_of(case, case.base, "target_year", "required_growth", case.scale("target_year"))
    assert np.all(curve.x == np.round(curve.x))
    assert np.isnan(curve.y[curve.x <= case.base["base_year"]]).all()


def test_an_input_that_is_not_set_has_a_curve_without_a_dot():
    case = case_of(models.growth_scenarios)
    curve = curve_of(case, case.base, "growth_per_year", "projected_cny_bn", case.scale("growth_per_year"))
    assert np.isnan(curve.at[0])
    assert np.all(np.diff(curve.y) > 0)


def test_the_picture_changes_with_the_values_and_back(margin):
    chart, scale = ResponseChart(margin), margin.scale("foil_share")
    first, words = chart.draw(margin.base, "foil_share", "blended_profit_usd_per_t", scale)
    moved, said = chart.draw({**margin.base, "foil_share": 0.2}, "foil_share", "blended_profit_usd_per_t", scale)
    other, _ = chart.draw(margin.base, "wire_profit_usd_per_t", "uplift_ratio", margin.scale("wire_profit_usd_per_t"))
    again, words_again = chart.draw(margin.base, "foil_share", "blended_profit_usd_per_t", scale)
    assert np.abs(pixels(first) - pixels(moved)).max() > 100
    assert np.abs(pixels(first) - pixels(other)).max() > 100
    assert (again, words_again) == (first, words)
    assert "USD 153.5 per tonne" in words
    assert "USD 292 per tonne, the sources give USD 153.5" in said


def test_the_chart_does_not_change_the_style_of_other_charts(margin):
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    ResponseChart(margin).draw(margin.base, "foil_share", "uplift_ratio", margin.scale("foil_share"))
    assert dict(mpl.rcParams) == before


def test_years_along_the_chart_have_no_separator_and_no_number_is_cut_off():
    case = case_of(models.western_exposure)
    chart = ResponseChart(case)
    chart.draw(case.base, "year", "china_share", case.scale("year"))
    axes, renderer = chart._axes, chart._canvas.get_renderer()
    ticks = [tick for tick in axes.get_xticklabels() if tick.get_text()]
    inside = [tick for tick in ticks if axes.get_xlim()[0] <= tick.get_position()[0] <= axes.get_xlim()[1]]
    assert [tick.get_text() for tick in inside] == [f"{tick.get_position()[0]:.0f}" for tick in inside]
    assert len(inside) > 2
    assert max(tick.get_window_extent(renderer).x1 for tick in inside) <= chart._figure.bbox.x1


@pytest.mark.parametrize("model", sorted(models.MODELS))
def test_the_texts_of_every_chart_are_inside_it_apart_and_legible_on_a_phone(model):
    case = case_of(models.MODELS[model])
    chart = ResponseChart(case)
    moved = {**case.base, **{name: 0.9 * value for name, value in case.base.items() if name in MOVED}}
    along = next(name for name in case.base if name in MOVED)
    for result in case.answers:
        chart.draw(moved, along, result, case.scale(along))
        axes, figure, renderer = chart._axes, chart._figure, chart._canvas.get_renderer()
        title, legend = chart._title.get_window_extent(renderer), chart._legend.get_window_extent(renderer)
        boxes = [title, legend, axes.xaxis.label.get_window_extent(renderer)]
        boxes.append(axes.yaxis.label.get_window_extent(renderer))
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            inside = [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
            boxes += [text.get_window_extent(renderer) for text in inside]
        assert min(min(box.x0, box.y0) for box in boxes) >= 0, result
        assert max(box.x1 for box in boxes) <= figure.bbox.x1, result
        assert title.y1 <= figure.bbox.y1
        assert title.y0 >= legend.y1 - 14 >= axes.bbox.y1 - 14, result  # the frame of a legend has an empty edge
        texts = [*axes.get_xticklabels(), *axes.get_yticklabels(), *chart._legend.get_texts(), axes.xaxis.label]
        assert min(text.get_fontsize() for text in texts) * PHONE / (72 * figure.get_figwidth()) >= 8


MOVED = {"foil_profit_usd_per_t", "cost_cut", "cluster_cny_bn", "rare_earth_reserves_mt", "share_limit"}
PHONE = 301  # pixels that a chart has in a window of 335
