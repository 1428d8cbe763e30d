from django.urls import path

from portals.staff_console.jobs import views

urlpatterns = [
    path("", views.job_list, name="jobs"),
    path("indicator/", views.indicator, name="jobs_indicator"),
    path("<uuid:job_id>/", views.job_page, name="job"),
    path("<uuid:job_id>/cancel/", views.cancel, name="job_cancel"),
    path("<uuid:job_id>/undo/", views.undo, name="job_undo"),
    path("<uuid:job_id>/file/", views.download, name="job_file"),
]
