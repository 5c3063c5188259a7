"""Huying's sentences: found by their words, tried, said in other words, and taken back."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import Office, number_in, office_of
from domain.refusals import Refusal
from handlers.texts import LOCALES, Said, Sentence, restore, reword
from handlers.turn import Turn
from storage import texts
from storage.people import names_of

MOST_FOUND = 60
MOST_CHANGES = 30
LONGEST_SEARCH = 40
GOOD_LENGTH = {True: 60, False: 120}  # characters; domain rules g.1, in groups and in private
WHERE = ("group", "private", "own")


async def index(request: Request, clerk: Clerk) -> Response:
    """All sentences by what they are for; or those that hold some words, are heard in groups, are own."""
    office, asked = office_of(request), request.query_params
    async with office.database.reading() as session:
        turn = await office.turn(session)
        own = {(r.locale, r.moment): r.source or "" for r in await texts.all_present(session)}
    locale = asked.get("locale", "")
    locale = locale if locale in LOCALES else turn.locale
    sentences = office.sentences.all(locale)
    words = asked.get("q", "").strip()[:LONGEST_SEARCH]
    where = asked.get("where", "") if asked.get("where") in WHERE else ""
    parts = list(dict.fromkeys(_part(s) for s in sentences))
    part = asked.get("part", "") if asked.get("part") in parts else ""
    found = [
        (s, _now(office, s, own.get((locale, s.moment))))
        for s in sentences
        if _fits(s, own.get((locale, s.moment)), words, where, part)
    ]
    facts = {
        "clerk": clerk, "q": words, "where": where, "part": part, "parts": parts, "wheres": WHERE,
        "language": locale, "rows": found[: None if part else MOST_FOUND], "count": len(found),
        "asked": bool(words or where or part), "all": len(sentences), "own": len(own),
        "counts": {p: sum(_part(s) == p for s in sentences) for p in parts},
    }  # fmt: skip
    return office.pages(request, "texts.html", facts)


def _now(office: Office, sentence: Sentence, own: str | None) -> str | None:
    """How a sentence is heard in own words, where it has any."""
    return office.sentences.heard(sentence.moment, sentence.locale, own) if own else None


def _part(sentence: Sentence) -> str:
    return sentence.moment.partition("/")[0]


def _fits(sentence: Sentence, own: str | None, words: str, where: str, part: str) -> bool:
    if part and _part(sentence) != part:
        return False
    if (
        where
        and where != ("group" if sentence.group else "private")
        and not (where == "own" and own)
    ):
        return False
    said = f"{sentence.moment} {own or sentence.default} {sentence.example}".casefold()
    return all(word.casefold() in said for word in words.split())


async def show(request: Request, clerk: Clerk) -> Response:
    """One sentence: its words, how it would be heard, what it may tell, and who changed it when."""
    return await _page(request, clerk)


def _sentence(request: Request, office: Office) -> Sentence:
    at = request.path_params
    found = office.sentences.one(f"{at['part']}/{at['name']}", at["locale"])
    if found is None:
        raise HTTPException(404)
    return found


async def _page(
    request: Request, clerk: Clerk, *, source: str | None = None, refused: Refusal | None = None
) -> Response:
    office = office_of(request)
    sentence = _sentence(request, office)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        changes = await texts.history(session, sentence.moment, sentence.locale, limit=MOST_CHANGES)
        names = await names_of(session, {row.by for row in changes if row.by})
    now = (changes[0].source if changes else None) or sentence.default
    typed = now if source is None else source
    said, problem = _tried(office, sentence, typed)
    problem = refused or problem
    facts = {
        "clerk": clerk, "sentence": sentence, "typed": typed, "changes": changes, "names": names,
        "own": bool(changes and changes[0].source is not None), "said": said,
        "follows": changes[0].id if changes else 0, "good": GOOD_LENGTH[sentence.group],
        "refused": turn.words(problem.moment, **problem.facts) if problem else "",
    }  # fmt: skip
    status = 409 if refused else 200
    return office.pages(request, "text.html", facts, status=status)


def _tried(office: Office, sentence: Sentence, source: str) -> tuple[list[Said], Refusal | None]:
    try:
        return list(office.sentences.tried(sentence.moment, sentence.locale, source)), None
    except Refusal as refusal:
        return [], refusal


async def try_out(request: Request, clerk: Clerk) -> Response:
    """How words would be heard; nothing is kept."""
    form = await request.form()
    return await _page(request, clerk, source=str(form.get("source", "")))


async def save(request: Request, clerk: Clerk) -> Response:
    """Say it in these words from now on; what cannot be said is shown with the reason."""
    office, form = office_of(request), await request.form()
    sentence, source = _sentence(request, office), str(form.get("source", ""))

    async def step(turn: Turn, follows: int) -> None:
        await reword(
            turn, office.sentences, sentence.moment, sentence.locale, source, follows=follows
        )

    return await _changed(request, clerk, form, step, source)


async def default(request: Request, clerk: Clerk) -> Response:
    """Back to the words that come with huying."""
    office, form = office_of(request), await request.form()
    sentence = _sentence(request, office)

    async def step(turn: Turn, follows: int) -> None:
        await restore(turn, sentence.moment, sentence.locale, follows=follows)

    return await _changed(request, clerk, form, step, None)


async def _changed(
    request: Request, clerk: Clerk, form: Any, step: Any, source: str | None
) -> Response:
    office, sentence = office_of(request), _sentence(request, office_of(request))
    try:
        async with office.database.transaction() as session:
            turn = await office.turn(session)
            turn.person = clerk.person
            await step(turn, number_in(str(form.get("follows", ""))) or 0)
    except Refusal as refusal:
        return await _page(request, clerk, source=source, refused=refusal)
    return RedirectResponse(f"/console/texts/{sentence.locale}/{sentence.moment}", status_code=303)
