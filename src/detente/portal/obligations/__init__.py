"""What was promised, what has been shown, and what do two coders make of it?"""
