"""`detente durability`, `detente design` and `detente formula`: would it hold, and what would make it hold?"""
