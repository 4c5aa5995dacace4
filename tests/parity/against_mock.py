"""The vendors' own SDKs call a server that plays their vendor, once as they are and once with each part changed by a byte.

`against_mock.py PORT KEY SECRET` reads calls from standard input, a JSON object a line: `sdk`, `operation`, `values`. It
prints a line for each request: the call's sdk and operation, what was changed (`nothing`, `target`, `body`,
`signature`), and the status and the body of the answer. Nothing leaves this machine.
"""

import http.client
import http.server
import json
import re
import sys
import threading

import sdks


def another(character):
    return "b" if character == "a" else "a"


def at(text, place):
    return text[:place] + another(text[place]) + text[place + 1 :]


def last(pattern, text):
    """The place of the last character of a text that a pattern finds."""
    places = [found.start() for found in re.finditer(pattern, text)]
    return places[-1] if places else None


class Relay(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    port, change, answer, changed = 0, "nothing", None, False

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode("utf-8")
        target, headers = self.path, self.headers.items()
        before = (target, body, headers)
        if Relay.change == "target":
            # In a value: with another name or another path there would be nothing that a signature is needed for.
            value = "RegionId=cn-" if "RegionId=cn-" in target else f"/{sdks.PROJECT}"
            target = at(target, target.index(value) + len(value) - 1 + value.endswith("-"))
        elif Relay.change == "body" and body:
            body = at(body, last(r"[a-z]", body))
        elif Relay.change == "signature":
            if "Signature=" in target:
                target = at(target, target.index("Signature=") + len("Signature="))
            else:
                headers = [
                    (name, at(value, len(value) - 1) if name.lower() == "authorization" else value)
                    for name, value in headers
                ]
        Relay.changed = (target, body, headers) != before
        connection = http.client.HTTPConnection("127.0.0.1", Relay.port, timeout=20)
        connection.putrequest(self.command, target, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders(body.encode("utf-8"))
        answer = connection.getresponse()
        content = answer.read()
        Relay.answer = (answer.status, content.decode("utf-8", "replace"))
        connection.close()
        self.send_response(answer.status)
        self.send_header("content-type", answer.getheader("content-type") or "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """Says nothing of connections that an SDK gives up."""


def main():
    Relay.port, key, secret = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    server = Server(("127.0.0.1", 0), Relay)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sdks.redirect(server.server_address[1], Relay.port)
    made = {one.name: one for one in (sdks.OldAlibaba, sdks.NewAlibaba, sdks.Huawei)}
    clients = {}
    for line in sys.stdin:
        call = json.loads(line)
        name = call["sdk"]
        clients[name] = clients.get(name) or made[name](key, secret)
        for change in ("nothing", "target", "body", "signature"):
            Relay.change, Relay.answer, Relay.changed = change, None, False
            problem = None
            try:
                clients[name].call(call["operation"], call["values"])
            except Exception as error:  # What an SDK makes of an answer is not asked here.
                problem = error
            if Relay.answer is None:
                raise SystemExit(f"{call['operation']} by {name} sent nothing: {problem!r}")
            if change != "nothing" and not Relay.changed:
                continue
            status, body = Relay.answer
            told = {"sdk": name, "operation": call["operation"], "changed": change, "status": status, "body": body}
            print(json.dumps(told), flush=True)


main()
