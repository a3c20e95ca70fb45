"""Compare stored notebook outputs with fresh ones, under pytest or on the command line."""
