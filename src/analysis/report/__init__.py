"""The pages of a report: plain HTML that opens from disk, every number links to its origin."""
