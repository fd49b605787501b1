"""Pages through a list of the service, and prints its lines as NDJSON, members in the order of their names.

    lists.py URL TOKEN MEMBER
    lists.py - < NDJSON       prints the lines of standard input so
"""

import json
import sys
import urllib.parse
import urllib.request


def show(lines):
    for line in lines:
        print(json.dumps(line, sort_keys=True))


if sys.argv[1] == "-":
    show(json.loads(line) for line in sys.stdin)
    sys.exit()
url, token, member = sys.argv[1:]
page = url
while page:
    request = urllib.request.Request(page, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=3000) as answer:
        body = json.load(answer)
    show(body[member])
    following = body["next_page_token"]
    page = following and url + "&" + urllib.parse.urlencode({"page_token": following})
