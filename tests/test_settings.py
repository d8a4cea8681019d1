"""The settings: every module, every refusal, and the readers of the environment."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from thuiszitters.accounts.adapter import client_ip
from thuiszitters.settings import documentation, env

PRODUCTION = {
    "SECRET_KEY": "0123456789" * 5,
    "ALLOWED_HOSTS": "thuiszitters.example, www.thuiszitters.example",
    "SITE_URL": "https://thuiszitters.example",
    "DATABASE_URL": "postgres://app:woord@db.example:5432/thuiszitters",
    "REDIS_URL": "redis://redis.example:6379/0",
    "EMAIL_URL": "smtp+tls://app:woord@mail.example:587",
    "DEFAULT_FROM_EMAIL": "Thuiszitters <post@thuiszitters.example>",
}
SECRETS = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL")


@contextmanager
def environment(values: dict[str, str]) -> Iterator[None]:
    """Stand in an environment with these values and nothing else of ours."""
    before = dict(os.environ)
    ours = {*PRODUCTION, *(f"{name}_FILE" for name in SECRETS), "DEBUG", "BEHIND_PROXY",
            "SECURE_SSL_REDIRECT", "PROEF", "PROEF_FILE"}  # fmt: skip
    try:
        for name in ours:
            os.environ.pop(name, None)
        os.environ.update(values)
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def load(module: str, values: dict[str, str]) -> dict[str, Any]:
    """Return the settings this module makes of these values."""
    with environment(values):
        return runpy.run_path(str(Path(env.__file__).with_name(f"{module}.py")))


def manage(*arguments: str, **values: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with the production settings in an environment of its own."""
    plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**plain, "DJANGO_SETTINGS_MODULE": "thuiszitters.settings.production", **values},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


class TestModules:
    @pytest.mark.parametrize("module", ["base", "dev", "test"])
    def test_it_needs_no_environment(self, module: str) -> None:
        assert load(module, {})["ROOT_URLCONF"] == "thuiszitters.urls"

    def test_production_reads_everything_from_the_environment(self) -> None:
        made = load("production", PRODUCTION)

        assert made["ALLOWED_HOSTS"] == ["thuiszitters.example", "www.thuiszitters.example"]
        assert made["DATABASES"]["default"]["HOST"] == "db.example"
        assert made["CELERY_BROKER_URL"] == PRODUCTION["REDIS_URL"]
        assert (made["EMAIL_HOST"], made["EMAIL_USE_TLS"]) == ("mail.example", True)
        assert made["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"

    def test_production_is_safe(self) -> None:
        made = load("production", PRODUCTION)

        assert made["DEBUG"] is False
        assert made["DEMO"] is False
        assert made["MAIL_DIR"] is None
        assert made["SESSION_COOKIE_SECURE"] is made["CSRF_COOKIE_SECURE"] is True
        assert made["SECURE_SSL_REDIRECT"] is True
        assert "SECURE_PROXY_SSL_HEADER" not in made

    def test_check_deploy_is_clean(self) -> None:
        done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
        assert (done.returncode, done.stderr) == (0, "")

    def test_a_refusal_stops_every_command_without_showing_the_value(self) -> None:
        done = manage("check", **{**PRODUCTION, "DATABASE_URL": "mysql://app:woord@db.example/x"})

        assert done.returncode == 1
        assert "DATABASE_URL is not a valid PostgreSQL address" in done.stderr.splitlines()[-1]
        assert "woord" not in done.stderr


class TestRefusals:
    @pytest.mark.parametrize("name", PRODUCTION)
    @pytest.mark.parametrize("empty", [True, False])
    def test_what_is_missing_is_named(self, name: str, empty: bool) -> None:
        values = {other: value for other, value in PRODUCTION.items() if other != name}
        with pytest.raises(ImproperlyConfigured, match=f"^{name} is not set"):
            load("production", {**values, name: ""} if empty else values)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("SECRET_KEY", "0123456789" * 4),
            ("SECRET_KEY", "k" * 60),
            ("SECRET_KEY", "only-for-trying-out-on-one-machine-and-refused-by-the-production"),
            ("SITE_URL", "http://thuiszitters.example"),
            ("SITE_URL", "thuiszitters.example"),
            ("SITE_URL", "https://"),
            ("SITE_URL", "https://app:woord@thuiszitters.example"),
            ("SITE_URL", "https://thuiszitters.example/pad"),
            ("SITE_URL", "https://thuiszitters.example?vraag"),
            ("SITE_URL", "https://elders.example"),
            ("ALLOWED_HOSTS", "*"),
            ("ALLOWED_HOSTS", ".thuiszitters.example"),
            ("ALLOWED_HOSTS", "thuiszitters.example,*.example"),
            ("ALLOWED_HOSTS", "https://thuiszitters.example"),
            ("ALLOWED_HOSTS", "thuiszitters.example:443"),
            ("ALLOWED_HOSTS", " , "),
            ("DATABASE_URL", "sqlite:///db.sqlite3"),
            ("DATABASE_URL", "postgres://app:woord@db.example:5432/"),
            ("DATABASE_URL", "postgres://app:woord@db.example:poort/x"),
            ("DATABASE_URL", "db.example"),
            ("REDIS_URL", "amqp://redis.example"),
            ("REDIS_URL", "redis://"),
            ("REDIS_URL", "redis+socket://"),
            ("EMAIL_URL", "consolemail://"),
            ("EMAIL_URL", "smtp://"),
            ("EMAIL_URL", "mail.example"),
            ("DEFAULT_FROM_EMAIL", "Thuiszitters"),
            ("DEFAULT_FROM_EMAIL", "Thuiszitters <post@>"),
            ("DEFAULT_FROM_EMAIL", "post@thuiszitters.example\nBcc: x@y.example"),
            ("SECURE_SSL_REDIRECT", "ja"),
            ("BEHIND_PROXY", "1"),
        ],
    )
    def test_what_is_wrong_is_named(self, name: str, value: str) -> None:
        with pytest.raises(ImproperlyConfigured, match=f"^{name} ") as refusal:
            load("production", {**PRODUCTION, name: value})
        if name in SECRETS:
            assert "woord" not in str(refusal.value)

    def test_development_refuses_as_strictly(self) -> None:
        with pytest.raises(ImproperlyConfigured, match="DATABASE_URL is not"):
            load("dev", {"DATABASE_URL": "sqlite:///db.sqlite3"})


