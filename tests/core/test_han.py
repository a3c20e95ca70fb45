"""Chinese characters without a font for them are replaced by a note, and never by boxes."""

import subprocess

import pytest

from analysis.core import han


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Output rose 5%", "Output rose 5%"),
        ("铜价 (LME)", "[Chinese] (LME)"),
        ("一、二", "[Chinese]"),
        ("é – ✓", "é – ✓"),
    ],
)
def test_only_chinese_is_replaced(text, shown):
    assert han.without_han(text) == shown


@pytest.mark.parametrize(("listed", "expected"), [("", False), ("WenQuanYi Micro Hei\n", True)])
def test_the_system_is_asked_for_a_font(monkeypatch, listed, expected):
    monkeypatch.setattr(han.sys, "platform", "linux")
    monkeypatch.setattr(han.shutil, "which", lambda name: name)
    monkeypatch.setattr(han.subprocess, "run", lambda *args, **kwargs: subprocess.CompletedProcess(args, 0, listed))
    assert han.browser_has_han() is expected


def test_without_a_list_of_fonts_there_is_none(monkeypatch):
    monkeypatch.setattr(han.sys, "platform", "linux")
    monkeypatch.setattr(han.shutil, "which", lambda name: None)
    assert han.browser_has_han() is False
