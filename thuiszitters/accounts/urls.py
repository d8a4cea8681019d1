from django.urls import path

from thuiszitters.accounts import instellingen_views, lid_views, views

app_name = "accounts"
urlpatterns = [
    path("rol/", views.wissel, name="wissel"),
    path("instellingen/", instellingen_views.instellingen, name="instellingen"),
    path("instellingen/afwezig/", instellingen_views.afwezig, name="afwezig"),
    path(
        "instellingen/afwezig/<int:pk>/stop/", instellingen_views.afwezig_stop, name="afwezig_stop"
    ),
    path("afmelden/<str:token>/", instellingen_views.afmelden, name="afmelden"),
    path("beheer/mensen/", views.mensen, name="mensen"),
    path("beheer/mensen/<int:pk>/", lid_views.lid, name="lid"),
    path("beheer/mensen/<int:pk>/afwezig/", lid_views.lid_afwezig, name="lid_afwezig"),
    path(
        "beheer/mensen/<int:pk>/afwezig/<int:vervanging>/stop/",
        lid_views.lid_afwezig_stop,
        name="lid_afwezig_stop",
    ),
    path("beheer/mensen/<int:pk>/adres/", lid_views.lid_adres, name="lid_adres"),
    path("beheer/mensen/<int:pk>/beeindig/", views.beeindig, name="beeindig"),
    path("beheer/berichten/", views.berichten, name="berichten"),
    path("beheer/berichten/<int:pk>/opnieuw/", views.bericht_opnieuw, name="bericht_opnieuw"),
    path("beheer/logboek/", views.logboek, name="logboek"),
]
