"""The clients of inFakt: how to speak with the service, and what is checked."""
