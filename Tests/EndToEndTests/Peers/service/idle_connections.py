"""Opens connections, says nothing on them, and asks as an honest client meanwhile.

    idle_connections.py URL TOKEN CONNECTIONS PROCESS

Prints, as JSON, how many connections stood, how many were still open after 300 requests, and the server's memory
before and with them.
"""

import json
import resource
import select
import sys
import time

from connection import memory, raw, time_asking

url, token, count, process = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
before = memory(process)
connections = [raw(url) for _ in range(count)]
# Accepting is not the same as having been queued: the last of them is accepted once it is answered.
time.sleep(1)
time_asking(url, token, 300)
poll = select.poll()
for connection in connections:
    poll.register(connection, select.POLLIN)
closed = len(poll.poll(0))
print(json.dumps({
    "stood": len(connections), "open": len(connections) - closed, "before": before, "with": memory(process)}))
