"""Hard use: hundreds of thousands of odd requests over HTTP, and what must be true of every answer.

`make fuzz` runs it. A **draft** is a request as somebody means it, a **shot** the bytes that are sent;
**kinds** make shots of drafts.
"""