class TestSecretsInFiles:
    @pytest.mark.parametrize("name", SECRETS)
    def test_the_file_gives_the_value(self, name: str, tmp_path: Path) -> None:
        path = tmp_path / "geheim"
        path.write_text(f"{PRODUCTION[name]}\n")
        values = {other: value for other, value in PRODUCTION.items() if other != name}
        made = load("production", {**values, f"{name}_FILE": str(path)})
        whole = load("production", PRODUCTION)
        for setting in ("SECRET_KEY", "DATABASES", "CELERY_BROKER_URL", "EMAIL_HOST_PASSWORD"):
            assert made[setting] == whole[setting]

    def test_both_are_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ImproperlyConfigured, match="SECRET_KEY and SECRET_KEY_FILE are both"):
            load("production", {**PRODUCTION, "SECRET_KEY_FILE": str(tmp_path / "x")})

    @pytest.mark.parametrize("content", [None, b"\xff\xfe"])
    def test_a_file_that_cannot_be_read_is_named(
        self, tmp_path: Path, content: bytes | None
    ) -> None:
        path = tmp_path / "geheim"
        if content is not None:
            path.write_bytes(content)
        values = {**PRODUCTION, "SECRET_KEY_FILE": str(path)}
        del values["SECRET_KEY"]
        with pytest.raises(ImproperlyConfigured, match=f"^SECRET_KEY_FILE points to {path}"):
            load("production", values)

    def test_only_secrets_may_stand_in_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        path.write_text("https://thuiszitters.example")
        values = {**PRODUCTION, "SITE_URL_FILE": str(path)}
        del values["SITE_URL"]
        with pytest.raises(ImproperlyConfigured, match="SITE_URL is not set"):
            load("production", values)


# What an environment can hold: no null, no lone surrogate.
values = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
READERS = (
    env.text,
    env.secret,
    env.boolean,
    env.integer,
    env.hosts,
    env.url,
    env.redis_url,
    env.database,
    env.email,
    env.sender,
)


