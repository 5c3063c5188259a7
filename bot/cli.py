"""The command `huying`: everything that an operator does from a shell."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from importlib import import_module
from importlib.util import LazyLoader, find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from bot.logs import configure
from bot.settings import PARTS, Settings
from domain.refusals import Refusal


def _later(name: str) -> ModuleType:
    """A module that loads when it is first used: who asks about one line need not load all pages."""
    spec = find_spec(name)
    if name in sys.modules or spec is None or spec.loader is None:
        return import_module(name)
    spec.loader = LazyLoader(spec.loader)
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if TYPE_CHECKING:
    from bot import commands, teaching
    from bot import understand as reading
else:
    commands, teaching, reading = map(_later, ("bot.commands", "bot.teaching", "bot.understand"))

DONE, REFUSED, USAGE = 0, 1, 2

cli = typer.Typer(
    name="huying", no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="huying sits in residents' group chats and follows what they ask for until it is solved.",
)  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="Exactly one JSON object on standard output.")]


def main() -> None:
    """The entry point: a refusal is a sentence and exit code 1."""
    cli()


def settings() -> Settings:
    """The operator's settings; a wrong one is named, with exit code 2."""
    try:
        made = Settings()
    except ValidationError as error:
        for problem in error.errors():
            name = "HUYING_" + "_".join(str(part) for part in problem["loc"]).upper()
            typer.echo(f"{name}: {problem['msg']}", err=True)
        raise typer.Exit(USAGE) from error
    configure(made.log, secrets=[made.telegram_token, made.llm_key])
    return made


def carry_out(
    work: Callable[[Settings], Awaitable[dict[str, Any]]], *, as_json: bool, ok: str = "",
    quietly: bool = False,
) -> None:  # fmt: skip
    """Run a command to its end, and say what came of it in the asked form; `quietly`, it has said so."""
    made = settings()
    try:
        result = asyncio.run(_awaited(work(made)))
    except Refusal as refusal:
        sentence = commands.sentence(made, refusal)
        typer.echo(json.dumps({"error": sentence}, ensure_ascii=False) if as_json else sentence,
                   err=not as_json)  # fmt: skip
        raise typer.Exit(REFUSED) from refusal
    if as_json:
        shown = {name: value for name, value in result.items() if not name.startswith("_")}
        typer.echo(json.dumps(shown, ensure_ascii=False, default=_iso))
    elif not quietly:
        typer.echo(str(result.get("_text", ok)))
    raise typer.Exit(int(result.get("_exit", DONE)))


async def _awaited(work: Awaitable[dict[str, Any]]) -> dict[str, Any]:
    return await work


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


@cli.command()
def run(
    sample: Annotated[bool, typer.Option("--sample", help="With the sample community.")] = False,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=0, max=65535)] = None,
    only: Annotated[str, typer.Option(help=f"Some parts only: {','.join(PARTS)}.")] = "",
) -> None:
    """Run the program: all parts in one process, or some."""
    made = settings()
    given = {"host": host, "port": port}
    made = made.model_copy(update={name: v for name, v in given.items() if v is not None})
    parts = [part.strip() for part in only.split(",") if part.strip()] or list(PARTS)
    if unknown := set(parts) - set(PARTS):
        typer.echo(f"--only: {', '.join(sorted(unknown))}?", err=True)
        raise typer.Exit(USAGE)
    try:
        commands.run(made, sample=sample, parts=parts)
    except Refusal as refusal:
        typer.echo(commands.sentence(made, refusal), err=True)
        raise typer.Exit(REFUSED) from refusal
    except KeyboardInterrupt:
        raise typer.Exit(DONE) from None


@cli.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    carry_out(commands.migrate, as_json=False)


@cli.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The workbook, or a folder of CSV.")],
    as_json: Json = False,
) -> None:
    """Take the workbook in: all of it, or nothing and what is wrong with it."""
    carry_out(lambda made: commands.import_workbook(made, file), as_json=as_json)


@cli.command()
def export(file: Annotated[Path, typer.Argument(help="The workbook to write.")]) -> None:
    """Write the workbook."""
    carry_out(lambda made: commands.export_workbook(made, file), as_json=False)


