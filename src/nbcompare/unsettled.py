"""Values of a table or of JSON that differ as they are printed: many are compared at once, which is much faster."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from nbcompare.difference import Difference
from nbcompare.known_run import are_measured
from nbcompare.settings import Settings
from nbcompare.text_diff import compare_each

_FIRST, _MOST = 500, 20_000  # values that are compared at once


class Unsettled(NamedTuple):
    """Two printed values that differ, unless the execution explains it, or their texts are the same.

    `name` is that of their column or key. `tell` gets the differences of their texts and returns what to report; it is
    not asked of numbers, `texts=False`, that the execution explains.
    """

    before: str
    after: str
    tell: Callable[[list[Difference]], list[Difference]]
    name: str = ""
    texts: bool = True


def settled(items: Iterable[Difference | Unsettled], settings: Settings) -> Iterator[Difference]:
    """Yield the differences among items, in their order.

    >>> items = [Unsettled("0.3", "0.30000000000000004", list), Unsettled("5 t", "6 t", list)]
    >>> [item.message for item in settled(items, Settings())]
    ['from 5 to 6 (by +1, +20 %)']
    """
    items, size = iter(items), _FIRST
    while batch := list(islice(items, size)):
        size = min(2 * size, _MOST)
        pending = [item for item in batch if isinstance(item, Unsettled)]
        measured = are_measured([(item.name, item.before, item.after) for item in pending], settings)
        texts = [
            (item.before, item.before if known or not item.texts else item.after)
            for item, known in zip(pending, measured, strict=True)
        ]
        answers = zip(measured, compare_each(texts, settings), strict=True)
        for item in batch:
            if isinstance(item, Difference):
                yield item
                continue
            known, found = next(answers)
            yield from item.tell(found) if item.texts or not known else ()
