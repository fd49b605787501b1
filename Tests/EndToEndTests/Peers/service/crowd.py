"""Opens connections and says nothing on them until it is ended; those that are refused do not matter.

    crowd.py URL CONNECTIONS
"""

import sys
import time

from connection import raw

crowd = []
for _ in range(int(sys.argv[2])):
    try:
        crowd.append(raw(sys.argv[1]))
    except OSError:
        pass
time.sleep(600)
