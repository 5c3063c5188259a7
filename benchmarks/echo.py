"""The bare python-telegram-bot bot to compare with: it only reads, and says when it is through."""

import sys
import time

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


def main(api: str, token: str, wanted: int) -> None:
    """Read so many messages, print the moment of the last, and stop."""
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .build()
    )
    read = 0

    async def reading(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        nonlocal read
        read += bool(update.effective_message and update.effective_message.text)
        if read == wanted:
            print(time.monotonic(), flush=True)
            application.stop_running()

    application.add_handler(MessageHandler(filters.ALL, reading))
    application.run_polling(timeout=10)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
