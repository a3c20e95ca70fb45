"""Whether this process is being stopped, so that no kernel starts any more and starting ones are ended.

This module imports no library: it is used while others are still being imported.
"""

import threading

STOPPED = "the kernels of this process were ended"
stopped = threading.Event()
