"""Small matters (小实事): several tickets settled by one piece of work, whose end asks each reporter."""

from collections.abc import Sequence
from datetime import datetime

from domain.areas import RoleName
from domain.messages import Priority
from domain.privacy import mask
from domain.projects import (
    MOST_TICKETS,
    NotForMany,
    NotTheLeader,
    ProjectOver,
    ProjectState,
    title_of,
)
from domain.refusals import NotAllowed, Unknown
from domain.tickets.kinds import Sensitivity
from domain.tickets.states import (
    RESULT_LENGTH,
    Act,
    NeedsReason,
    NeedsTarget,
    Part,
    State,
    TooShort,
)
from handlers.tickets import pushes, telling, verbs
from handlers.tickets.colleagues import ORDINARY
from handlers.tickets.parts import DESK
from handlers.tickets.record import record
from handlers.tickets.verbs.step import leading
from handlers.tickets.views import view
from handlers.turn import Turn
from storage import projects
from storage.projects import ProjectRow, ProjectTicketRow, ShareRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow
from storage.timers import TimerRow, cancel, set_timer

AT_WORK = frozenset({State.ASSIGNED.value, State.ACCEPTED.value, State.WORKING.value})


def of_the_desk(turn: Turn, community: str | None) -> bool:
    """Whether the person of this turn decides for a community: its desk, and the street."""
    roles = turn.world.organisation.roles_of(turn.actor or 0)
    return any(
        role.role is RoleName.MANAGER or (role.role in DESK and role.area == community)
        for role in roles
    )


async def begin(
    turn: Turn, title: str, numbers: Sequence[int], *, leader: int, due: datetime
) -> ProjectRow:
    """Put tickets together under one name, with somebody who leads it and a date."""
    found = [await _ordinary(turn, number) for number in dict.fromkeys(numbers)]
    if not found or len(found) > MOST_TICKETS:
        raise NotForMany
    community = found[0].community
    if not of_the_desk(turn, community):
        raise NotAllowed(act="project")
    if not leader:
        raise NeedsTarget(act="project")
    _must_serve(turn, leader, community)
    made = ProjectRow(
        title=mask(title_of(title)), community=community, leader_id=leader, due=due,
        created_by=turn.actor, created_at=turn.now,
    )  # fmt: skip
    turn.session.add(made)
    await turn.session.flush()
    turn.note("project.begun", f"project/{made.id}", tickets=[ticket.id for ticket in found])
    for ticket in found:
        await _join(turn, made, ticket)
    await _remind(turn, made)
    await turn.tell(
        leader, "projects/led", or_by_hand=True, subject=f"project{made.id}",
        priority=Priority.TASK, hold=True, title=made.title, count=len(found), by=due,
    )  # fmt: skip
    return made


async def _ordinary(turn: Turn, number: int) -> TicketRow:
    """A ticket that may be done together with others, and that this person may see."""
    ticket = await queries.ticket(turn.session, number)
    if ticket is None or not await verbs.parts(turn, ticket) - {Part.REPORTER, Part.JOINED}:
        raise Unknown
    if not await fits(turn, ticket):
        raise NotForMany
    return ticket


async def fits(turn: Turn, ticket: TicketRow) -> bool:
    """Whether a ticket can become part of a project now."""
    alone = ticket.wish or ticket.sensitivity == Sensitivity.SENSITIVE
    if alone or ticket.state not in AT_WORK:
        return False
    return await projects.open_of(turn.session, ticket.id) is None


def _must_serve(turn: Turn, person: int, community: str | None) -> None:
    """Whoever leads or takes a part serves in the community, or at the street."""
    organisation = turn.world.organisation
    for role in organisation.roles_of(person):
        held = organisation.community_of(role.area)
        near = role.role is RoleName.MANAGER or (held is not None and held.code == community)
        if role.role in ORDINARY and near:
            return
    raise NotAllowed(act="project")


async def add(turn: Turn, project: ProjectRow, number: int) -> None:
    """One more ticket belongs to it."""
    must_be_open(project)
    _must_decide(turn, project)
    await _join(turn, project, await _ordinary(turn, number))


def must_be_open(project: ProjectRow) -> None:
    """Nothing is added to what has ended."""
    if project.state != ProjectState.OPEN.value:
        raise ProjectOver


def _must_decide(turn: Turn, project: ProjectRow) -> None:
    if project.leader_id != turn.actor and not of_the_desk(turn, project.community):
        raise NotAllowed(act="project")


async def _join(turn: Turn, project: ProjectRow, ticket: TicketRow) -> None:
    """The leader does its work from now on, the owner watches; the resident hears that it is under way."""
    if ticket.community != project.community:
        raise NotForMany
    turn.session.add(ProjectTicketRow(project_id=project.id, ticket_id=ticket.id))
    former = ticket.doer_id
    if ticket.owner_id != project.leader_id:
        ticket.doer_id = project.leader_id
    ticket.version += 1
    mine = await verbs.parts(turn, ticket)
    record(turn, ticket, Act.NOTE, leading(mine), internal=True,
           facts={"project": project.id, "doer": former})  # fmt: skip
    await pushes.to_workers(
        turn, ticket, "projects/joined_worker", but=[project.leader_id], title=project.title
    )
    if former is not None and former != project.leader_id:
        await turn.tell(
            former, "projects/joined_worker", subject=f"t{ticket.id}/p{former}", ticket=ticket.id,
            ticket_=view(turn, ticket, to=former), title=project.title, hold=True,
        )  # fmt: skip
    await telling.reporter(turn, ticket, "projects/joined", by=project.due)


