"""Comparing outputs of a cell: streams, warnings, exceptions, and displays with several forms."""

import pytest

from nbcompare.output_diff import compare_outputs, same_kinds
from nbcompare.settings import Settings

from .proof import MIME


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def shown(**data):
    names = {"plain": "text/plain", "html": "text/html", "png": "image/png", "results": MIME}
    return {"output_type": "display_data", "metadata": {}, "data": {names.get(k, k): v for k, v in data.items()}}


def error(name="ValueError", value="no"):
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": []}


def messages(before, after, **settings):
    return [item.message for item in compare_outputs(before, after, Settings(**settings))]


def test_a_stream_may_be_split_and_overwritten():
    assert messages([stream("a\nb\n")], [stream("a\n"), stream("b\n")]) == []
    assert messages([stream("done\n")], [stream("1 of 2\r2 of 2\rdone\n")]) == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("  rejected {} rows", "'rejected': from 5 to 6"),
        ("  row {} is negative\n  warnings.warn('low')", "'row': from 5 to 6"),
        ("  warnings.warn('low')\n  rejected {} rows", "'rejected': from 5 to 6"),
        ("  warnings.warn('low', {})", None),
        ("  share = a[{}] / b", None),
    ],
)
def test_a_text_below_a_warning_is_compared_and_its_code_is_not(lines, said):
    below = [f"load.py:12: UserWarning: low\n{lines.format(rows)}\n" for rows in (5, 6)]
    found = messages(*([stream(text, "stderr")] for text in below))
    assert len(found) == (said is not None)
    assert all(said in message for message in found)


def test_the_order_of_stdout_and_stderr_is_ignored():
    assert messages([stream("a"), stream("b", "stderr")], [stream("b", "stderr"), stream("a")]) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ([stream("a")], [], "the printed text is missing: 'a'"),
        ([], [stream("a")], "new printed text: 'a'"),
        ([], [stream("x.py:1: UserWarning: old", "stderr")], "a new warning: UserWarning: old"),
        ([stream("UserWarning: old", "stderr")], [stream("note", "stderr")], "a warning is gone: UserWarning: old"),
        (
            [stream("UserWarning: old", "stderr")],
            [stream("UserWarning: old\nUserWarning: old", "stderr")],
            "a warning is given more often: UserWarning: old",
        ),
        ([stream("UserWarning: old", "stderr")], [stream("UserWarning: new", "stderr")], "text on stderr: from"),
        ([shown(plain="1.5")], [], "the text is missing: '1.5'"),
        ([], [shown(plain="<m.Markdown object>", **{"text/markdown": "# Prices"})], "a new text: '# Prices'"),
        ([shown(plain="a", png="")], [shown(plain="a")], "the picture is missing, there is a text: 'a'"),
        ([shown(plain="a", html="a")], [shown(plain="a", html="a", **{"text/latex": "a"})], "a new form text/latex"),
        ([shown(plain="a"), shown(plain="b")], [shown(plain="a"), shown(plain="c")], "output 2: from 'b' to 'c'"),
        ([shown(plain="a"), shown(plain="b")], [shown(plain="b")], "the text is missing: 'a'"),
        ([shown(plain="a", png="!")], [shown(plain="a", png="?")], "invalid base64"),
    ],
)
def test_differences_are_named(before, after, said):
    assert said in "\n".join(messages(before, after))


def test_only_the_most_informative_form_is_reported():
    before, after = (shown(html=f"<b>{n}</b>", plain=n) for n in ("1.5", "1.6"))
    assert len(messages([before], [after])) == 1


def test_later_forms_are_compared_if_earlier_ones_agree():
    before, after = (shown(html="<b>1.5</b>", plain=n) for n in ("1.5", "1.6"))
    assert messages([before], [after]) == ["from 1.5 to 1.6 (by +0.1, +6.67 %)"]


def test_the_id_of_a_widget_is_ignored():
    one, other = (shown(**{"application/vnd.jupyter.widget-view+json": {"model_id": n}}) for n in "ab")
    assert messages([one], [other]) == []


def test_results_of_another_shape_are_compared_as_json():
    one, other = (shown(results={"uplift": value}) for value in (1.5, 2.5))
    assert messages([one], [other]) == ["uplift: from 1.5 to 2.5 (by +1, +66.7 %)"]


@pytest.mark.parametrize(
    ("before", "after", "raises", "said"),
    [
        ([error()], [], False, "the stored exception ValueError: no is no longer raised"),
        ([error()], [], True, "the stored exception ValueError: no is no longer raised"),
        ([], [error()], False, "raises ValueError: no. If this is intended, add the tag raises-exception"),
        ([], [error()], True, "nothing was raised when it was stored"),
        ([error()], [error()], False, "as it did when it was stored"),
        ([error()], [error("KeyError")], True, "the exception: from 'ValueError: no' to 'KeyError: no'"),
    ],
)
def test_exceptions(before, after, raises, said):
    assert said in "\n".join(messages(before, after, raises=raises))


def test_an_expected_exception_is_not_a_difference():
    assert messages([error()], [error()], raises=True) == []


def test_an_excluded_cell_must_not_raise():
    assert messages([stream("a")], [stream("b")], check=False) == []
    assert messages([stream("a")], [error()], check=False) != []


def test_same_kinds():
    assert same_kinds([shown(plain="1")], [shown(plain="2")])
    assert not same_kinds([shown(plain="1")], [shown(plain="1", html="1")])
    assert not same_kinds([stream("a")], [])
