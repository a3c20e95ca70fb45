"""Refuse secrets as parameters, since runs write parameters to reports, logs and file names."""

from collections.abc import Iterable

from analysis.core.errors import ParameterError
from analysis.core.lazy_regex import lazy_regex

_ANYWHERE = frozenset("token tokens secret secrets password passwords passwd pwd passphrase".split())
_ANYWHERE |= {"credential", "credentials", "apikey"}
_BEFORE_KEY = frozenset("api access auth private secret ssh encryption signing account storage".split())
_WORD = lazy_regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def is_secret(name: str) -> bool:
    """Return whether the name of a parameter suggests that its value is a secret; case is ignored.

    "key" counts only at the end of a name, or after a word such as api or access.
    """
    words = [word.lower() for word in _WORD.findall(name)]
    keys = [place for place, word in enumerate(words) if word in ("key", "keys")]
    return not _ANYWHERE.isdisjoint(words) or any(
        place == len(words) - 1 or (place and words[place - 1] in _BEFORE_KEY) for place in keys
    )


def refuse_secrets(names: Iterable[str], where: str = "") -> None:
    """Raise ParameterError for the first name that suggests a secret; the message does not contain the value.

    >>> refuse_secrets(["foil_share", "api_token"])
    Traceback (most recent call last):
    analysis.core.errors.ParameterError: api_token looks like a secret, and runs record their parameters; set an
    environment variable and read it in the notebook: api_token = os.environ["API_TOKEN"]
    """
    for name in names:
        if is_secret(name):
            raise ParameterError(
                f"{f'{where}: ' if where else ''}{name} looks like a secret, and runs record their parameters; set an "
                f'environment variable and read it in the notebook: {name} = os.environ["{name.upper()}"]'
            )
