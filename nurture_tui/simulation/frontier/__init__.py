"""The frontier scheduler: steps in the order of the path, all contacts of a step at once."""
