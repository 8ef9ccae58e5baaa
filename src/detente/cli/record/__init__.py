"""`detente record`: what was done, kept and verified."""
