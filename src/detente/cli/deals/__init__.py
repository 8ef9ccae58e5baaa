"""`detente deals` and `detente stability`: what all could sign, and in which states all would stay."""
