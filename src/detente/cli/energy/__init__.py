"""`detente energy`: networks of gas and crude."""
