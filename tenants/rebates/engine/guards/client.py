"""The client must have a KYC level and a net deposit; until then its deals are held, or lost for good."""

from tenants.rebates.engine.guards.guard import Trial
from tenants.rebates.engine.numbers import plain
from tenants.rebates.engine.plan import ClientGuard
from tenants.rebates.engine.times import format_time
from tenants.rebates.engine.trace import Json


def client(trial: Trial) -> None:
    guard = trial.guards.client
    if guard is None:
        return
    closed = trial.source.fact_time
    if _qualifies(trial, guard, closed):
        return
    if guard.otherwise == "held":
        later = trial.world.clients.changes_after(trial.source.the_client.id, closed)
        met = next((time for time in later if _qualifies(trial, guard, time)), None)
        if met is not None:
            trial.line_time = met
            trial.note(
                "client_held", {**_facts(trial, guard, met), "until": format_time(met)}, trial.fraction
            )
            return
    trial.exclude(f"client_{guard.otherwise}", _facts(trial, guard, closed))


def _qualifies(trial: Trial, guard: ClientGuard, time: int) -> bool:
    clients, client = trial.world.clients, trial.source.the_client.id
    if clients.kyc_level(client, time) < guard.kyc_level:
        return False
    if guard.min_net_deposit is None:
        return True
    return clients.net_deposit(client, trial.plan.currency, time) >= guard.min_net_deposit


def _facts(trial: Trial, guard: ClientGuard, time: int) -> Json:
    clients, client = trial.world.clients, trial.source.the_client.id
    read: Json = {"kyc_level": clients.kyc_level(client, time), "min_kyc_level": guard.kyc_level}
    if guard.min_net_deposit is not None:
        read["net_deposit"] = plain(clients.net_deposit(client, trial.plan.currency, time))
        read["min_net_deposit"] = plain(guard.min_net_deposit)
    return read
