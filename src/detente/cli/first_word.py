"""A group of commands that takes a case folder where a command could stand."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any

from typer.core import TyperCommand, TyperGroup

from detente.case import CaseError

ON_CASE = "CASE"
"""Name of the command that a folder stands for; help shows it, and nobody needs to write it."""

HELP = ("-h", "--help")


class CaseOrCommand(TyperGroup):
    """``detente economy solve`` is a command; ``detente economy cases/corridor`` is `ON_CASE` on a folder."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the name of the command before a first word that is none."""
        if args and args[0] not in HELP and not self._is_command(ctx, args):
            if not args[0].startswith("-") and not Path(args[0]).exists():
                raise CaseError(self._unknown(ctx, args[0]))
            args = [ON_CASE, *args]
        return super().parse_args(ctx, args)

    def _is_command(self, ctx: Any, args: list[str]) -> bool:
        if args[0] == ON_CASE:
            # A folder may bear this name; whoever asks for help means the command.
            return any(word in HELP for word in args[1:]) or not Path(ON_CASE).is_dir()
        return args[0] in self.list_commands(ctx)

    def _unknown(self, ctx: Any, word: str) -> str:
        names = [name for name in self.list_commands(ctx) if name != ON_CASE]
        near = get_close_matches(word, names, n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        return (
            f'"{word}" is neither a folder nor a command of {ctx.command_path}.{meant}\n'
            f"Name a case folder that is there, or one of: {', '.join(names)}."
        )


class OnCase(TyperCommand):
    """The command itself; its usage shows the folder once, in the place of a name."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """What stands behind the name of the command in its usage."""
        return super().collect_usage_pieces(ctx)[:-1]
