"""The command line. Exit codes: 0 done, 1 the work failed, 2 the call was wrong.

Errors are one line on standard error; a traceback only with ``--debug``. Imports that cost wait in the commands.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="bot",
    help="Pickwatch: keeps score of Chinese broker research.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines on standard output, and nothing else.")]
Files = Annotated[list[Path], typer.Argument(help="Reports: PDF, text, markdown or HTML.")]
DEBUG = "--debug"


@app.callback()
def options(*, debug: Annotated[bool, typer.Option(DEBUG, help="Show tracebacks.")] = False) -> None:
    """Pickwatch: keeps score of Chinese broker research."""


@app.command()
def run() -> None:
    """Run the bot until it is told to stop (SIGTERM, Ctrl-C)."""
    from bot.app import ensure_schema  # noqa: PLC0415
    from bot.settings import load_settings  # noqa: PLC0415

    settings = load_settings()
    asyncio.run(ensure_schema(settings))
    from bot.running import run_bot  # noqa: PLC0415 - migrations go first, in a process of their own

    asyncio.run(run_bot(settings))


@app.command()
def demo(
    *,
    chat: Annotated[bool, typer.Option("--chat", help="Leave it open, to type commands.")] = False,
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    output: Annotated[Path, typer.Option(help="Where the charts are written.")] = Path("demo-output"),
) -> None:
    """Play a year of a sample report on recorded real prices, without token or network."""
    from bot.demo import play  # noqa: PLC0415

    asyncio.run(play(language=language, output=output, chat=chat))


@app.command()
def extract(
    files: Files,
    *,
    as_json: JsonOption = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how each pick came about, and what was refused by which rule.")
    ] = False,
) -> None:
    """Read reports and print what they say; no network, no database."""
    from bot.commands.extract import extract_files  # noqa: PLC0415

    _finish(extract_files(files, as_json=as_json, explaining=explain))


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Reports, or folders of reports.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Confirm all picks without asking.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Read reports into the database; of several, what is not confirmed by --yes waits in the chat."""
    from bot.commands.ingest import ingest_paths  # noqa: PLC0415

    _finish(asyncio.run(ingest_paths(paths, yes=yes, as_json=as_json)))


@app.command()
def coverage(name: Annotated[str, typer.Argument(help="Name, code or pinyin initials of a stock.")]) -> None:
    """Who covers a stock, and how it has gone."""
    from bot.commands.coverage import show_coverage  # noqa: PLC0415

    _finish(asyncio.run(show_coverage(name)))


@app.command()
def score(
    *,
    report: Annotated[int | None, typer.Option(help="Number of one report.")] = None,
    as_of: Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day to score as of.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch prices, score all confirmed picks, record the verdicts that have fallen."""
    from bot.commands.score import score_picks  # noqa: PLC0415

    day: date | None = as_of.date() if as_of else None
    _finish(asyncio.run(score_picks(report_id=report, as_of=day, as_json=as_json)))


@app.command()
def export(
    what: Annotated[str, typer.Argument(help="picks, episodes, scores or ledger.")],
    *,
    form: Annotated[str, typer.Option("--format", help="csv or json.")] = "csv",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; standard output.")] = None,
) -> None:
    """Write picks, episodes, scores or the ledger as CSV or JSON, with what each column means."""
    from bot.commands.export import write_export  # noqa: PLC0415
    from bot.services.views.exports import ExportForm, ExportOf  # noqa: PLC0415

    try:
        wanted = ExportOf(what), ExportForm(form)
    except ValueError:
        raise typer.BadParameter(
            f"no export {what} as {form}: picks, episodes, scores or ledger, as csv or json"
        ) from None
    _finish(asyncio.run(write_export(*wanted, output)))


@app.command()
def replay(
    report: Annotated[str, typer.Argument(help="Number of a report, or a file.")],
    *,
    to: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day; today.")] = None,
    chart: Annotated[Path | None, typer.Option(help="Also write the chart there, as a PNG.")] = None,
) -> None:
    """Run a report through history: what the bot would have told, day by day."""
    from bot.commands.replay import replay_report  # noqa: PLC0415

    _finish(asyncio.run(replay_report(report, to.date() if to else None, chart)))


@app.command()
def verify(
    report: Annotated[int | None, typer.Argument(metavar="[ID]", help="Number of one report.")] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Reckon every recorded verdict again from the stored prices, and say what differs."""
    from bot.commands.verify import verify_ledger  # noqa: PLC0415

    _finish(asyncio.run(verify_ledger(report_id=report, as_json=as_json)))


@app.command()
def backfill(
    *,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Load everything from this day on at least.")
    ] = None,
) -> None:
    """Load the prices that all picks need; run again after a stop, it goes on where it was."""
    from bot.commands.backfill import backfill as load  # noqa: PLC0415

    _finish(asyncio.run(load(since.date() if since else None)))


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from bot.settings import load_settings  # noqa: PLC0415
    from bot.store.schema import upgrade  # noqa: PLC0415

    upgrade(load_settings().database)


@app.command()
def doctor(
    *, calendar: Annotated[bool, typer.Option("--calendar", help="Check the trading calendars alone.")] = False
) -> None:
    """Check settings, database, calendars and the market's source."""
    from bot.commands.doctor import examine  # noqa: PLC0415

    _finish(asyncio.run(examine(calendar_only=calendar)))


@app.command()
def sandbox(
    *,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = 8081,
) -> None:
    """A local Bot API server to try the bot against, with you as its user."""
    from bot.commands.sandbox import serve_sandbox  # noqa: PLC0415

    asyncio.run(serve_sandbox(port))


def run_command_line() -> None:
    """Run one command; whatever it raises on purpose becomes one line and an exit code."""
    try:
        # not on its own: it would explain a wrong call in four lines
        sys.exit(app(args=sys.argv[1:] or ["--help"], prog_name="bot", standalone_mode=False))
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except Exception as error:  # the top: everything becomes a line and an exit code, and --debug shows the rest
        if DEBUG in sys.argv:
            raise
        from bot.commands.failures import explained  # noqa: PLC0415

        code, line = explained(error)
        print(f"bot: {line}", file=sys.stderr)  # noqa: T201
        sys.exit(code)


def _finish(failed: bool) -> None:  # noqa: FBT001 - the result of a command
    if failed:
        raise typer.Exit(1)
