"""Find the JSON in a script: altair, bokeh and plotly write the whole chart into one."""

import json
import re
from typing import Any

_BEGIN = re.compile(r'\[?\{"')
_LEAST = 200  # characters; a shorter value is easier to read in its line
_FAILED_MOST = 20  # attempts at what only begins like JSON; each may read a script to its end


def without_data(script: str, data: list[Any]) -> str:
    """Return a script with the number of each long JSON value in its place, and append the values to `data`.

    >>> values = []
    >>> without_data('show({"x": [' + "1, " * 100 + "2]});", values), len(values[0]["x"])
    ('show(data 1);', 101)
    """
    parts, end, position, failed = [], 0, 0, 0
    while failed < _FAILED_MOST and (match := _BEGIN.search(script, position)):
        begin = match.start()
        try:
            value, position = json.JSONDecoder().raw_decode(script, begin)
        except (ValueError, RecursionError):
            position, failed = match.end(), failed + 1
            continue
        if position - begin >= _LEAST:
            data.append(value)
            parts += [script[end:begin], f"data {len(data)}"]
            end = position
    return "".join([*parts, script[end:]])
