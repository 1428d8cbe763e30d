from django.urls import path

from portals.staff_console.approvals import views

urlpatterns = [
    path("", views.queue, name="approvals"),
    path("<uuid:approval_id>/", views.approval_page, name="approval"),
    path("<uuid:approval_id>/decide/", views.decide, name="approval_decide"),
]
