"""A partner who is the client itself: with `zero_all` nobody is paid. (`zero_own` is the last part of stage 7.)"""

from tenants.rebates.engine.guards.guard import Trial


def self_referral(trial: Trial) -> None:
    client = trial.source.client
    if trial.guards.self_referral != "zero_all" or client is None or client.person is None:
        return
    partners = trial.world.scenario.partners
    for leg in trial.legs:
        for partner in leg.path:
            if partners[partner].person == client.person:
                trial.exclude("self_referral", {"partner": partner, "person": client.person})
                return
