"""Documents to figures: read a source, find its quantities, give each its hedge, direction and place."""