async def take_out(turn: Turn, project: ProjectRow, number: int) -> None:
    """A ticket goes on by itself, with its owner."""
    must_be_open(project)
    _must_decide(turn, project)
    held = await projects.open_of(turn.session, number)
    ticket = await queries.ticket(turn.session, number)
    if ticket is None or held is None or held.id != project.id:
        raise Unknown
    await projects.take_out(turn.session, project.id, number)
    await _alone_again(turn, project, ticket)


async def _alone_again(turn: Turn, project: ProjectRow, ticket: TicketRow) -> None:
    if ticket.doer_id == project.leader_id:
        ticket.doer_id = None
    ticket.version += 1
    part = leading(await verbs.parts(turn, ticket))
    record(turn, ticket, Act.NOTE, part, internal=True, facts={"left_project": project.id})
    await pushes.to_workers(turn, ticket, "projects/left_worker", title=project.title)


async def share(
    turn: Turn, project: ProjectRow, what: str, *, person: int, due: datetime
) -> ShareRow:
    """Somebody takes on a part of it, by a date."""
    must_be_open(project)
    _must_decide(turn, project)
    _must_serve(turn, person, project.community)
    return await taken_on(turn, ShareRow(
        project_id=project.id, what=mask(title_of(what)), person_id=person, due=due,
    ), project.title)  # fmt: skip


async def taken_on(turn: Turn, row: ShareRow, title: str) -> ShareRow:
    """Keep a part that somebody takes on, and tell them; they are reminded on its day."""
    turn.session.add(row)
    await turn.session.flush()
    subject = f"share/{row.id}"
    await set_timer(turn.session, subject, "share.due", row.due, subject=subject, share=row.id)
    if row.person_id is not None:
        await turn.tell(
            row.person_id, "projects/share", or_by_hand=True, subject=subject, hold=True,
            priority=Priority.TASK, title=title, what=row.what, by=row.due, again=False,
        )  # fmt: skip
    return row


async def share_done(turn: Turn, row: ShareRow, *, decides: bool) -> None:
    """A part is done: said by whoever took it on, or by whoever decides."""
    if row.person_id != turn.actor and not decides:
        raise NotAllowed(act="project")
    row.done_at = row.done_at or turn.now
    await cancel(turn.session, f"share/{row.id}", turn.now)


async def share_due(turn: Turn, timer: TimerRow) -> None:
    """The day of a part has come: whoever took it on is reminded, once."""
    row = await turn.session.get(ShareRow, int(timer.facts["share"]))
    if row is not None and row.done_at is None and row.person_id is not None:
        await turn.tell(
            row.person_id, "projects/share", subject=f"share/{row.id}", hold=True,
            priority=Priority.REMINDER, title="", what=row.what, by=row.due, again=True,
        )  # fmt: skip


async def finish(turn: Turn, project: ProjectRow, result: str) -> list[int]:
    """It is done: each ticket is reported done, so that each reporter is asked.

    Returns the tickets that could not be, since they wait for something else (a return, a suspension).
    """
    must_be_open(project)
    if project.leader_id != turn.actor:
        raise NotTheLeader
    if len(result.strip()) < RESULT_LENGTH:
        raise TooShort(act=Act.FINISH.value)
    left = []
    for ticket in await projects.tickets(turn.session, project.id):
        locked = await queries.ticket(turn.session, ticket.id)
        if locked is not None and locked.state in AT_WORK:
            await _finish_one(turn, locked, result)
        elif locked is not None and locked.state in (State.RETURNED, State.SUSPENDED):
            left.append(locked.id)
    await _end(turn, project, ProjectState.DONE, result)
    return left


async def _finish_one(turn: Turn, ticket: TicketRow, result: str) -> None:
    if ticket.state == State.ASSIGNED.value:
        await verbs.accept(turn, ticket, silently=True)
    await verbs.finish(turn, ticket, result=result)


async def drop(turn: Turn, project: ProjectRow, reason: str) -> None:
    """It is given up: its tickets go on, each by itself."""
    must_be_open(project)
    _must_decide(turn, project)
    if not reason.strip():
        raise NeedsReason(act=Act.FINISH.value)
    for ticket in await projects.tickets(turn.session, project.id):
        await _alone_again(turn, project, ticket)
    await _end(turn, project, ProjectState.DROPPED, reason)


async def _end(turn: Turn, project: ProjectRow, state: ProjectState, words: str) -> None:
    project.state, project.result, project.ended_at = state.value, mask(words.strip()), turn.now
    await projects.ended(turn.session, project.id)
    await cancel(turn.session, f"project/{project.id}", turn.now)
    turn.note(f"project.{state.value}", f"project/{project.id}")


async def _remind(turn: Turn, project: ProjectRow) -> None:
    subject = f"project/{project.id}"
    await set_timer(
        turn.session, subject, "project.due", project.due, subject=subject, project=project.id
    )


async def due(turn: Turn, timer: TimerRow) -> None:
    """Its date has come and it is not done: the leader is reminded, and whoever began it knows."""
    project = await projects.project(turn.session, int(timer.facts["project"]))
    if project is None or project.state != ProjectState.OPEN.value:
        return
    for person in dict.fromkeys((project.leader_id, project.created_by)):
        if person is not None:
            await turn.tell(
                person, "projects/late", subject=f"project{project.id}/p{person}", hold=True,
                priority=Priority.REMINDER, title=project.title, number=project.id,
            )  # fmt: skip


FIRES = {"project.due": due, "share.due": share_due}
