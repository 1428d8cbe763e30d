"""Which kinds of long work there are, and what can be done to many rows: one table each, one file.

A kind's handler is a function of one `tenants.jobs.services.Run`; `jobs.types.Action` says what an action's functions are.
"""

from typing import Final

from infra.lists import LISTS
from tenants.jobs.services.exporting import permission_of
from tenants.jobs.types import Action, Kind

PEOPLE: Final = ("leads", "clients")
_ACTIONS: Final = "tenants.insight.actions"

ACTIONS: Final[dict[str, Action]] = {
    "reassign": Action(
        "Give to a colleague",
        "Reassign",
        "leads.assign",
        PEOPLE,
        apply=f"{_ACTIONS}.reassign",
        check=f"{_ACTIONS}.check_reassign",
        revert=f"{_ACTIONS}.move_back",
        icon="user-share",
    ),
    "pool": Action(
        "Send to a pool",
        "Send to a pool",
        "leads.assign",
        ("leads",),
        apply=f"{_ACTIONS}.send_to_pool",
        check=f"{_ACTIONS}.check_pool",
        revert=f"{_ACTIONS}.move_back",
        icon="users-group",
    ),
    "desk": Action(
        "Change the desk",
        "Change the desk of",
        "leads.assign",
        PEOPLE,
        apply=f"{_ACTIONS}.to_desk",
        check=f"{_ACTIONS}.check_desk",
        revert=f"{_ACTIONS}.desk_back",
        icon="building",
    ),
    "tag": Action(
        "Add a tag",
        "Tag",
        "leads.edit",
        PEOPLE,
        apply=f"{_ACTIONS}.add_tag",
        check=f"{_ACTIONS}.check_tag",
        revert=f"{_ACTIONS}.untag",
        icon="tag",
    ),
    "untag": Action(
        "Remove a tag",
        "Untag",
        "leads.edit",
        PEOPLE,
        apply=f"{_ACTIONS}.remove_tag",
        check=f"{_ACTIONS}.check_tag",
        revert=f"{_ACTIONS}.retag",
        icon="tag-off",
    ),
    "task": Action(
        "Create a task for each",
        "Tasks for",
        "tasks.manage",
        PEOPLE,
        apply=f"{_ACTIONS}.give_tasks",
        check=f"{_ACTIONS}.check_task",
        icon="checkbox",
    ),
}

KINDS: Final[dict[str, Kind]] = {
    "audit.export": Kind(
        "portals.staff_console.audit.exporting.export_as_work",
        "Export of the audit",
        "audit.export",
        icon="file-export",
        in_turns=False,
    ),
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
    "finance.reconcile": Kind(
        "tenants.payments.services.reconciling.reconcile_as_work",
        "Reconciliation",
        "finance.correct",
        icon="scale",
        in_turns=False,
    ),
    "payments.statement.check": Kind(
        "tenants.payments.tasks.check_statement",
        "Reading a bank statement",
        "finance.correct",
        icon="list-check",
        in_turns=False,
    ),
    "payments.statement.book": Kind(
        "tenants.payments.tasks.book_statement",
        "Booking a bank statement",
        "finance.correct",
        icon="building-bank",
    ),
    "statement.print": Kind(
        "portals.shared.statements.printing.print_as_work",
        "Printing a statement",
        "",
        icon="file-text",
        in_turns=False,
        own=True,
    ),
    "rebates.invoices": Kind(
        "tenants.rebates.services.invoices.write_invoices_as_work",
        "Invoices of a month",
        "finance.correct",
        icon="file-invoice",
    ),
    "rebates.what_if": Kind(
        "tenants.rebates.services.whatif.compute_as_work", "What if", "rebates.manage", icon="calculator"
    ),
    "rebates.recalculation": Kind(
        "tenants.rebates.services.replay.compute_as_work", "Recalculation", "rebates.manage", icon="refresh"
    ),
    "rebates.recalculation.post": Kind(
        "tenants.rebates.services.replay.post_as_work",
        "Posting a recalculation",
        "partners.view",
        icon="coins",
    ),
    **{
        f"export.{code}": Kind(
            "tenants.jobs.services.export", "Export", permission_of(code), icon="file-export", in_turns=False
        )
        for code in LISTS
    },
    **{
        f"bulk.{code}.{name}": Kind(
            "tenants.jobs.services.act",
            action.label,
            action.permission,
            icon=action.icon,
            undo=f"bulk.undo.{name}" if action.revert else "",
        )
        for name, action in ACTIONS.items()
        for code in action.lists
    },
    **{
        f"bulk.undo.{name}": Kind(
            "tenants.jobs.services.take_back",
            f"Undo: {action.label}",
            action.permission,
            icon="arrow-back-up",
        )
        for name, action in ACTIONS.items()
        if action.revert
    },
}

# Who shows progress while it happens; called with the job after each piece of work.
TELL: Final = ("portals.staff_console.jobs.live.show_progress",)
