from django.urls import path

from portals.staff_console.leads import views

urlpatterns = [
    path("", views.lead_list, name="leads"),
    path("new/", views.new_lead, name="lead_new"),
    path("<uuid:lead_id>/", views.lead_page, name="lead"),
    path("<uuid:lead_id>/assign/", views.assign, name="lead_assign"),
]
