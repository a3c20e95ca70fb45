"""The notation of the lexicon: lines of `name = surface | surface`, with an optional factor."""


def table(lines: str) -> dict[str, tuple[str, float]]:
    """Read lines of `name = surface | surface` or `name * factor = ...` into surface: (name, factor).

    >>> table("kg * 1000 = tonne | tonnes")["tonnes"]
    ('kg', 1000.0)
    """
    found: dict[str, tuple[str, float]] = {}
    for line in lines.strip().splitlines():
        name, surfaces = line.split(" = ")
        unit, _, factor = name.strip().partition(" * ")
        found |= {surface.strip(): (unit, float(factor or 1)) for surface in surfaces.split(" | ")}
    return found
