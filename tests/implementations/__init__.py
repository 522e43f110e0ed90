"""Servers that share no code with the mock, for the suite to judge: standard library only."""