@cli.command()
def invite(
    role: Annotated[str | None, typer.Option(help="The role that the code gives.")] = None,
    area: Annotated[str | None, typer.Option(help="Where: an area's code.")] = None,
    name: Annotated[str | None, typer.Option(help="For whom.")] = None,
    household: Annotated[str | None, typer.Option(help="Or: the household it ties to.")] = None,
    as_json: Json = False,
) -> None:
    """Make a one-time code, good for 7 days."""
    if (role is None) == (household is None):
        typer.echo("--role | --household", err=True)
        raise typer.Exit(USAGE)
    carry_out(
        lambda made: commands.invite(made, role=role, area=area, name=name, household=household),
        as_json=as_json,
    )


@cli.command()
def announce(
    audience: Annotated[str, typer.Option(help="Codes of areas, places or groups; `all`.")],
    text: Annotated[str, typer.Option(help="What to say.")],
    at: Annotated[str | None, typer.Option(help="When: ISO 8601 with zone.")] = None,
    to: Annotated[str, typer.Option(help="`groups`, or a role.")] = "groups",
    as_json: Json = False,
) -> None:
    """Announce something to groups, or to people with a role in private."""
    carry_out(
        lambda made: commands.announce(made, audience=audience, text=text, at=at, to=to),
        as_json=as_json,
    )


@cli.command()
def login(
    person: Annotated[str, typer.Option(help="Name, phone or code.")], as_json: Json = False
) -> None:
    """Make a one-time link to the console."""
    carry_out(lambda made: commands.login(made, person), as_json=as_json)


@cli.command()
def bind(
    channel: Annotated[str, typer.Option(help="telegram or web.")],
    chat: Annotated[str, typer.Option(help="The platform's id of the group.")],
    place: Annotated[str, typer.Option(help="A place's code.")],
    as_json: Json = False,
) -> None:
    """Tie a group to a place."""
    carry_out(lambda made: commands.bind(made, channel, chat, place), as_json=as_json)


@cli.command()
def understand(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a line.")] = False,
) -> None:
    """Tell what huying would make of texts on standard input; changes nothing."""
    made = settings()
    asyncio.run(reading.understand(made, sys.stdin, sys.stdout, jsonl=jsonl))


@cli.command()
def corrections(
    out: Annotated[Path, typer.Option(help="The CSV to write: text, label, kind.")],
    as_json: Json = False,
) -> None:
    """Write what people's corrections taught, for `huying train`."""
    carry_out(lambda made: commands.write_corrections(made, out), as_json=as_json)


@cli.command()
def train(
    data: Annotated[Path, typer.Argument(help="A CSV with the columns text and label.")],
    out: Annotated[Path, typer.Option(help="The model's file to write.")],
    as_json: Json = False,
) -> None:
    """Train a small text model on labelled texts."""
    told = partial(typer.echo, err=True)
    carry_out(lambda _: teaching.teach(data, out, told), as_json=as_json)


@cli.command()
def classify(
    model: Annotated[Path, typer.Option(help="A file that `huying train` wrote.")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a line.")] = False,
) -> None:
    """Tell what a trained model calls the texts on standard input."""
    carry_out(
        lambda _: teaching.classify(model, sys.stdin, sys.stdout, jsonl=jsonl),
        as_json=False, quietly=True,
    )  # fmt: skip


@cli.command()
def doctor(
    as_json: Json = False,
    reckon: Annotated[
        bool, typer.Option("--reckon", help="Reckon all balances anew from the ledger first.")
    ] = False,
) -> None:
    """Say what is wrong with this deployment, and the remedy."""
    carry_out(lambda made: commands.doctor(made, reckon=reckon), as_json=as_json)


@cli.command()
def backup(file: Annotated[Path, typer.Argument(help="The archive to write.")]) -> None:
    """Write rows and photos into one archive, while the program runs."""
    carry_out(lambda made: commands.backup(made, file), as_json=False)


@cli.command()
def restore(file: Annotated[Path, typer.Argument(help="The archive to read.")]) -> None:
    """Fill an empty database from an archive, with the program stopped."""
    carry_out(lambda made: commands.restore(made, file), as_json=False)


@cli.command()
def clock(
    then: Annotated[str, typer.Argument(help="ISO 8601 with zone, or +3d, +6h.")],
    as_json: Json = False,
) -> None:
    """Set the clock of a rehearsal (HUYING_REHEARSAL=1), living every due moment on the way."""
    carry_out(lambda made: commands.clock(made, then), as_json=as_json)
