"""Logs: events and ids, never anybody's words, and never a secret."""

import logging
import sys
from collections.abc import MutableMapping, Sequence
from typing import Any, TextIO

import structlog
from pydantic import SecretStr

NOISY = ("httpx", "httpcore", "uvicorn", "asyncio", "telegram")
WAKING = "apscheduler"  # says at each second that a long look is not over yet


def configure(form: str, *, secrets: Sequence[SecretStr | None] = ()) -> None:
    """Send events to standard error, as text or JSON, without these secrets."""
    for name in NOISY:  # httpx prints whole addresses, and the bot's token is part of them
        logging.getLogger(name).setLevel(logging.WARNING)
    # It prints answers that it cannot read, and residents' words are in them.
    logging.getLogger("telegram").setLevel(logging.CRITICAL)
    logging.getLogger(WAKING).setLevel(logging.ERROR)
    hide = [secret.get_secret_value() for secret in secrets if secret]
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    root.handlers = [handler for handler in root.handlers if not isinstance(handler, _Screen)]
    root.addHandler(_Screen(hide))
    last = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _hider(hide),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _hider(hide: Sequence[str]) -> Any:
    def hidden(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for name, value in event.items():
            if isinstance(value, str):
                event[name] = _without(hide, value)
        return event

    return hidden


def _without(hide: Sequence[str], text: str) -> str:
    for secret in hide:
        text = text.replace(secret, "***")
    return text


class _Screen(logging.StreamHandler[TextIO]):
    """Shows what libraries have to say, without the secrets."""

    def __init__(self, hide: Sequence[str]) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.hide = hide

    def format(self, record: logging.LogRecord) -> str:
        return _without(self.hide, super().format(record))
