"""Line breaks inside brackets that contain a path: IPython and pprint break a line where it gets too long."""

import re

from nbcompare.sanitize_rules import ROOTS

_PATH = re.compile(rf"(?<![\w.:/~<])/(?:{ROOTS})/|\b[A-Za-z]:\\")
_TOKENS = re.compile(
    r"""(?P<text>'(?:[^'\\\n]|\\.)*+'|"(?:[^"\\\n]|\\.)*+")|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<end>,?\n[ \t]*)"""
    r"""|(?P<other>[^'"()\[\]{}\n,]++)|.""",
    re.VERBOSE,
)
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def unwrapped(before: str, after: str) -> tuple[str, str]:
    """Return two texts with other numbers of lines, without line breaks inside brackets that contain a path."""
    if before.count("\n") == after.count("\n") or not (_PATH.search(before) and _PATH.search(after)):
        return before, after
    return _joined(before), _joined(after)


def _joined(text: str) -> str:
    opened: list[re.Match[str]] = []
    ends: list[re.Match[str]] = []  # of lines, in brackets that may contain a path
    inside: list[re.Match[str]] = []
    path = -1  # where the last one is
    for token in _TOKENS.finditer(text):
        kind = token.lastgroup
        if kind == "open":
            opened.append(token)
        elif kind == "end":
            ends.append(token)
        elif kind in ("text", "other") and _PATH.search(token[0]):
            path = token.start()
        elif kind == "close" and opened and _CLOSING[opened[-1][0]] == token[0]:
            begin = opened.pop().start()
            while path > begin and ends and ends[-1].start() > begin:
                inside.append(ends.pop())
    parts: list[str] = []
    last = 0
    for end in sorted(inside, key=re.Match.start):
        beside = text[end.start() - 1] in "([{" or text[end.end() : end.end() + 1] in (")", "]", "}")
        parts += [text[last : end.start()], "" if beside else f"{end[0].split(chr(10))[0]} "]
        last = end.end()
    return "".join([*parts, text[last:]])
