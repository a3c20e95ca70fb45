"""Equations of the models become formulas, every one of them, and what cannot be one is refused."""

import pytest
from latex2mathml.converter import convert

from analysis.models import automation_effects, growth_scenarios, margin_uplift, rare_earths
from analysis.models.equations import explained
from analysis.notebook.formulas import equations, latex


@pytest.mark.parametrize(
    ("expression", "formula"),
    [
        ("a - (b - c)", r"\text{a}-\left(\text{b}-\text{c}\right)"),
        ("a - b + c", r"\text{a}-\text{b}+\text{c}"),
        ("(a + b) * c", r"\left(\text{a}+\text{b}\right)\times \text{c}"),
        ("a / (b + 1)", r"\frac{\text{a}}{\text{b}+1}"),
        ("(1 + r) ** n", r"{\left(1+\text{r}\right)}^{\text{n}}"),
        ("(a / b) ** n", r"{\left(\frac{\text{a}}{\text{b}}\right)}^{\text{n}}"),
        ("a * -b", r"\text{a}\times \left(-\text{b}\right)"),
        ("-a + b", r"-\text{a}+\text{b}"),
        ("sqrt(log(a))", r"\sqrt{\ln\left(\text{a}\right)}"),
        ("max(a, 0)", r"\max\left(\text{a},\;0\right)"),
        ("a if b <= 1 and c != 0 else nan", r"\begin{cases}\text{a} & \text{if }\text{b}\le 1\text{ and }\text{c}\ne 0"
         r"\\\text{undefined} & \text{otherwise}\end{cases}"),
        ("1 if a is None else a", r"\begin{cases}1 & \text{if }\text{a}\text{ is not set}\\\text{a} & "
         r"\text{otherwise}\end{cases}"),
        ("1 if a in ('x_y', 'z') else 0", r"\begin{cases}1 & \text{if }\text{a}\text{ is }\text{x y}\text{ or }"
         r"\text{z}\\0 & \text{otherwise}\end{cases}"),
        ("1 if a == 'x' else 2 if b > 0 else 3", r"\begin{cases}1 & \text{if }\text{a}\text{ is }\text{x}\\2 & "
         r"\text{if }\text{b}>0\\3 & \text{otherwise}\end{cases}"),
        ("g_per_t * 1e6", r"\text{g per t}\times 10^{6}"),
    ],
)  # fmt: skip
def test_an_expression_is_a_formula(expression, formula):
    assert latex(expression) == formula


@pytest.mark.parametrize("expression", ["a[0]", "lambda: 1", "a // b", "a @ b", "1 if a not in b else 2"])
def test_text_that_is_not_a_formula_is_refused(expression):
    with pytest.raises(ValueError, match="cannot be shown as a formula"):
        latex(expression)


@pytest.mark.parametrize("model", [margin_uplift, automation_effects, growth_scenarios, rare_earths])
def test_every_equation_of_the_models_is_a_formula_that_a_page_can_show(model):
    for found in explained(model()).values():
        for expression in (found.equation, *found.steps.values()):
            assert convert(latex(expression)).startswith("<math")


def test_equations_are_followed_by_what_they_use_in_plain_words(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data))
    equations(margin_uplift(), "annual_uplift_usd")
    markdown, plain = shown[0]["text/markdown"], shown[0]["text/plain"]
    assert markdown.startswith(
        r"$$\text{Additional profit in a year}=\text{Foil sold}\times \text{Additional profit per tonne}$$"
    )
    assert r"\text{Foil profit in yuan}" in markdown  # told from the amount in dollars
    assert plain.splitlines()[:4] == [
        "annual_uplift_usd = foil_sold * uplift_usd_per_t",
        "foil_sold = min(tonnage_t_per_year * foil_share, national_foil_mt_per_year * t_per_mt)",
        "t_per_mt = 1e6",
        "uplift_usd_per_t = foil_profit - wire_profit",
    ]


def test_an_implicit_equation_says_what_it_solves(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data["text/markdown"]))
    equations(automation_effects(), "irr")
    assert shown[0].startswith(r"$$\text{Internal rate of return solves }0=")


def test_a_result_without_an_equation_is_named():
    with pytest.raises(KeyError, match="earnings"):
        equations(margin_uplift(), "earnings")
