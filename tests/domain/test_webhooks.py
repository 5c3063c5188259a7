"""What is told outside, how it is signed, how long it is tried, and where it never goes."""

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest

from domain.tickets.states import LIVE, Act, State
from domain.webhooks import PAUSES, Happened, happened, may_go_to, networks, pause_after, signature

# The example of the specification's own libraries (github.com/standard-webhooks, libraries/python).
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE, AT = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
BODY = b'{"test": 2432232314}'
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_signature_is_that_of_standard_webhooks():
    assert signature(SECRET, MESSAGE, AT, BODY) == SIGNED


@pytest.mark.parametrize(
    "changed",
    [
        {"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx"}, {"message": "msg_other"},
        {"at": AT + 1}, {"body": b'{"test": 2432232315}'},
    ],
)  # fmt: skip
def test_whatever_is_changed_has_another_signature(changed):
    given = {"secret": SECRET, "message": MESSAGE, "at": AT, "body": BODY, **changed}

    assert signature(**given) != SIGNED


def test_a_signature_can_be_checked_with_nothing_but_the_standard_library():
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    digest = hmac.new(key, f"{MESSAGE}.{AT}.".encode() + BODY, hashlib.sha256).digest()

    assert hmac.compare_digest(SIGNED, f"v1,{base64.b64encode(digest).decode()}")


@pytest.mark.parametrize(
    ("act", "before", "after", "what"),
    [
        (Act.ASSIGN, State.OPEN, State.ASSIGNED, Happened.REGISTERED),
        (Act.ACCEPT, State.ASSIGNED, State.ACCEPTED, Happened.CHANGED),
        (Act.SUSPEND, State.WORKING, State.SUSPENDED, Happened.CHANGED),
        (Act.FINISH, State.WORKING, State.REPORTED, Happened.DONE),
        (Act.SOLVE, State.REPORTED, State.CLOSED, Happened.CLOSED),
        (Act.DECLINE, State.ASSIGNED, State.DECLINED, Happened.CLOSED),
        (Act.WITHDRAW, State.ASSIGNED, State.WITHDRAWN, Happened.CLOSED),
        (Act.MERGE, State.ASSIGNED, State.MERGED, Happened.CLOSED),
        (Act.UNMERGE, State.MERGED, State.ASSIGNED, Happened.REOPENED),
        (Act.NOT_SOLVED, State.CLOSED, State.REOPENED, Happened.REOPENED),
        (Act.PARTLY, State.REPORTED, State.REOPENED, Happened.REOPENED),
        (Act.RECATEGORISE, State.WORKING, State.WORKING, Happened.CHANGED),
        (Act.EXTEND, State.WORKING, State.WORKING, Happened.CHANGED),
        (Act.ASK_BACK, State.WORKING, State.WORKING, None),
        (Act.RATE, State.CLOSED, State.CLOSED, None),
        (Act.ARCHIVE, State.CLOSED, State.ARCHIVED, None),
        (Act.NOTE, None, State.WORKING, None),
    ],
)
def test_what_an_act_means_to_somebody_outside(act, before, after, what):
    assert happened(act, before, after) is what


def test_whatever_begins_or_ends_is_told():
    for before in State:
        for after in set(State) - {before, State.ARCHIVED}:
            if (before in LIVE) != (after in LIVE):
                assert happened(Act.MERGE, before, after) is not None


def test_a_message_is_tried_for_about_a_day_and_ever_more_rarely():
    pauses = [pause_after(tries, "msg_a") for tries in range(1, len(PAUSES) + 1)]

    assert pauses == sorted(pauses)
    assert timedelta(hours=24) < sum(pauses, timedelta()) < timedelta(hours=27)
    assert pause_after(len(PAUSES) + 1, "msg_a") is None


def test_what_failed_together_does_not_come_back_together():
    assert len({pause_after(4, f"msg_{number}") for number in range(20)}) > 10


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "224.0.0.1", "239.1.1.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1",
        "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:c0a8:101::", "2001:db8::1",
        "2001:0:7f00:1:0:0:80ff:fffe",
    ],
)  # fmt: skip
def test_nothing_goes_into_the_house(address):
    assert not may_go_to(address, ())


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"]
)
def test_the_outside_may_be_told(address):
    assert may_go_to(address, ())


def test_where_the_operator_allows_it_a_house_may_tell_itself():
    inside = networks("127.0.0.1/32, 10.1.0.0/16,fd00::/8")

    assert may_go_to("127.0.0.1", inside)
    assert may_go_to("10.1.2.3", inside)
    assert may_go_to("fd00::1", inside)
    assert not may_go_to("10.2.0.1", inside)
    assert not may_go_to("127.0.0.2", inside)


@pytest.mark.parametrize("text", ["example.org", "10.0.0.0/8;", "10.0.0.1/8", "x"])
def test_what_is_no_network_is_refused(text):
    with pytest.raises(ValueError, match=r"network|permitted|bits"):
        networks(text)
