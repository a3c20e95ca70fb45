"""Pytest settings for tests, doctests and notebooks together."""

pytest_plugins = ["nbcompare.plugin"]


def pytest_terminal_summary(terminalreporter):
    """Show the counts of the proof in tests/nbcompare; here, since workers of xdist have no terminal."""
    for kind in ("passed", "failed"):
        for report in terminalreporter.stats.get(kind, []):
            for name, sentence in getattr(report, "user_properties", []):
                if name == "regression proof":
                    terminalreporter.write_line(f"{name}, {sentence}")
