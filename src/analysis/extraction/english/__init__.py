"""What English brings to the reading: the rules for hedges and directions, and words of German in the same place."""
