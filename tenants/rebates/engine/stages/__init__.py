"""The stages of the published order, one file each: normalise, guard, attribute, select, base, tier, distribute, credit, caps,
client_share, convert, store; then reversals and payout runs."""
