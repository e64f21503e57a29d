"""The command's entry point: every expected failure is one line on stderr and exit code 2."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterable
from importlib import import_module
from typing import Final

import typer

from crosstrace import __version__
from crosstrace.errors import CrosstraceError, printable
from crosstrace.files import shown

UNUSABLE = 2
TRACE: Final = "CROSSTRACE_DEBUG"
"""With this in the environment, what was not expected is told with its trace."""
_SHOWN: Final = 200

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
        return _called(arguments, named if named and COMMANDS.keys() >= set(named) else COMMANDS)
    except (CrosstraceError, typer.TyperException) as error:
        return _fail(str(error))
    except (typer.Abort, KeyboardInterrupt):
        return _fail("stopped")
    except BrokenPipeError:
        # The reader of our output has gone (`crosstrace … | head`): nothing is wrong.
        sys.stderr.close()
        return 0
    except OSError as error:
        return _fail_unexpected(f"{error.strerror or error}{_of_file(error)}.")
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        return _fail_unexpected(f"Something is wrong on our side ({said[:_SHOWN]}).")


def _called(arguments: list[str], names: Iterable[str]) -> int:
    code = command_line(names)(arguments, standalone_mode=False)
    sys.stdout.flush()  # here, where a full disk can still be told
    return int(code or 0)


def _of_file(error: OSError) -> str:
    return "" if error.filename is None else f": {shown(str(error.filename))!r}"


def _fail_unexpected(message: str) -> int:
    if os.environ.get(TRACE):
        traceback.print_exc()
    else:
        message += f" Set {TRACE}=1 to see where."
    try:
        sys.stdout.flush()
    except OSError:
        # What can't be written would be tried again, and told, at the end of the process.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _fail(message)


def _fail(message: str) -> int:
    typer.echo(f"crosstrace: {printable(' '.join(message.split()))}", err=True)
    return UNUSABLE
