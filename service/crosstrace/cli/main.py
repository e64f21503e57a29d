"""The command's entry point: every expected failure is one line on stderr and exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Final

import typer

from crosstrace import __version__
from crosstrace.errors import CrosstraceError, printable

UNUSABLE = 2

COMMANDS: Final = {
    "serve": "serve:serve",
    "validate": "validate:validate",
    "show": "show:show",
    "crosswalk": "crosswalk:crosswalk",
    "trace": "crosswalk:trace",
    "diff": "diff:diff",
    "superseded": "diff:superseded",
    "coverage": "answers:coverage",
    "gaps": "answers:gaps",
    "impact": "answers:impact",
    "responsibility": "answers:responsibility",
    "attest": "answers:attest",
    "next-steps": "answers:next_steps",
    "compare": "answers:compare",
    "derive": "derive:derive",
    "withdraw": "derive:withdraw",
    "contradictions": "derive:contradictions",
    "query": "query:query",
    "new": "new:new",
    "schema": "schema:schema",
    "backup": "backup:backup",
    "restore": "backup:restore",
    "audit": "audit:app",
    "import": "imports:app",
    "export": "exports:app",
    "organization": "access:organizations",
    "key": "access:keys",
}
"""Each command's module here and its function, or the application of its sub-commands."""


def command_line(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The application with the commands `names`; only their modules are loaded."""
    app = typer.Typer(
        name="crosstrace",
        help="NIST SP 800-218A as linked data: look up, cross-walk, judge, serve.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback(invoke_without_command=True)(_version)
    for name in names:
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(import_module(f"crosstrace.cli.{module}"), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _version(version: bool = typer.Option(False, "--version", help="Say the version.")) -> None:
    if version:
        typer.echo(f"crosstrace {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run `arguments` and give the exit code: 0, 1 for a negative verdict, 2 for unusable input."""
    # To load every command takes longer than most of them do.
    named = [word for word in arguments if not word.startswith("-")][:1]
    try:
        app = command_line(named if COMMANDS.keys() >= set(named) and named else COMMANDS)
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
