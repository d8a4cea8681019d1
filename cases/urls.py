from django.urls import URLPattern, path

from cases.views import nieuw, werkvoorraad
from cases.views.actietabel import casus_patterns

app_name = "cases"

lijst_patterns: list[URLPattern] = [
    path("", werkvoorraad.werkvoorraad, name="werkvoorraad"),
    path("zoek/", werkvoorraad.zoek, name="zoek"),
    path("<nummer:nummer>/stap/<int:pk>/", werkvoorraad.stap, name="stap"),
    path("nieuw/", nieuw.nieuw, name="nieuw"),
    path("nieuw/gegevens/", nieuw.gegevens, name="nieuw_gegevens"),
]

urlpatterns: list[URLPattern] = [*lijst_patterns, *casus_patterns]
