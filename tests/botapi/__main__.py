"""`python -m tests.botapi --port 8081 --token 1:TEST`: a Bot API to try huying against."""

import argparse

from tests.botapi.server import Server, application
from tests.botapi.telegram import Telegram


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.botapi")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default="1:TEST")
    parser.add_argument("--username", default="huying_bot")
    parser.add_argument("--group-limit", type=int, default=0, help="messages a minute and group")
    chosen = parser.parse_args()
    telegram = Telegram(chosen.token, username=chosen.username)
    telegram.group_limit = chosen.group_limit
    print(f"ready http://127.0.0.1:{chosen.port}", flush=True)  # noqa: T201 - for whoever waits
    Server(application(telegram), chosen.port).run()


main()
