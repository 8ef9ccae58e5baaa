"""Where do delegations, mediators, councils, monitors and the public work?"""
