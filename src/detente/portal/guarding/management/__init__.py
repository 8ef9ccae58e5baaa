"""Commands that prepare a portal."""
