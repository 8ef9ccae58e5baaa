"""`detente assess` and `detente compare`: everything at once, and what changed between two runs."""
