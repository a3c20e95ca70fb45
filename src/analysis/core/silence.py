"""Silence noisy loggers and warnings of document-parsing libraries."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet(*names: str) -> Iterator[None]:
    """Silence the loggers with these names, their children, and all warnings inside the block.

    >>> with quiet("pypdf"):
    ...     logging.getLogger("pypdf").error("odd object")
    """
    below = tuple(f"{name}." for name in names)  # children may have their own levels
    known = {*names, *(name for name in list(logging.root.manager.loggerDict) if name.startswith(below))}
    loggers = [logging.getLogger(name) for name in known]
    before = [logger.level for logger in loggers]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for logger in loggers:
                logger.setLevel(logging.CRITICAL + 1)
            yield
        finally:
            for logger, level in zip(loggers, before, strict=True):
                logger.setLevel(level)
