"""Verbs by which something gains or loses an amount: "added to", "shaved off", "gave back", "is set to lose"."""

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.lexer import first_word, said
from analysis.extraction.rules import Surroundings

_MOVED = lazy_regex(
    r"(?:was|were|is|are|has been|have been) "
    r"(?:(?P<up>added to)|(?:wiped|knocked|shaved|cut|taken|lopped) (?:off|from))\b"
)
_BEFORE_MOVED = frozenset("was were is are has have".split())
_LOSING = frozenset("lost lose loses losing".split())
# "Tin surrendered 2%", "gave back $410, or 1.3%"; the second needs "back", "up" or "away".
_YIELDING = frozenset(
    "surrender surrenders surrendered relinquish relinquishes relinquished cede cedes ceded concede concedes conceded "
    "forfeit forfeits forfeited".split()
)
_CONCEDING = frozenset("concede concedes conceded".split())  # a price, to a buyer
_BACK = frozenset({"back", "away"})
_ADDING = frozenset({"added", "adds"})
_GIVING = frozenset("gave give gives giving given hand hands handed handing".split())
_PUTTING = frozenset("put puts putting".split())
# "The contract was off 3%": after other verbs "off" belongs to them, as in "paid off $3 million".
_OFF_AFTER = frozenset(
    "is are was were be been being closed closes ended ends finished settled traded trading opened still".split()
)
# "It shaved 5% off its costs".
_TAKING_OFF = frozenset(
    "shave shaves shaved shaving knock knocks knocked knocking wipe wipes wiped wiping lop lops lopped chop chopped "
    "slice sliced strip strips stripped take takes took taking".split()
)
# What is measured can lose money's worth of itself; a company that "lost $5 million" made a loss.
_MEASURED = frozenset(
    "ebit ebitda profit profits earnings income revenue revenues sales turnover value capitalisation capitalization "
    "margin margins output production exports imports price prices share shares stock stocks contract futures demand "
    "consumption supply offtake capacity usage shipments".split()
)
# A price that "lost $225, or 1.4%, to close at $15,870" fell; one that "added $40 to $2,310" rose.
_TO_A_LEVEL = lazy_regex(r"(?:(?:, )?or|\() [\d.]+ ?(?:%|pc|pct|per ?cent)|to (?:close|end|settle|finish|[\d$€£¥])")


def added_or_taken(near: Surroundings) -> str | None:
    """Read "5 t were added to its output" and "5% was shaved off its costs"."""
    moved = _MOVED.match(said(near.right[:4])) if first_word(near.right) in _BEFORE_MOVED else None
    return None if moved is None else "up" if moved["up"] else "down"


def off(near: Surroundings) -> str | None:
    """Read "was off $23", "closed 3% off" and "shaved 5% off its costs"."""
    second, word = near.adjacent
    if word != "off" and word not in _TAKING_OFF and word not in _OFF_AFTER:
        return None
    if not (near.share or near.unit == "point" or near.unit[:3].isupper()):
        return None
    if word == "off":
        leads = len(near.left) > 1 and near.left[-2].kind == "boundary"
        return "down" if second in _OFF_AFTER or leads else None
    taken = word in _TAKING_OFF and any(token.word in {"off", "from"} for token in near.right[:1])
    closed = word in _OFF_AFTER and near.share and first_word(near.right) == "off"
    return "down" if taken or closed else None


def gained_or_lost(near: Surroundings) -> str | None:
    """Read "lost 5%", "added 5 points" and "put on $5", but not money that a company lost."""
    second, word = near.adjacent
    if word in _LOSING:
        return "down" if _is_change(near) or second in _MEASURED else None
    if word in _ADDING:
        return "up" if _is_change(near) or abs(near.value) < 1 else None
    return "down" if word == "up" and second in _GIVING else "up" if word == "on" and second in _PUTTING else None


def _is_change(near: Surroundings) -> bool:
    return near.share or near.unit == "point" or bool(_TO_A_LEVEL.match(said(near.right[:4])))


def given_back(near: Surroundings) -> str | None:
    """Read "gave back $410" and "surrendered 2%", but not what is given to someone or is a part of something."""
    second, word = near.adjacent
    if not (word in _YIELDING or (word in _BACK and second in _GIVING)):
        return None
    price = near.unit[:3].isupper() and not near.quantity.printed.scaled and word not in _CONCEDING
    part = first_word(near.right) == "of" and _GAINS.isdisjoint([token.word for token in near.right[:5]])
    given = first_word(near.right) == "to" and not _TO_A_LEVEL.match(said(near.right[:4]))
    return "down" if (price or _is_change(near)) and not (part or given) else None


_GAINS = frozenset("gain gains rise increase rally advance advances value price worth".split())


def amount_lost(near: Surroundings) -> str | None:
    """Read "is set to lose 12 Moz" and "demand lost 12 kt", but not things that someone lost."""
    counted = near.unit.startswith("count:") or near.unit in lex.DURATIONS or near.unit[:3].isupper()
    if near.adjacent[1] not in _LOSING or counted:
        return None
    if first_word(near.right) == "of":
        return "down" if not _MEASURED.isdisjoint([token.word for token in near.right[1:4]]) else None
    return "down" if near.adjacent[0] in lex.MODALS else None
