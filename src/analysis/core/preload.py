"""The modules that the fork server imports for notebooks of this package; see docs/warmkernels.md."""

MODULES = (
    "analysis.notebook.plots",
    "analysis.notebook",
    "analysis.models",
    "analysis.claims.named_figures",
    "analysis.documents.sources",
    "analysis.claims",
    # Imported lazily by functions of the package:
    "warmkernels.lazy_jsonschema",
    "numpy",
    "pint",
    "scipy.optimize",
    "scipy.stats",
    "seaborn",
)
