"""Commands that look after those who sign in."""
