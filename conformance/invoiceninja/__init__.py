"""The clients of Invoice Ninja: how to speak with the service, and what is checked."""
