"""Reads messages of mail with Python's parser, and prints what it finds as JSON."""

import email
import email.policy
import email.utils
import json
import sys

message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
print(json.dumps({
    "from": str(message["From"]),
    "to": [address.addr_spec for address in message["To"].addresses],
    "subject": str(message["Subject"]),
    "date": email.utils.parsedate_to_datetime(str(message["Date"])).isoformat(),
    "id": str(message["Message-ID"]),
    "type": message.get_content_type(),
    "charset": message.get_content_charset(),
    "headers": sorted(message.keys()),
    "defects": [repr(defect) for defect in message.defects]
    + [repr(defect) for value in message.values() for defect in value.defects],
    "body": message.get_content(),
}))
