"""Who could stop a package, who is left out, and who keeps together?"""
