from django.urls import path

from . import views

urlpatterns = [
    path("", views.trades, name="ib_trades"),
    path("trades.csv", views.trades_file, name="ib_trades_file"),
]
