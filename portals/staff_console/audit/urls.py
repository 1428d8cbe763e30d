from django.urls import path

from portals.staff_console.audit import views

urlpatterns = [
    path("", views.log, name="audit"),
    path("export.csv", views.export, name="audit_export"),
    path("<int:seq>/", views.entry, name="audit_entry"),
]
