from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="ib_home"),
    path("figures/", views.figures, name="ib_figures"),
    path("latest/", views.latest, name="ib_latest"),
    path("progress/", views.progress, name="ib_progress"),
    path("link.svg", views.qr, name="ib_qr"),
]
