from django.urls import path

from . import instruments, views

urlpatterns = [
    path("", views.lines, name="rebates"),
    path("instruments/", instruments.instruments, name="rebates_by_instrument"),
    path("rebates.csv", views.lines_file, name="rebates_file"),
    path("<int:line_id>/", views.line, name="rebate"),
    path("<int:line_id>/document.json", views.document, name="rebate_document"),
]
