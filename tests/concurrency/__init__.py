"""Many connections at once, and whether what they saw can have happened in some order."""
