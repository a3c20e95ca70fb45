"""Decide which figure of the sources feeds which model input.

`figure_rules` says what each input asks for, `passages` which words belong to which figure, the conditions whether a
figure is meant, `candidates` adds them up, `choice` takes one or asks, and `named_figures` and `inputs` are the result.
"""
