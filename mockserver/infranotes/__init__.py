"""InfraNotes: clients, their contact persons and custom fields, behind JSON Web Tokens."""
