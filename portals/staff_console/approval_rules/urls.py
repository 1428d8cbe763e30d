from django.urls import path

from portals.staff_console.approval_rules import views

urlpatterns = [
    path("", views.overview, name="approval_rules"),
    path("<str:kind>/", views.one_kind, name="approval_rules_kind"),
    path("<str:kind>/asked/", views.policy, name="approval_policy"),
    path("<str:kind>/chain/", views.new_chain, name="approval_chain_new"),
    path("<str:kind>/chain/<uuid:line>/", views.chain, name="approval_chain"),
    path("<str:kind>/chain/<uuid:line>/end/", views.end, name="approval_chain_end"),
]
