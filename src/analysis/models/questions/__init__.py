"""The models of the shipped questions: each module declares one model, a function with the name of the module.

`analysis.models.catalog` finds them by their place, so no list names them.
"""
