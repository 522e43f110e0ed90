"""A report in the forms that people and programs read; each module writes one."""
