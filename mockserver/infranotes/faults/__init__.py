"""How InfraNotes can be told to misbehave: each fault breaks the requirements that it names, no others."""

from mockserver.infranotes.faults import (
    access,
    clients,
    contacts,
    custom_fields,
    errors,
    listing,
    text,
    updates,
    values,
)

FAULTS = (
    *access.FAULTS,
    *errors.FAULTS,
    *clients.FAULTS,
    *updates.FAULTS,
    *listing.FAULTS,
    *contacts.FAULTS,
    *custom_fields.FAULTS,
    *values.FAULTS,
    *text.FAULTS,
)
