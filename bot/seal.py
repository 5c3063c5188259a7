"""Sealing a number that somebody left in private: whoever reads the database cannot read it."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken


class Seal:
    """Encrypts with the deployment's secret key."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(hashlib.sha256(key).digest()))

    def close(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The number; None where it was sealed with another key."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None
