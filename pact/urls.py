from django.urls import URLPattern

app_name = "pact"
urlpatterns: list[URLPattern] = []
