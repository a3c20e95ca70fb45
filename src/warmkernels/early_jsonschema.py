"""Import jsonschema without its slow grammar, before any other module imports it.

For pytest, whose plugins import nbformat: `pytest -p warmkernels.early_jsonschema`; and for fork servers.
"""

from warmkernels.lazy_jsonschema import import_jsonschema

import_jsonschema()
