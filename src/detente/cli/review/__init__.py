"""`detente review`: proposed claims decided on a page of one's own computer."""
