"""Libraries that read documents: what they say of odd files is no message to a person."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet(*names: str) -> Iterator[None]:
    """Silence the loggers of these names and all below them, and warnings, while a library works.

    >>> with quiet("pypdf"):
    ...     logging.getLogger("pypdf").error("odd object")
    """
    below = tuple(f"{name}." for name in names)  # these may have levels of their own
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
