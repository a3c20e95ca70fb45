"""JSON files that people read too: one key a line, in plain characters."""

import json
from pathlib import Path
from typing import Any


def json_text(content: Any) -> str:
    r"""Return content as indented JSON; anything that JSON does not know, such as a path, is written as its text.

    >>> json_text({"folder": Path("seeds")})
    '{\n "folder": "seeds"\n}\n'
    """
    return json.dumps(content, indent=1, ensure_ascii=False, default=str) + "\n"


def write_json(path: Path, content: Any) -> None:
    """Write content to a file as `json_text`."""
    path.write_text(json_text(content), encoding="utf-8")
