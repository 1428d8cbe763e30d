"""No surface: nothing is here. Hosts that are known never see this table."""

urlpatterns: list[object] = []
