"""Invoice Ninja v5: the clients of companies, behind the tokens of their users."""
