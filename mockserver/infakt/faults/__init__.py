"""How inFakt can be told to misbehave: each fault breaks the requirements that it names, no others."""

from mockserver.infakt.faults import (
    access,
    creating,
    kinds,
    listing,
    members,
    requests,
    searching,
    updating,
)

FAULTS = (
    *access.FAULTS,
    *requests.FAULTS,
    *creating.FAULTS,
    *kinds.FAULTS,
    *members.FAULTS,
    *listing.FAULTS,
    *searching.FAULTS,
    *updating.FAULTS,
)