class TestReaders:
    @given(st.sampled_from(READERS), values)
    def test_any_value_is_read_or_refused_by_name(self, reader: Any, raw: str) -> None:
        refusal = ""
        with environment({"PROEF": raw}):
            try:
                reader("PROEF", "Om te proberen.")
            except ImproperlyConfigured as error:
                refusal = str(error)
        assert not refusal or refusal.startswith("PROEF is not ")
        assert not refusal or refusal.endswith("Om te proberen.")
        assert refusal or raw

    @given(st.sampled_from(READERS), values)
    def test_a_default_never_hides_a_wrong_value(self, reader: Any, raw: str) -> None:
        got: object = "refused"
        with environment({"PROEF": raw}):
            try:
                got = reader("PROEF", "Om te proberen.", None)
            except ImproperlyConfigured:
                assert raw
        assert (got is None) == (raw == "")

    @given(st.integers(min_value=0, max_value=10**17))
    def test_a_whole_number_is_read_as_it_stands(self, number: int) -> None:
        with environment({"PROEF": str(number)}):
            assert env.integer("PROEF", "x") == number

    @pytest.mark.parametrize("raw", ["-1", "+1", "1.0", "1_000", " 1", "٣", "1e3", "9" * 19])
    def test_only_digits_are_a_whole_number(self, raw: str) -> None:
        with environment({"PROEF": raw}), pytest.raises(ImproperlyConfigured, match="digits only"):
            env.integer("PROEF", "x")

    @pytest.mark.parametrize(("raw", "value"), [("true", True), ("False", False), ("TRUE", True)])
    def test_boolean(self, raw: str, value: bool) -> None:
        with environment({"PROEF": raw}):
            assert env.boolean("PROEF", "x") is value

    @given(values)
    def test_nothing_else_is_a_boolean(self, raw: str) -> None:
        if raw.lower() not in {"true", "false", ""}:
            with environment({"PROEF": raw}), pytest.raises(ImproperlyConfigured):
                env.boolean("PROEF", "x")

    @given(
        st.sampled_from(["http", "https"]),
        st.from_regex(r"[a-z]([a-z0-9-]{0,10}[a-z0-9])?(\.[a-z]{2,5})?", fullmatch=True),
        st.none() | st.integers(min_value=1, max_value=65535),
        st.sampled_from(["", "/", "//"]),
    )
    def test_an_address_loses_its_last_slash_only(
        self, scheme: str, host: str, port: int | None, slash: str
    ) -> None:
        address = f"{scheme}://{host}" + (f":{port}" if port else "")
        with environment({"PROEF": address + slash}):
            assert env.url("PROEF", "x") == address

    @given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), min_size=1))
    def test_any_password_reaches_the_database(self, password: str) -> None:
        from urllib.parse import quote

        with environment({"PROEF": f"postgres://app:{quote(password, safe='')}@db.example/naam"}):
            assert env.database("PROEF", "x")["PASSWORD"] == password

    def test_a_socket_of_valkey(self) -> None:
        with environment({"PROEF": "redis+socket:///run/valkey.sock"}):
            assert env.redis_url("PROEF", "x") == "redis+socket:///run/valkey.sock"

    @pytest.mark.parametrize(
        ("address", "port", "starttls", "tls"),
        [
            ("smtp://mail.example", 25, False, False),
            ("smtp+tls://mail.example", 587, True, False),
            ("smtps://mail.example", 465, False, True),
            ("smtp+ssl://mail.example:2465", 2465, False, True),
        ],
    )
    def test_how_mail_is_encrypted(
        self, address: str, port: int, starttls: bool, tls: bool
    ) -> None:
        with environment({"PROEF": address}):
            found = env.email("PROEF", "x")
        assert found is not None
        assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", port)
        assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (starttls, tls)

    def test_the_password_of_mail_may_hold_any_sign(self) -> None:
        with environment({"PROEF": "smtps://naam%40host:p%2Fa%3As%40@mail.example"}):
            found = env.email("PROEF", "x")
        assert found is not None
        assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("naam@host", "p/a:s@")


class TestDocumentation:
    def test_the_page_is_up_to_date(self) -> None:
        page = Path(settings.BASE_DIR, "docs", "configuration.md").read_text()
        assert page == documentation.page(), "run `make docs`"

    def test_it_is_the_same_in_any_environment(self) -> None:
        with environment({**PRODUCTION, "SECRET_KEY": "te-kort"}):
            page = documentation.page()
        assert page == documentation.page()
        assert not any(value in page for value in PRODUCTION.values())

    def test_every_variable_of_production_is_in_it(self) -> None:
        required = {v.name for v in documentation.declared_by("production").values() if v.required}
        assert required == set(PRODUCTION)

    def test_every_variable_that_is_read_elsewhere_is_in_it(self) -> None:
        """The launcher reads its own; nothing is read that nobody can look up."""
        import re

        source = "\n".join(
            path.read_text() for path in Path(settings.BASE_DIR, "thuiszitters/local").glob("*.py")
        )
        read = set(re.findall(r'os\.environ(?:\.get\(|\[)"([A-Z_]+)"', source))
        foreign = {"PATH", "CI", "PLAYWRIGHT_BROWSERS_PATH", "XDG_CACHE_HOME"}
        assert {"PORT", "THUISZITTERS_PG_BIN"} <= read
        page = documentation.page()
        assert [name for name in sorted(read - foreign) if f"`{name}`" not in page] == []


class TestBehindAProxy:
    HEADERS = {"x-forwarded-for": "6.6.6.6, 203.0.113.9", "x-forwarded-proto": "https"}

    def test_the_settings_that_trust_it_come_together(self) -> None:
        made = load("production", {**PRODUCTION, "BEHIND_PROXY": "true"})
        assert made["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
        assert made["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
        assert made["AXES_CLIENT_IP_CALLABLE"] == "thuiszitters.accounts.adapter.client_ip"

    def test_a_visitor_is_known_by_what_the_proxy_saw(self) -> None:
        request = RequestFactory().get("/", headers=self.HEADERS, REMOTE_ADDR="10.0.0.2")
        with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
            assert client_ip(request) == "203.0.113.9"

    def test_without_a_proxy_nobody_chooses_their_own_address(self) -> None:
        request = RequestFactory().get("/", headers=self.HEADERS, REMOTE_ADDR="10.0.0.2")
        assert client_ip(request) == "10.0.0.2"


def test_the_static_files_are_whole_with_hashed_names(tmp_path: Path) -> None:
    """What the image does when it is built: every address in a stylesheet leads somewhere."""
    made = load("production", PRODUCTION)
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=made["STORAGES"]):
        call_command("collectstatic", "--no-input", verbosity=0)

    manifest = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    assert {"css/tokens.css", "js/app.js", "img/favicon.svg"} <= set(manifest)
    assert all((tmp_path / hashed).exists() for hashed in manifest.values())
    assert (tmp_path / f"{manifest['css/base.css']}.gz").exists()
