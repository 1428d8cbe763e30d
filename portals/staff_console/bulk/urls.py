"""One address a list and action, so that a list names them plainly: bulk_leads_reassign, bulk_leads_export, export_clients …"""

from django.urls import path

from portals.staff_console.bulk import exports, views
from tenants.jobs import registry
from tenants.jobs.services.exporting import permission_of
from tenants.lists import registry as lists

urlpatterns = [
    path("bulk/<uuid:selection_id>/<slug:action>/", views.confirm, name="bulk_confirm"),
    *(
        path(
            f"bulk/{code}/{name}/", views.choosing(code, name, action.permission), name=f"bulk_{code}_{name}"
        )
        for code in lists.codes()
        for name, action in registry.actions_of(code).items()
    ),
    *(
        path(
            f"bulk/{code}/export/",
            exports.export_chosen(code, permission_of(code)),
            name=f"bulk_{code}_export",
        )
        for code in lists.codes()
    ),
    *(
        path(f"export/{code}/", exports.exporting(code, permission_of(code)), name=f"export_{code}")
        for code in lists.codes()
    ),
]
