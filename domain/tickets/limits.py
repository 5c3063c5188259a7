"""By when a ticket is taken, answered and done, and who is chased meanwhile (domain rules a.4-a.8).

Nobody is ever shown "five working days" alone: a limit becomes an instant as soon as the ticket
is registered. What a matter of the catalogue says outranks its tier.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from domain.calendar import Calendar, DayKind
from domain.catalogue import Category, Limit, Span, parse_limit
from domain.tickets.kinds import Tier

WAKING = (
    time(7, 0),
    time(22, 0),
)  # a.4: within these hours an urgent matter is taken in 30 min
MORNING = time(7, 30)  # a.4: else by this hour
LEAST_AGAIN = timedelta(hours=24)  # a.2: half of the first time, but never less than this


@dataclass(frozen=True, slots=True)
class TierLimits:
    """What a tier grants where the catalogue says nothing, and when its owner is reminded."""

    accept: Limit
    respond: Limit
    finish: Limit
    accept_shares: tuple[tuple[str, float], ...] = (("soon", 0.8),)
    """Reminders before it has to be taken: name and share of the time gone."""
    finish_shares: tuple[tuple[str, float], ...] = (("soon", 0.8),)
    """Reminders before it has to be done."""


def _tier(
    accept: str, respond: str, finish: str, **shares: tuple[tuple[str, float], ...]
) -> TierLimits:
    given = [parse_limit(text) for text in (accept, respond, finish)]
    first, second, third = (limit for limit in given if limit)
    return TierLimits(first, second, third, **shares)


TIERS: dict[Tier, TierLimits] = {
    Tier.E: _tier("5min", "15min", "2h", accept_shares=()),
    Tier.U: _tier("30min", "2h", "24h", finish_shares=(("early", 0.5), ("soon", 0.8))),
    Tier.N: _tier("4wh", "24h", "5wd"),
    Tier.C: _tier("1wd", "1wd", "15wd"),
    # "Same day if possible": the promise is the next working day, and the answer is the contact.
    Tier.Q: _tier("4wh", "1wd", "1wd", accept_shares=(), finish_shares=()),
    # To be published in 2 working days; reminded on days 5 and 25 of 30.
    Tier.W: _tier("2wd", "3wd", "30d", finish_shares=(("early", 5 / 30), ("soon", 25 / 30))),
}
AFTER: tuple[tuple[str, int], ...] = (("late", 1), ("street", 3), ("bulletin", 5))
"""Once the date has passed (a.8): the step and after how many working days."""


@dataclass(frozen=True, slots=True)
class Limits:
    """A ticket's dates: absolute instants, UTC."""

    accept_by: datetime
    respond_by: datetime
    finish_by: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A moment at which somebody is reminded, or the next one up is told.

    Names: `early` and `soon` remind the owner; `over` is the date itself (owner and chief, or for
    taking: one level up); `late` goes to the community's head and, with a new promise, to the
    resident; `street` to the street; `bulletin` into the street's weekly list.
    """

    name: str
    at: datetime


def due(at: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """When a time that begins at an instant is over."""
    if limit.span is Span.WORK_DAYS:
        return calendar.add_working_days(at, limit.amount)
    if limit.span is Span.WORK_HOURS:
        return calendar.add_work_hours(at, limit.amount)
    units = {
        Span.MINUTES: timedelta(minutes=1),
        Span.HOURS: timedelta(hours=1),
        Span.DAYS: timedelta(days=1),
    }
    return at + limit.amount * units[limit.span]


def limit_of(tier: Tier, category: Category) -> Limit:
    """By when such a matter is done: its own limit, unless its tier was raised above its own."""
    own = category.finish if tier is category.tier else None
    return own or TIERS[tier].finish


def limits_for(
    tier: Tier, respond: Limit | None, finish: Limit | None, *, at: datetime, calendar: Calendar
) -> Limits:
    """The dates of a ticket registered at an instant; a matter's own limits outrank its tier's."""
    own = TIERS[tier]
    respond = respond or (finish if tier is Tier.Q and finish else own.respond)
    accept_by = _accept_by(tier, at, calendar)
    # What waits for the morning to be taken is not promised in the middle of the night.
    start = max(at, accept_by) if accept_by > due(at, own.accept, calendar) else at
    respond_by = _by_day(tier, due(start, respond, calendar), calendar)
    return Limits(
        accept_by=accept_by,
        respond_by=respond_by,
        # What a matter is given at night may be over before anybody is there to speak to.
        finish_by=max(due(at, finish or own.finish, calendar), respond_by),
    )


def _by_day(tier: Tier, moment: datetime, calendar: Calendar) -> datetime:
    """A promise is never for the middle of the night, when nobody keeps it and nobody waits."""
    if tier is Tier.E:
        return moment
    return calendar.next_waking(moment)


def _accept_by(tier: Tier, at: datetime, calendar: Calendar) -> datetime:
    local = calendar.local(at)
    if tier is not Tier.U or WAKING[0] <= local.time() < WAKING[1]:
        return due(at, TIERS[tier].accept, calendar)
    tomorrow = local.time() >= WAKING[1]
    return calendar.instant(local.date() + timedelta(days=int(tomorrow)), MORNING)


SATURDAY = 5
SPARE = timedelta(hours=1)
"""A promise of 7:30 may become one of 8:30, when somebody is there to keep it."""


def by_morning(limits: Limits, at: datetime, calendar: Calendar) -> Limits:
    """What is said at night is promised for the next morning on which somebody serves (g).

    Working days, and Saturdays with their morning duty (a.4). Where none comes in time, as in long
    holidays, the ordinary promise stands: nothing is promised that nobody keeps.
    """
    opens = calendar.hours.sessions[0][0]
    day = calendar.day_of(at) + timedelta(days=int(calendar.local(at).time() >= opens))
    while not (calendar.is_working(day) or _on_saturday_duty(day, calendar)):
        day += timedelta(days=1)
    morning = calendar.instant(day, opens)
    return replace(limits, respond_by=morning) if morning <= limits.respond_by + SPARE else limits


def _on_saturday_duty(day: date, calendar: Calendar) -> bool:
    return day.weekday() == SATURDAY and calendar.kind(day) is DayKind.WEEKEND


def stricter(now: Limits, new: Limits) -> Limits:
    """A tier raised later takes the new limits only where they are stricter (b)."""
    return Limits(
        min(now.accept_by, new.accept_by),
        min(now.respond_by, new.respond_by),
        min(now.finish_by, new.finish_by),
    )


def chase(
    tier: Tier, limit: str, start: datetime, end: datetime, calendar: Calendar
) -> tuple[Step, ...]:
    """The moments at which a limit (`accept` or `finish`) is looked at, in order.

    Taking ends with `over`: whoever did not take it loses it to the next one up, who gets the
    whole time again; so an emergency reaches the chief after 5 minutes, the community's head
    after 10 and the street after 15.
    """
    shares = TIERS[tier].accept_shares if limit == "accept" else TIERS[tier].finish_shares
    steps = [Step(name, after_share(share, tier, start, end, calendar)) for name, share in shares]
    if limit == "accept":
        # Nobody is woken to hear that there is time until the morning.
        steps = [step for step in steps if not calendar.is_quiet(step.at)]
    steps.append(Step("over", end))
    if limit == "finish":
        steps += [Step(name, calendar.add_working_days(end, days)) for name, days in AFTER]
    return tuple(steps)


def after_share(
    share: float, tier: Tier, start: datetime, end: datetime, calendar: Calendar
) -> datetime:
    """When a share of the time has gone: by the clock if urgent or counted in days, else by service."""
    service = timedelta()
    if tier not in (Tier.E, Tier.U, Tier.W):
        service = calendar.work_time(start, end)
    if not service:
        return start + (end - start) * share
    return calendar.add_work_time(start, service * share)


def again(
    start: datetime, end: datetime, now: datetime, calendar: Calendar | None = None
) -> datetime:
    """The new date of a ticket done again: half of its first time, at least a day (a.2)."""
    least = now + LEAST_AGAIN
    service = calendar.work_time(start, end) if calendar else timedelta()
    if calendar is None or end - start <= 2 * LEAST_AGAIN or not service:
        return max(least, now + (end - start) / 2)
    return max(least, calendar.add_work_time(now, service / 2))


def days_over(end: datetime, now: datetime, calendar: Calendar) -> int:
    """How many working days a date has passed by; 0 on its own day."""
    day, last, days = calendar.day_of(end), calendar.day_of(now), 0
    while (day := calendar.next_working(day)) <= last:
        days += 1
    return days


RETURN_WINDOWS: dict[Tier, Limit | None] = {
    Tier.E: None,
    Tier.U: Limit(1, Span.HOURS),
    Tier.N: Limit(4, Span.WORK_HOURS),
    Tier.C: Limit(1, Span.WORK_DAYS),
    Tier.Q: Limit(4, Span.WORK_HOURS),
    Tier.W: Limit(1, Span.WORK_DAYS),
}
"""How long an owner may say "not mine" (a.5); None: do it first, argue later."""


def return_by(tier: Tier, assigned: datetime, calendar: Calendar) -> datetime | None:
    """Until when the owner may give a ticket back; None where it cannot be given back."""
    window = RETURN_WINDOWS[tier]
    return due(assigned, window, calendar) if window else None
