"""What executes notebooks: which parameters they take, how they are run, what a run leaves behind."""
