from django.urls import path
from django.views.generic import RedirectView

from portals.client_portal.register import views

urlpatterns = [
    path("register/", views.register, name="register"),
    path("r/<str:code>", views.referred, name="referred"),
    path("b/<uuid:promo_id>", views.banner, name="banner"),
    # allauth's own address of the same page; its form would make a log-in without a client.
    path(
        "account/signup/",
        RedirectView.as_view(pattern_name="register", query_string=True),
        name="account_signup",
    ),
]
