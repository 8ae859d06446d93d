"""What does a passkey do? A device made of software (WebAuthn level 2), which tests let misbehave."""

import base64
import hashlib
import json
import secrets
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(data: bytes) -> str:
    """Bytes as a browser writes them."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Key:
    """A device with one passkey for `http://localhost`; its owner showed finger or PIN."""

    def __init__(
        self, *, site: str = "localhost", origin: str = "http://localhost", flags: int = PRESENT | VERIFIED
    ) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.site, self.origin, self.flags = site, origin, flags
        self.owner = ""

    def made(self, options: dict[str, Any]) -> dict[str, Any]:
        """What the browser sends when this device made a passkey."""
        self.owner = options["user"]["id"]
        point = self.private.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        credential = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor.encode(public)
        data = self._head(self.flags | ATTESTED) + credential
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        parts = {"clientDataJSON": self._client("webauthn.create", options), "attestationObject": attestation}
        return self._sent(parts) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def signed(self, options: dict[str, Any], **other: Any) -> dict[str, Any]:
        """What the browser sends when this device signed what was asked for; `other` parts replace true ones."""
        client, data = self._client("webauthn.get", options), self._head(self.flags)
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        owner = base64.urlsafe_b64decode(self.owner + "==")
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature, "userHandle": owner}
        return self._sent(parts | other)

    def _sent(self, parts: dict[str, bytes]) -> dict[str, Any]:
        response = {name: text(part) for name, part in parts.items()}
        return {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response}

    def _head(self, flags: int) -> bytes:
        return hashlib.sha256(self.site.encode()).digest() + struct.pack(">BI", flags, 1)

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()
