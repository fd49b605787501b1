"""A running `pushtrail serve` for the bench, and asking it."""

import http.client
import json
import os
import re
import signal
import subprocess
import time


class Server:
    """Runs for as long as its `with` block does, on a free port."""

    def __init__(self, pushtrail, store, *options):
        self.pushtrail, self.store = pushtrail, store
        self.log = open(f"{store}.log", "w+")
        self.process = subprocess.Popen(
            [str(part) for part in (pushtrail, "serve", "--store", store, "--port", 0, "--log-level", "notice", *options)],
            stderr=self.log, stdout=subprocess.DEVNULL)
        self.port = self.wait_for_port()
        self.token = subprocess.run(
            [str(pushtrail), "token", "create", "--store", str(store), "--name", f"bench-{time.time_ns()}",
             "--scope", "ingest", "--scope", "export"], check=True, capture_output=True, text=True).stdout.strip()
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def wait_for_port(self):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.process.poll() is None:
            self.log.seek(0)
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", self.log.read()):
                return int(found[1])
            time.sleep(0.01)
        self.process.kill()
        self.log.seek(0)
        raise SystemExit(f"bench: the server does not listen: {self.log.read()}")

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method, **fields):
        self.connection.request("POST", f"/json/1.3/{method}", json.dumps({"request": {"auth": self.token, **fields}}))
        answer = json.loads(self.connection.getresponse().read())
        if answer["status_code"] not in (200, 420):
            raise SystemExit(f"bench: {method}: {answer}")
        return answer

    def request_log(self):
        """Requests a log, and polls until it is there. Returns its id and link, and the seconds from asking on."""
        start = time.monotonic()
        request_id = self.ask("getTrackingLog")["response"]["request_id"]
        while (answer := self.ask("getResults", request_id=request_id))["status_code"] == 420:
            time.sleep(0.002)
        return request_id, answer["response"]["fileName"], time.monotonic() - start

    def memory(self, name="VmRSS:"):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) << 10 for line in status if line.startswith(name))

    def processor(self):
        """Seconds of processor so far."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(60) != 0:
            raise SystemExit(f"bench: the server ended with {self.process.returncode}")
        self.log.close()
