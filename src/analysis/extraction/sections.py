"""The parts of an article: title, highlights, body, and the boilerplate of the page."""

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.patterns import FRONT_MATTER as FRONT_MATTER_PATTERN
from analysis.extraction.sentences import is_soft_wrap

Section = Literal["title", "highlights", "body", "boilerplate"]

_HIGHLIGHTS = lazy_regex(
    r"^[#*\s]*(?:highlights|key (?:points|takeaways|facts)|takeaways|at a glance|in brief|summary"
    r"|摘要|要点|要點|核心提示|导读|導讀)[:：*\s]*$",
    re.IGNORECASE,
)
# After such a line only boilerplate follows: other stories, forms, comments.
_BOILERPLATE = lazy_regex(
    r"^[#*\s]*(?:related (?:news|articles|stories|posts)|recent .{0,40}news|latest news"
    r"|more (?:news|stories|from .{1,40})"
    r"|most (?:read|popular)|trending(?: now)?|you (?:may|might) also like|read (?:more|next)"
    r"|\d+ comments?|comments|leave a reply|submit a comment|share this(?: article)?|about the author"
    r"|subscribe(?: now)?|newsletter|sign up.{0,60}|get our (?:newsletter|briefing).{0,40}|search"
    r"|相关(?:新闻|阅读|文章|报道)|相關(?:新聞|閱讀|文章|報導)|延伸阅读|延伸閱讀|热门(?:文章|新闻)|(?:全部|网友)?评论|留言|分享到)[:：*\s]*$",
    re.IGNORECASE,
)
_BULLET = lazy_regex(r"^\s*(?:[•●▪*+-]|\d{1,2}[.)])\s")
_NOTE = 3  # words
_WORD = lazy_regex(r"[\u4e00-\u9fff]{1,2}|[^\s\u4e00-\u9fff]+")  # most Chinese words have two characters
FRONT_MATTER = lazy_regex(rf"{FRONT_MATTER_PATTERN}\n?", re.MULTILINE)


class Sections(NamedTuple):
    """Where each part of a text begins, and its kind."""

    starts: tuple[int, ...]
    kinds: tuple[Section, ...]

    def at(self, position: int) -> Section:
        """Return the part at an offset."""
        return self.kinds[max(0, bisect_right(self.starts, position) - 1)]


def sections_of(text: str) -> Sections:
    """Return the parts of an article."""
    front = FRONT_MATTER.match(text)
    position = front.end() if front else 0
    starts: list[int] = [0]
    kinds: list[Section] = ["title"]
    top = True  # until a line with words
    for line in text[position:].splitlines(keepends=True):
        after = position + len(line)
        wrapped = line.endswith("\n") and is_soft_wrap(text, after - len(line) + len(line.rstrip()), after)
        kind = _kind_after(kinds[-1], line.strip("\r\n"), top=top, wrapped=wrapped)
        top = top and not line.strip()
        if kind != kinds[-1]:
            starts.append(position)
            kinds.append(kind)
        position = after
    return Sections(tuple(starts), tuple(kinds))


def _kind_after(kind: Section, line: str, *, top: bool, wrapped: bool) -> Section:
    """The part to which a line after lines of `kind` belongs; a line that is wrapped is not a title."""
    if kind == "boilerplate" or not line.strip():
        return kind
    if _BOILERPLATE.match(line) and not top:
        return "boilerplate"
    if _HIGHLIGHTS.match(line):
        return "highlights"
    if kind == "highlights":
        return "highlights" if _BULLET.match(line) else "body"
    if kind == "title" and _BULLET.match(line) and not top:
        return "highlights"
    table = line.lstrip().startswith("|") or "\t" in line or line.count("|") > 2
    if table or (line.rstrip()[-1] in ":：" and not top):
        return "body"  # a table, and what is above it
    note = top and len(_WORD.findall(line)) <= _NOTE  # "For immediate release." above the title
    if kind == "title" and len(line) < 160 and not wrapped and (note or line.rstrip()[-1] not in ".!?。！？"):
        return "title"
    return "body"
