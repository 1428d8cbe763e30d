from django.urls import path

from portals.staff_console.approvals import asking, delegations, views

urlpatterns = [
    path("", views.queue, name="approvals"),
    path("new/", asking.choose, name="approval_new"),
    path("new/<str:kind>/<uuid:client_id>/", asking.ask, name="approval_ask"),
    path("delegations/", delegations.listed, name="delegations"),
    path("delegations/<uuid:delegation_id>/end/", delegations.end, name="delegation_end"),
    path("<uuid:approval_id>/", views.approval_page, name="approval"),
    path("<uuid:approval_id>/decide/", views.decide, name="approval_decide"),
    path("<uuid:approval_id>/amend/", views.amend, name="approval_amend"),
    path("<uuid:approval_id>/withdraw/", views.withdraw, name="approval_withdraw"),
]
