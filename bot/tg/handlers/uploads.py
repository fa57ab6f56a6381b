"""Reports that an editor sends: a file or the text itself, stored before it is read."""

from __future__ import annotations

from telegram import Update
from telegram.constants import FileSizeLimit

from bot.domain.names import Found, Unclear
from bot.services.access.people import Refused
from bot.services.views import View
from bot.services.views.pieces import Notice
from bot.tg.actions.callbacks import Action, Stale, decode, is_number
from bot.tg.actions.drafts import DraftAction
from bot.tg.context import Context, reply
from bot.tg.handlers import channels, drafts, following, lists, rules
from bot.tg.outcomes import patiently

NAME_AND_CODE = 2  # words at least behind the number of a report
SHORTEST_REPORT = 300  # characters; what is shorter is a question


async def document(update: Update, context: Context) -> None:
    """A file: a list where one was asked for or where it is a table, else a report: stored, read, shown to confirm.

    Raises:
        Refused: too large to be fetched, or not for this viewer, or no report.
    """
    message = update.effective_message
    if message is None or message.document is None:
        return
    if (listed := await lists.file(update, context)) is not None:
        await reply(update, context, listed)
        return
    if not context.viewer.may_edit:
        raise Refused("only_editors")
    if (message.document.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise Refused("document_too_large", size=-(-(message.document.file_size or 0) // 1_000_000), limit=20)
    sent = message.document
    clock = context.services.clock
    file = await patiently(sent.get_file, clock, repeatable=True)
    data = bytes(await patiently(file.download_as_bytearray, clock, repeatable=True))
    await _read(update, context, message.document.file_name or "document", data)


async def photo(_update: Update, context: Context) -> None:
    """A picture: pictures are not read."""
    raise Refused("document_picture" if context.viewer.may_edit else "only_editors")


async def text(update: Update, context: Context, typed: str) -> Action | Stale | None:
    """A text that is a rule, an answer to what was asked, or (a long one from an editor) a report; None where it was one.

    Otherwise what was asked before, if anything was, for whoever knows what it is.
    """
    long = context.viewer.may_edit and len(typed) >= SHORTEST_REPORT
    about = await context.services.asking.waiting(context.viewer)
    asked = Stale() if about is None else decode(about)
    if (answer := await _answer(typed, about, context, long=long)) is not None:
        await reply(update, context, answer)
    elif long:
        await _read(update, context, "message.txt", typed.encode())
    elif about is not None and context.viewer.may_edit and isinstance(asked, DraftAction):
        await _answered(update, context, typed, about)
    else:
        return asked
    return None


async def _answer(text: str, asked: str | None, context: Context, *, long: bool) -> View | None:
    """What a text gives that is no report: what was asked of a rule, a line of its own, the answer to another question."""
    services, viewer = context.services, context.viewer
    if asked is not None and (told := await channels.typed(text, asked, services, viewer)) is not None:
        return told
    if not long:
        if asked is not None and (ruled := await rules.typed_answer(text, asked, services, viewer)) is not None:
            return ruled
        for typed in (rules.typed, following.typed):
            if (answer := await typed(text, services, viewer)) is not None:
                return answer
    return None if asked is None else await lists.typed(text, asked, services, viewer)


async def _answered(update: Update, context: Context, typed: str, asked: str) -> None:
    view, report_id = await drafts.typed(typed, asked, context.services, context.viewer)
    await reply(update, context, view)
    if report_id is not None:
        context.face.background.start(context.services.tracking.fetch_missing(report_id))


async def resolve(update: Update, context: Context) -> None:
    """``/resolve REPORT NAME CODE``: say which stock a name means that was not recognised."""
    number, *rest = context.argument.lstrip("#").split() or [""]
    if len(rest) < NAME_AND_CODE or not is_number(number):
        raise Refused("resolve_how")
    match context.services.reference.names.find(rest[-1]):
        case Found(security):
            printed = " ".join(rest[:-1])
            answer = await context.services.corrections.resolve_name(int(number), printed, security, context.viewer)
            await reply(update, context, answer)
            if isinstance(answer, Notice):  # confirmed before: its prices are still to be fetched
                context.face.background.start(context.services.tracking.fetch_missing(int(number)))
        case Unclear(candidates):
            raise Refused("stock_unclear", query=rest[-1], codes=" ".join(each.code for each in candidates[:5]))
        case _:
            raise Refused("stock_unknown", query=rest[-1])


async def _read(update: Update, context: Context, name: str, data: bytes) -> None:
    upload_id = await context.services.ingest.receive(context.viewer, name, data)
    await reply(update, context, await context.services.ingest.read(upload_id))
