"""The `atrium` command. Each file of `infra/commands` is one word of it, imported only when that word is said."""

import ast
import sys
from importlib import import_module
from pathlib import Path

import click

from atrium.kernel.errors import AtriumError

COMMANDS = Path(__file__).parent / "commands"


class Words(click.Group):
    """Lists its words from file names and their docstrings, so that `--help` imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_word(file) for file in COMMANDS.glob("[!_]*.py"))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if not _file(name).exists():
            return None
        command = import_module(f"infra.commands.{_file(name).stem}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Words"):
            formatter.write_dl([(name, _summary(_file(name))) for name in self.list_commands(ctx)])


def _word(file: Path) -> str:
    return file.stem.replace("_", "-")


def _file(word: str) -> Path:
    return COMMANDS / f"{word.replace('-', '_')}.py"


def _summary(file: Path) -> str:
    return (ast.get_docstring(ast.parse(file.read_bytes())) or "").partition("\n")[0]


@click.command(cls=Words, context_settings={"help_option_names": ["-h", "--help"]})
def atrium() -> None:
    """Atrium: the client side of a retail broker."""


def main() -> None:
    try:
        atrium(prog_name="atrium")
    except AtriumError as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
