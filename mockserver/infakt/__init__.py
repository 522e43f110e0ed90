"""inFakt v3: clients behind the keys of accounts, in Polish."""
