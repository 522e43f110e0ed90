"""How Invoice Ninja can be told to misbehave: each fault breaks what it names, nothing else."""

from mockserver.invoiceninja.faults import (
    access,
    bulk,
    contacts,
    creating,
    documents,
    lifecycle,
    listing,
    requests,
    settings,
    updating,
)

FAULTS = (
    *access.FAULTS,
    *requests.FAULTS,
    *creating.FAULTS,
    *contacts.FAULTS,
    *updating.FAULTS,
    *settings.FAULTS,
    *listing.FAULTS,
    *bulk.FAULTS,
    *lifecycle.FAULTS,
    *documents.FAULTS,
)
