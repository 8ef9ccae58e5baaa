"""Detente: who could sign which peace package, and would it hold?"""

__version__ = "0.1.0"
