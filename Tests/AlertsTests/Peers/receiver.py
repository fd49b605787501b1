"""Takes what is posted to it, well or badly, as the path says.

Prints its port, then each request as a line of JSON, and ends with its standard input.
"""

import http.server
import json
import os
import socketserver
import ssl
import subprocess
import sys
import tempfile
import threading
import time

seen = {}


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        print(json.dumps({"path": self.path, "headers": dict(self.headers), "body": body}), flush=True)
        count = seen[self.path] = seen.get(self.path, 0) + 1
        kind, *rest = self.path.strip("/").split("/")
        getattr(self, kind)(count, rest)

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def ok(self, count, rest):
        self.answer(200, b"ok")

    def status(self, count, rest):
        self.answer(int(rest[0]), b"no_service\nsecond line")

    def flaky(self, count, rest):
        self.answer(int(rest[0]) if count <= int(rest[1]) else 200)

    def limited(self, count, rest):
        self.answer(429 if count == 1 else 204, Retry_After=rest[0])

    def redirect(self, count, rest):
        self.answer(int(rest[0]), Location="/" + "/".join(rest[1:]))

    def elsewhere(self, count, rest):
        self.answer(307, Location=rest[0] + "://" + "/".join(rest[1:]))

    def hang(self, count, rest):
        time.sleep(600)

    def close(self, count, rest):
        self.close_connection = True
        self.connection.close()

    def garbage(self, count, rest):
        self.connection.sendall(b"SSH-2.0-what\r\n\r\n")
        self.close_connection = True

    def huge(self, count, rest):
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 65536)
        except OSError:
            self.close_connection = True

    def endless(self, count, rest):
        try:
            self.connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while True:
                self.connection.sendall(b"X-Padding: " + b"y" * 8192 + b"\r\n")
        except OSError:
            self.close_connection = True

    def log_message(self, *arguments):
        pass


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, address):
        pass


server = Server(("127.0.0.1", 0), Receiver)
if len(sys.argv) > 1:
    # A certificate for this name or address, which nobody vouches for; its file is printed, too.
    folder = tempfile.mkdtemp()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem", "-days", "2", "-subj", "/CN=receiver",
         "-addext", f"subjectAltName={sys.argv[1]}"],
        check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    print(server.server_address[1], f"{folder}/cert.pem", flush=True)
else:
    print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
os._exit(0)
