"""What single questions say and show: a module for the notebook of each, named after it."""
