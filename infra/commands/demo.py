"""Make the demo: the vendor's operator, two brokers, their people and their day."""

import click

PARTS = ("vendor", "brokers", "day")


@click.command("demo")
@click.argument("part", type=click.Choice(PARTS))
def command(part: str) -> None:
    """Each PART may be run again: what is there stays. `vendor` runs as owner, `day` needs the whole product running."""
    from infra.commands._django import ready

    ready()
    from infra.demo import day, registry, story
    from infra.demo.people import require_demo_allowed

    require_demo_allowed()
    {"vendor": registry.ensure_vendor, "brokers": story.make_brokers, "day": day.walk}[part]()
