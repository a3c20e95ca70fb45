"""Compare stored notebook outputs with fresh ones, under pytest or on the command line."""


class NbcompareError(Exception):
    """Base class of the errors that this package raises on purpose."""


class UnusableNotebookError(NbcompareError):
    """A notebook that cannot be read, compared or accepted, or whose settings are malformed."""


class KernelError(NbcompareError):
    """A kernel that does not start, dies, or runs longer than it may."""
