"""What does an organisation's sign-in look like from outside? A small OpenID Connect provider on real HTTP."""

import base64
import hashlib
import json
import threading
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "segue", "the secret: of segue"


@cache
def key_of(whom: str) -> rsa.RSAPrivateKey:
    """The key somebody signs with."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """Says of whoever comes that they are `person`; tests change what it says, and with which key it signs."""

    def __init__(self) -> None:
        self.key = self.signs_with = key_of("provider")
        self.person: dict[str, Any] = {"sub": "4711", "email": "alice@segue.test", "email_verified": True}
        self.statement: dict[str, Any] = {}  # what stands in the statement instead of what should
        self.elsewhere: dict[str, Any] | None = None  # what only the address for persons says
        self.about: dict[str, Any] = {}
        self.moved = ""  # the part that sends whoever asks to another address
        self.broken = ""  # the part that speaks no HTTP
        self.algorithm = "RS256"
        self.asked: dict[str, dict[str, str]] = {}
        self.exchanges: list[dict[str, str]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Answer no more."""
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path: str, sent: dict[str, str], headers: Any) -> tuple[int, Any]:
        """Answer a request: status, and an object or an address to go to."""
        if path == self.moved:
            return 302, f"{self.url}/moved{path}"
        path = path.removeprefix("/moved")
        if path == "/.well-known/openid-configuration":
            return 200, self._about() | self.about
        if path == "/authorize":
            code = hashlib.sha256(json.dumps(sent).encode()).hexdigest()
            self.asked[code] = sent
            return 302, f"{sent['redirect_uri']}?{urlencode({'code': code, 'state': sent['state']})}"
        if path == "/token":
            return self._exchange(sent, headers)
        if path == "/userinfo" and headers.get("Authorization") == "Bearer access":
            return 200, self.elsewhere or self.person
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}
        return 404, {}

    def _about(self) -> dict[str, Any]:
        parts = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        parts["userinfo_endpoint"] = "userinfo"
        return {"issuer": self.url} | {name: f"{self.url}/{part}" for name, part in parts.items()}

    def _exchange(self, sent: dict[str, str], headers: Any) -> tuple[int, Any]:
        self.exchanges.append(sent)
        asked = self.asked.pop(sent.get("code", ""), None)
        if asked is None or not self._is_client(sent, headers) or sent["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "access", "token_type": "Bearer", "id_token": self._signed(asked["nonce"])}

    def _is_client(self, sent: dict[str, str], headers: Any) -> bool:
        if "client_secret" in sent:
            return (sent["client_id"], sent["client_secret"]) == (CLIENT, SECRET)
        given = base64.b64decode(headers.get("Authorization", "Basic ").split()[-1]).decode()
        return given == f"{CLIENT}:the+secret%3A+of+segue"

    def _signed(self, nonce: str) -> str:
        now = int(time.time())
        says = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": nonce}
        says |= {"sub": self.person["sub"]} if self.elsewhere else self.person
        says = {name: value for name, value in (says | self.statement).items() if value is not None}
        key: Any = {"HS256": CLIENT * 8, "none": None}.get(self.algorithm, self.signs_with)
        return jwt.encode(says, key, self.algorithm, headers={"kid": "one"})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._tell(urlsplit(self.path).query)

            def do_POST(self) -> None:
                self._tell(self.rfile.read(int(self.headers["Content-Length"])).decode())

            def _tell(self, query: str) -> None:
                if urlsplit(self.path).path == provider.broken:
                    self.wfile.write(b"nonsense\r\n")
                    return
                sent = {name: values[0] for name, values in parse_qs(query).items()}
                status, body = provider.answer(urlsplit(self.path).path, sent, self.headers)
                self.send_response(status)
                if isinstance(body, str):
                    self.send_header("Location", body)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        return Handler
