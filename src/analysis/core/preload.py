"""The modules that the fork server imports for notebooks of this package; see docs/warmkernels.md.

They include all that warmkernels knows of the libraries below, so that the notebooks of a run share a single server,
whichever of these libraries each imports.
"""

from warmkernels.import_scan import MODULES as LIBRARIES

MODULES = (
    "analysis.notebook.plots",
    "analysis.notebook",
    "analysis.models",
    "analysis.binding.named_figures",
    "analysis.documents.sources",
    "analysis.claims",
    # Imported lazily by functions of the package:
    "analysis.core.unit_registry",
    "warmkernels.early_jsonschema",
    *(module for modules in LIBRARIES.values() for module in modules),
)
