"""A case folder: begun, checked, and its fields described."""
