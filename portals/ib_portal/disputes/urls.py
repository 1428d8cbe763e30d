from django.urls import path

from portals.ib_portal.disputes import views

urlpatterns = [
    path("", views.listing, name="ib_disputes"),
    path("line/<int:line_id>/", views.ask, name="ib_dispute_new"),
    path("<uuid:dispute_id>/", views.page, name="ib_dispute"),
    path("<uuid:dispute_id>/withdraw/", views.withdraw, name="ib_dispute_withdraw"),
]
