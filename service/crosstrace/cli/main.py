"""The command's entry point: every expected failure is one line on stderr and exit code 2."""

from __future__ import annotations

import sys

import typer

from crosstrace import __version__
from crosstrace.cli import (
    crosswalk,
    derive,
    diff,
    exports,
    imports,
    new,
    query,
    serve,
    show,
    validate,
)
from crosstrace.errors import CrosstraceError, printable

UNUSABLE = 2

app = typer.Typer(
    name="crosstrace",
    help="NIST SP 800-218A as linked data: look up, cross-walk, judge, serve.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("serve")(serve.serve)
app.command("validate")(validate.validate)
app.command("show")(show.show)
app.command("crosswalk")(crosswalk.crosswalk)
app.command("trace")(crosswalk.trace)
app.command("diff")(diff.diff)
app.command("derive")(derive.derive)
app.command("withdraw")(derive.withdraw)
app.command("contradictions")(derive.contradictions)
app.command("query")(query.query)
app.command("new")(new.new)
app.add_typer(imports.app, name="import")
app.add_typer(exports.app, name="export")


@app.callback(invoke_without_command=True)
def _version(version: bool = typer.Option(False, "--version", help="Say the version.")) -> None:
    if version:
        typer.echo(f"crosstrace {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run `arguments` and give the exit code: 0, 1 for a negative verdict, 2 for unusable input."""
    try:
        return int(app(arguments, standalone_mode=False) or 0)
    except CrosstraceError as error:
        return _fail(error.detail)
    except typer.TyperException as error:
        return _fail(str(error))
    except (typer.Abort, KeyboardInterrupt):
        return _fail("stopped")
    except BrokenPipeError:
        # The reader of our output has gone (`crosstrace … | head`): nothing is wrong.
        sys.stderr.close()
        return 0


def _fail(message: str) -> int:
    typer.echo(f"crosstrace: {printable(' '.join(message.split()))}", err=True)
    return UNUSABLE
