"""`detente economy` and `detente baseline`: what a clause, a shock or a sanction does to whom."""
