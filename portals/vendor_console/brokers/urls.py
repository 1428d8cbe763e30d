from django.urls import path

from . import views

urlpatterns = [
    path("", views.board, name="brokers"),
    path("brokers/new/", views.new, name="broker_new"),
    path("brokers/new/hosts/", views.hosts, name="broker_hosts"),
    path("brokers/<uuid:broker_id>/", views.broker, name="broker"),
    path("brokers/totals/", views.totals, name="broker_totals"),
    path("brokers/<uuid:broker_id>/health/", views.health, name="broker_health"),
    path("brokers/<uuid:broker_id>/progress/", views.progress, name="broker_progress"),
    path("brokers/<uuid:broker_id>/retry/", views.retry, name="broker_retry"),
    path("brokers/<uuid:broker_id>/suspend/", views.suspend, name="broker_suspend"),
    path("brokers/<uuid:broker_id>/resume/", views.resume, name="broker_resume"),
]
