"""A night of faults over the demo: answers lost, webhooks twice, the worker killed; then every ledger is verified."""

import subprocess
import sys

import click


@click.command("chaos")
@click.option("--seconds", default=180, show_default=True, help="How long the night lasts.")
@click.option("--seed", default="", help="The same seed is the same night, as far as processes allow.")
def command(seconds: int, seed: str) -> None:
    """Brings up the product with data of its own. Exit 1 if anything is still under way or any ledger is not right."""
    import shutil
    import time

    from infra.bench.ground import product_of_its_own
    from infra.chaos.night import Night, told
    from infra.supervisor import running

    for simulator in ("psp", "mt5"):  # a fault of last night that was never met would meet this morning
        shutil.rmtree(running.var() / "bench" / "chaos" / simulator, ignore_errors=True)
    seed = seed or str(int(time.time()))
    with product_of_its_own("chaos") as product:
        click.echo(f"The night begins: {seconds} s, seed {seed}.")
        night = Night(product, seed)
        night.pass_over(seconds)
        click.echo(told(night.came))
        night.until_morning()
        done = subprocess.run([sys.argv[0], "ledger", "verify", "--all"], check=False)
    sys.exit(done.returncode)
