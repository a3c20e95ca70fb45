"""What a terminal shows of a text: overwritten lines are gone, and colours count only if both sides have some."""

import re

_OVERWRITTEN = re.compile(r"^[^\n]*\r(?!\n)", re.MULTILINE)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_MOVES = re.compile(r"\n|\x1b\[(\d*)A|\x1b\[[0-9;]*K")


def shown(text: str) -> str:
    r"""Return the lines that a terminal shows at the end; a bar below another one moves up again by `\x1b[A`.

    >>> shown("10 %\r100 %\n")
    '100 %\n'
    >>> shown("outer 0 %\n\rinner 50 %\x1b[A\router 100 %\n")
    'outer 100 %\ninner 50 %'
    """
    if "\x1b[" not in text or not re.search(r"\x1b\[\d*A", text):
        return _OVERWRITTEN.sub("", text)
    lines, row, end = [""], 0, 0
    for match in [*_MOVES.finditer(text), None]:
        piece = text[end : match.start() if match else len(text)]
        if match and match[0] == "\n":
            piece = piece.rstrip("\r")
        lines[row] = (lines[row] + piece).rpartition("\r")[2] if piece.strip("\r") else lines[row]
        if match is None:
            break
        end = match.end()
        if match[0] == "\n":
            row += 1
            if row == len(lines):
                lines.append("")
        elif match[0].endswith("A"):
            row = max(0, row - int(match[1] or 1))
    return "\n".join(lines)


def alike_coloured(before: str, after: str) -> tuple[str, str]:
    """Return two texts without their colours if only one has any: whether there are some depends on the terminal."""
    if bool(_COLOURS.search(before)) == bool(_COLOURS.search(after)):
        return before, after
    return _COLOURS.sub("", before), _COLOURS.sub("", after)
