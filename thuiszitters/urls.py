"""Every address of the site. A view that does not say who may enter is refused."""

from __future__ import annotations

from allauth.account import views as allauth_views
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView

from thuiszitters.accounts import views as accounts_views
from thuiszitters.accounts.toegang import ingelogd, openbaar
from thuiszitters.health import health_patterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("", accounts_views.home, name="home"),
    path("inloggen/", openbaar(accounts_views.login), name="account_login"),
    path("uitloggen/", ingelogd(allauth_views.logout), name="account_logout"),
    path(
        "wachtwoord/wijzigen/",
        ingelogd(allauth_views.password_change),
        name="account_change_password",
    ),
    path(
        "wachtwoord/instellen/", ingelogd(allauth_views.password_set), name="account_set_password"
    ),
    path(
        "wachtwoord/vergeten/",
        openbaar(allauth_views.password_reset),
        name="account_reset_password",
    ),
    path(
        "wachtwoord/vergeten/verstuurd/",
        openbaar(allauth_views.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        openbaar(allauth_views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord/nieuw/klaar/",
        openbaar(allauth_views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("account/inactief/", openbaar(allauth_views.account_inactive), name="account_inactive"),
    # django-allauth looks these names up; there is no sign-up and no other way in.
    path(
        "aanmelden/",
        openbaar(RedirectView.as_view(pattern_name="account_login")),
        name="account_signup",
    ),
    path("", include("thuiszitters.accounts.urls")),
    path("casussen/", include("cases.urls")),
    path("pact/", include("pact.urls")),
    path("", include("monitoring.urls")),
    path("api/", include("cases.api.urls")),
    path("api/schema/", ingelogd(SpectacularAPIView.as_view()), name="api_schema"),
    path("health/", include(health_patterns)),
    path("", include("monitoring.meet_urls")),
]

if settings.DEMO:
    from thuiszitters.accounts import postvak_views

    urlpatterns += [
        path("postvak/", postvak_views.postvak, name="postvak"),
        path("postvak/<str:naam>/", postvak_views.post, name="postvak_post"),
        path("postvak/<str:naam>/html/", postvak_views.post_html, name="postvak_html"),
    ]
