"""Errors that a person may see: each names the notebook, the place in it, and what to do."""


class NbcompareError(Exception):
    """Base class of the errors that this package raises on purpose."""


class UnusableNotebookError(NbcompareError):
    """A notebook that cannot be read, compared or accepted, or whose settings are malformed."""


class KernelError(NbcompareError):
    """A kernel that does not start, dies, or runs longer than it may."""
