"""`python -m infra.simulators.mt5` is the same as `atrium mt5sim`."""

from infra.commands.mt5sim import command

command()
