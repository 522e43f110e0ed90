"""What no client should write before a body: the words that odd heads are made of."""

from __future__ import annotations

# As many words in a line as fit.
# fmt: off
METHODS = (
    b"GET", b"POST", b"PUT", b"PATCH", b"DELETE", b"HEAD", b"OPTIONS", b"TRACE", b"PROPFIND",
    b"MKCOL", b"PURGE", b"LOCK", b"SEARCH", b"REPORT", b"LINK", b"M-SEARCH", b"NOTIFY",
    b"SUBSCRIBE", b"COPY", b"MERGE",
)
SEGMENTS = (
    b"..", b".", b"%2e%2e", b"%2E", b"", b"%00", b"%2f", b"%5c", b"..%2f..%2f", b"%c0%ae", b"%ff",
    b"%", b"%zz", b";a=b", b"0", b"-1", b"1", b"01", b"+1", b"1.0", b"1e3", b"9" * 19, b"9" * 400,
    b"9" * 4500, b"%D9%A3", b"null", b"*", b"~", b"%20", b"a" * 5000, b"%F0%9F%98%80", b"clients",
    b"clients.json", b"search", b"1.json", b"1.xml", b"bulk", b"create", b"edit", b"contacts",
    b"primary", b"__proto__", b"%0d%0aX:%20y", b"<script>", b"'", b"%22", b"%7B%7D", b"{id}",
    b"..;", b"@", b":80",
)
QUERY_NAMES = (
    b"limit", b"offset", b"page", b"per_page", b"sort", b"filter", b"include", b"q", b"q[",
    b"q[]", b"q[name_eq]", b"q[a][b]", b"type", b"query", b"category", b"order", b"fields",
    b"nip", b"created_at", b"balance", b"number", b"id", b"status", b"index", b"%00",
    b"workspace", b"a" * 3000, b"", b"=", b"%", b"client_id", b"between_balance", b"is_deleted",
    b"name", b"email", b"sort_dir", b"search", b"member", b"value", b"at",
    b"q[days_to_payment_gt]", b"q[company_name_cont]", b"without_deleted_clients", b"group",
    b"filter_deleted_clients",
)
QUERY_VALUES = (
    b"", b"0", b"1", b"-1", b"9" * 19, b"9" * 5000, b"1e9", b"NaN", b"%00", b"%ff", b"%", b"%zz",
    b"*", b"a,b", b",", b",,,", b"name|asc", b"|", b"||", b"id|desc", b"gt:5", b"gt:", b":",
    b"::", b"1:2", b"lt:1e400", b"%F0%9F%98%80", b"a" * 3000, b"(a+)+$", b"%25%25", b"null",
    b"true", b"2025-01-31", b"0000-00-00", b"999999999999999999", b"id%20asc",
    b"city+desc,%20id+asc", b"active,deleted", b"contacts", b"contacts.client.contacts", b"'--",
)
HEADERS: tuple[tuple[bytes, bytes], ...] = (
    *(
        (b"Content-Type", one)
        for one in (
            b"",
            b"application/json; charset=utf-16",
            b"application/json; charset=nonsense",
            b"text/html",
            b"*/*",
            b"/",
            b";;;",
            b"application/json, text/plain",
            b"application/x-www-form-urlencoded; charset=utf-7",
            b"multipart/form-data",
            b"a" * 5000,
            b"multipart/mixed; boundary=x",
            b"application/octet-stream",
            b"\xff",
            b'application/json;charset="utf-8',
            b"APPLICATION/JSON",
        )
    ),
    *(
        (b"Content-Encoding", one)
        for one in (b"gzip", b"br", b"deflate, gzip", b"identity", b"nonsense", b"")
    ),
    *(
        (b"Accept", one)
        for one in (b"", b"text/html", b"image/*;q=2", b"*/*;q=0", b"application/pdf", b"a" * 5000)
    ),
    *((b"Accept-Encoding", one) for one in (b"", b"identity;q=0", b"*;q=0", b"gzip")),
    *((b"Accept-Language", one) for one in (b"pl", b"*", b"\xff")),
    *(
        (b"Authorization", one)
        for one in (
            b"",
            b"Bearer",
            b"Bearer ",
            b"Bearer a.b.c",
            b"Bearer " + b"a" * 9000,
            b"Basic Og==",
            b"Basic \xff",
            b"Bearer \xff.\xff.\xff",
            b"Bearer eyJhbGciOiJub25lIn0.eyJ1c2VyX2lkIjoyfQ.",
            b"bearer x",
            b"Bearer e30.e30.e30",
            b"Bearer ..",
            b"Bearer " + b"." * 500,
        )
    ),
    *(
        (name, one)
        for name in (
            b"X-API-TOKEN",
            b"X-inFakt-ApiKey",
            b"X-API-PASSWORD",
            b"X-API-PASSWORD-BASE64",
        )
        for one in (b"", b"x", b"\xff", b"a" * 3000, b"====", b"YQ")
    ),
    *(
        (b"Prefer", one)
        for one in (
            b"code=404",
            b"code=999",
            b"code=500x",
            b"wait=0.001",
            b"wait=-1",
            b"wait=x",
            b"code=422, wait=0",
            b"code=",
            b";",
            b'code="400"',
        )
    ),
    *((b"Origin", one) for one in (b"null", b"http://mock", b"\xff", b"")),
    *((b"Access-Control-Request-Method", one) for one in (b"PUT", b"", b"\xff")),
    *((b"Access-Control-Request-Headers", one) for one in (b"a, b", b"\xff", b"x" * 3000)),
    *((b"Range", one) for one in (b"bytes=0-1", b"bytes=-1", b"x=9-1")),
    *((b"If-None-Match", one) for one in (b"*", b'"a"')),
    *((b"If-Modified-Since", one) for one in (b"Sat, 29 Oct 2050 19:43:31 GMT", b"x")),
    *((b"X-HTTP-Method-Override", one) for one in (b"DELETE", b"", b"\xff")),
    *((b"Forwarded", one) for one in (b"for=_x;host=evil;proto=gopher", b";;")),
    *((b"X-Forwarded-Proto", one) for one in (b"gopher", b"https", b"\xff")),
    *((b"X-Forwarded-For", one) for one in (b"1.2.3.4", b"\xff", b"a" * 300)),
    *((b"X-Requested-With", one) for one in (b"XMLHttpRequest", b"")),
    *((b"Cookie", one) for one in (b"a=b; c", b"=", b"\xff", b"a" * 4000)),
    *((b"Connection", one) for one in (b"close", b"keep-alive, x", b"nonsense", b"Host", b"")),
    *((b"Last-Event-ID", one) for one in (b"x", b"-1")),
    *((b"TE", one) for one in (b"trailers", b"gzip;q=2")),
    *(
        (b"X-" + b"x" * 3000, b"y"),
        (b"X-Tab", b"\ta\t"),
        (b"Referer", b"javascript:1"),
        (b"X-Mock-Token", b"\xff"),
    ),
)
WORKSPACES = (
    b"a", b"fuzz.1", b"", b" ", b"a" * 129, b"../x", b"\xff", b"a, b", b"-", b"default",
    b"A:b-c_d.e",
)
