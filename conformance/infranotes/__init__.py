"""The InfraNotes client system: how to speak with it, and what is checked."""
