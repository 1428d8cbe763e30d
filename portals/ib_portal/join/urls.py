from django.urls import path

from portals.ib_portal.join import views

urlpatterns = [
    path("", views.join, name="join"),
    path("thanks/", views.thanks, name="join_thanks"),
    path("invited/<str:code>/", views.join_invited, name="join_invited"),
    path("<slug:code>/", views.join_programme, name="join_programme"),
]
