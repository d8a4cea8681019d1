from django.urls import path

from thuiszitters.accounts import views

app_name = "accounts"
urlpatterns = [
    path("rol/", views.wissel, name="wissel"),
    path("beheer/mensen/", views.mensen, name="mensen"),
    path("beheer/mensen/<int:pk>/beeindig/", views.beeindig, name="beeindig"),
    path("beheer/berichten/", views.berichten, name="berichten"),
    path("beheer/berichten/<int:pk>/opnieuw/", views.bericht_opnieuw, name="bericht_opnieuw"),
    path("beheer/logboek/", views.logboek, name="logboek"),
]
