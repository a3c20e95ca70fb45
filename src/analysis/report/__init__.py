"""The pages of a report: plain HTML that opens from disk, every number a link to where it comes from."""
