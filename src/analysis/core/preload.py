"""The modules that a warm kernel imports ahead for notebooks of this package; see docs/warmkernels.md."""

MODULES = (
    "analysis.notebook.plots",
    "analysis.notebook",
    "analysis.models",
    "analysis.claims.named_figures",
    "analysis.documents.sources",
    "analysis.claims",
    # Imported by functions of the package when they are called:
    "warmkernels.lazy_jsonschema",
    "numpy",
    "pint",
    "scipy.optimize",
    "scipy.stats",
    "seaborn",
)
