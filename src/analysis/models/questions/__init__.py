"""The models of the shipped questions: each module declares one model, a function with the name of the module."""
