"""`detente positions`: who said what, from documents."""
