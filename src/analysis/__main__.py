"""`python -m analysis` is the command line."""

import sys

from analysis.cli import main

sys.exit(main())
