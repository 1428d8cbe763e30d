"""Which kinds of long work there are: one table, one file. A handler is a function of one `tenants.jobs.services.Run`."""

from typing import Final

from tenants.jobs.types import Kind

KINDS: Final[dict[str, Kind]] = {
    "leads.handover": Kind(
        "tenants.leads.tasks.run_handover", "Handover", "clients.hand_over", icon="arrows-exchange"
    ),
    "leads.handover_back": Kind(
        "tenants.leads.tasks.run_handover_back",
        "Handover taken back",
        "clients.hand_over",
        icon="arrow-back-up",
    ),
    "leads.import.check": Kind(
        "tenants.imports.services.check",
        "Check of an import",
        "leads.import",
        icon="list-check",
        in_turns=False,
    ),
    "leads.import": Kind(
        "tenants.imports.services.bring_in",
        "Import of leads",
        "leads.import",
        icon="file-import",
        undo="leads.import.undo",
    ),
    "leads.import.undo": Kind(
        "tenants.imports.services.take_back", "Undo of an import", "leads.import", icon="arrow-back-up"
    ),
}

# Who shows progress while it happens; called with the job after each piece of work.
TELL: Final = ()
