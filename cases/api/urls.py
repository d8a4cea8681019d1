from django.urls import URLPattern, path, re_path

from cases.api.views import CasusViewSet
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist

app_name = "api"

_may_see = vereist(Recht.SEE_CASES)

urlpatterns: list[URLPattern] = [
    path("casussen/", _may_see(CasusViewSet.as_view({"get": "list"})), name="casussen"),
    re_path(
        rf"^casussen/(?P<nummer>{CasusViewSet.lookup_value_regex})/$",
        _may_see(CasusViewSet.as_view({"get": "retrieve"})),
        name="casus",
    ),
]
