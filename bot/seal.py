"""Sealing a number that somebody left in private: whoever reads the database cannot read it."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken


class Seal:
    """Encrypts with the deployment's secret key."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(hashlib.sha256(key).digest()))

        self._key = hashlib.sha256(b"mark" + key).digest()

    def mark(self, text: str) -> str:
        """The same for the same text, and nothing that anybody could make or read without the key."""
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()

    def close(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The number; None where it was sealed with another key."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None
