"""By which names huying may be called, as its settings say."""

import pytest

from bot.shield import hosts_of
from tests.stories.machine import offline

HERE = ("localhost", "localhost:8080", "127.0.0.1", "127.0.0.1:8080", "[::1]", "[::1]:8080",
        "LOCALHOST", "localhost.", "127.0.0.2")  # fmt: skip
FIGURES = ("192.168.1.20:8080", "10.0.0.1", "[fd00::1]:8080")
STRANGE = ("evil.invalid", "evil.invalid:8080", "localhost.evil.invalid", "127.0.0.1.evil.invalid", "",
           "[", "::1", "a b", "localhost@evil.invalid", "0x7f000001")  # fmt: skip


@pytest.mark.parametrize("host", HERE)
def test_this_machines_own_names_are_ours_whatever_is_set(tmp_path, host):
    assert hosts_of(offline(tmp_path)).know(host)
    assert hosts_of(offline(tmp_path, host="0.0.0.0", public_url="https://hy.example.cn")).know(
        host
    )


@pytest.mark.parametrize("host", STRANGE)
@pytest.mark.parametrize(
    "bound", ["127.0.0.1", "localhost", "0.0.0.0", "::", "192.168.1.20", "hy.lan"]
)
def test_a_strange_name_is_never_ours(tmp_path, host, bound):
    assert not hosts_of(offline(tmp_path, host=bound)).know(host)


@pytest.mark.parametrize("host", FIGURES)
@pytest.mark.parametrize(
    ("bound", "ours"),
    [("127.0.0.1", False), ("localhost", False), ("::1", False), ("0.0.0.0", True), ("::", True),
     ("192.168.1.20", True), ("hy.lan", True)],
)  # fmt: skip
def test_an_address_in_figures_is_ours_where_we_listen_beyond_this_machine(
    tmp_path, host, bound, ours
):
    assert hosts_of(offline(tmp_path, host=bound)).know(host) is ours


def test_the_names_that_the_operator_set_are_ours(tmp_path):
    hosts = hosts_of(
        offline(
            tmp_path, host="Hy.Lan", public_url="https://HY.example.cn/",
            telegram_webhook_url="https://tg.example.cn/hook",
        )
    )  # fmt: skip

    for name in ("hy.lan:8080", "hy.example.cn", "HY.EXAMPLE.CN:443", "tg.example.cn"):
        assert hosts.know(name)
    assert not hosts.know("example.cn")
