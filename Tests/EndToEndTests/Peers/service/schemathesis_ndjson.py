"""Tells schemathesis how a body of NDJSON goes on the wire: as text, coded as the request's Content-Encoding says."""

import gzip
import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def ndjson(context, value):
    if isinstance(value, str):
        value = value.encode()
    elif not isinstance(value, bytes):
        value = json.dumps(value).encode() + b"\n"
    coding = (context.case.headers or {}).get("Content-Encoding")
    return gzip.compress(value, mtime=0) if coding == "gzip" else value
