"""Records what the vendors' own SDKs put on the wire for the calls of `calls.jsonl`.

`record.py FILE` writes the recordings, a line each. Nothing leaves this machine: each connection goes to a server of this
program. What differs from machine to machine (user agents, versions, connection headers) is held still or left out.
"""

import http.server
import json
import pathlib
import sys
import threading
import urllib.parse

import sdks

# Of the headers only those are kept that a signature covers, or that say what the body is.
KEPT = ("host", "content-type", "accept", "user-agent", "authorization")
PREFIXES = ("x-acs-", "x-sdk-date", "x-sdk-content", "x-project-id", "x-domain-id")


class Listener(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    received = []

    def handle_any(self):
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length).decode("utf-8")
        path, _, query = self.path.partition("?")
        Listener.received.append((self.command, path, query, self.headers.items(), body))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """Says nothing of connections that an SDK gives up."""


def recording(call, sdk, received):
    method, path, query, headers, body = received
    pairs = urllib.parse.parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    signed = {name.lower(): value for name, value in headers}
    kept = {
        name: value
        for name, value in sorted(signed.items())
        if name in KEPT or name.startswith(PREFIXES)
    }
    if sdk.name == sdks.OldAlibaba.name:
        # The first scheme signs no header.
        kept = {name: value for name, value in kept.items() if name == "content-type"}
    return {"id": call["id"], "sdk": sdk.name, "method": method, "path": path, "query": sorted(pairs)} | {
        "headers": kept, "body": body
    }


def record(calls, sdks_of_vendor):
    for call in calls:
        for sdk in sdks_of_vendor[call["vendor"]]:
            Listener.received.clear()
            problem = None
            try:
                sdk.call(call["operation"], call["values"])
            except Exception as error:  # The answer is empty, which some models do not take.
                problem = error
            if len(Listener.received) != 1:
                raise SystemExit(f"{call['id']} by {sdk.name} made {len(Listener.received)} requests: {problem!r}")
            yield recording(call, sdk, Listener.received[0])


def main():
    server = Server(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sdks.freeze()
    sdks.redirect(server.server_address[1])
    lines = pathlib.Path(__file__).with_name("calls.jsonl").read_text(encoding="utf-8").splitlines()
    calls = [json.loads(line) for line in lines]
    of_vendor = {"alibaba": [sdks.OldAlibaba(), sdks.NewAlibaba()], "huawei": [sdks.Huawei()]}
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        for one in record(calls, of_vendor):
            file.write(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n")


main()
