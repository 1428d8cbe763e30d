from django.urls import path

from . import promo, views

urlpatterns = [
    path("", views.links, name="ib_links"),
    path("new/", views.new_link, name="ib_link_new"),
    path("own.svg", views.own_qr, name="ib_link_own_qr"),
    path("clicks.csv", views.clicks_file, name="ib_clicks_file"),
    path("material/", promo.material, name="ib_promo"),
    path("material/<uuid:promo_id>/", promo.picture, name="ib_promo_picture"),
    path("<uuid:link_id>/", views.link, name="ib_link"),
    path("<uuid:link_id>/qr.svg", views.link_qr, name="ib_link_qr"),
]
