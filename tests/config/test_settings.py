"""Are the settings safe when nothing is said, and right behind TLS, on a network, and on either database?"""

import runpy
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

Load = Callable[..., dict[str, Any]]
NAMES = (
    "DEBUG",
    "DEMO",
    "HOSTS",
    "MAIL_FROM",
    "OIDC_CLIENT",
    "OIDC_NAME",
    "OIDC_SECRET",
    "OIDC_URL",
    "SECRET_KEY",
    "SESSION_HOURS",
    "URL",
)


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Reads the settings as they are in the environment given, and in nothing else."""
    for name in ("DATABASE_URL", "EMAIL_URL", *(f"SEGUE_{name}" for name in NAMES)):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SEGUE_HOME", str(tmp_path / "home"))

    def loaded(**environment: str) -> dict[str, Any]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(settings.BASE_DIR / "segue/config/settings.py"))

    return loaded


def test_without_a_word_only_this_machine_is_served_and_nothing_is_shown(load: Load) -> None:
    found = load()
    assert (found["DEBUG"], found["DEMO"]) == (False, False)
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert (found["SESSION_COOKIE_SECURE"], found["SECURE_HSTS_SECONDS"]) == (False, 0)
    assert found["SECURE_PROXY_SSL_HEADER"] is None  # nobody may claim to come by https


def test_behind_tls_cookies_are_secure_and_browsers_remember(load: Load) -> None:
    found = load(SEGUE_URL="https://crm.example.com/")
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_HSTS_SECONDS"] == 365 * 24 * 60 * 60
    assert found["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://crm.example.com"]
    assert "crm.example.com" in found["ALLOWED_HOSTS"]


def test_behind_tls_no_other_host_can_set_our_cookies(load: Load) -> None:
    found = load(SEGUE_URL="https://crm.example.com/")
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("__Host-sessionid", "__Host-csrftoken")


def test_no_script_reads_a_cookie(load: Load) -> None:
    assert load()["CSRF_COOKIE_HTTPONLY"]


def test_on_a_network_without_tls_one_can_sign_in(load: Load) -> None:
    found = load(SEGUE_URL="http://crm.lan:8000", SEGUE_HOSTS="10.0.0.5, crm")
    assert not found["SESSION_COOKIE_SECURE"]
    assert found["SESSION_COOKIE_NAME"] == "sessionid"  # browsers refuse the other name without https
    assert found["ALLOWED_HOSTS"][3:] == ["crm.lan", "10.0.0.5", "crm"]


@pytest.mark.parametrize("switch", ["SEGUE_DEBUG", "SEGUE_DEMO"])
@pytest.mark.parametrize("address", [{"SEGUE_URL": "https://crm.example.com"}, {"SEGUE_HOSTS": "10.0.0.5"}])
def test_debug_and_demo_are_for_this_machine_only(load: Load, switch: str, address: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="this machine only"):
        load(**address, **{switch: "yes"})


def test_a_switch_that_is_neither_on_nor_off_is_an_error(load: Load) -> None:
    with pytest.raises(ImproperlyConfigured, match="SEGUE_DEBUG must be yes or no"):
        load(SEGUE_DEBUG="maybe")


def test_the_secret_key_is_made_once_and_read_by_its_owner_only(load: Load) -> None:
    first, again = load(), load()
    place = first["HOME"] / "secret.key"
    assert first["SECRET_KEY"] == again["SECRET_KEY"] == place.read_text()
    assert len(first["SECRET_KEY"]) >= 50
    assert [stat.S_IMODE(path.stat().st_mode) for path in (place, place.parent)] == [0o600, 0o700]


@pytest.mark.parametrize("key", ["x", "a" * 49])
def test_a_short_secret_key_is_refused(load: Load, key: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SEGUE_SECRET_KEY is too short"):
        load(SEGUE_SECRET_KEY=key)


def test_a_given_secret_key_is_kept_nowhere(load: Load) -> None:
    found = load(SEGUE_SECRET_KEY="k" * 50)
    assert found["SECRET_KEY"] == "k" * 50
    assert not (found["HOME"] / "secret.key").exists()


@pytest.mark.parametrize("key", ["", "k" * 50], ids=["kept", "given"])
def test_the_database_is_read_by_its_owner_only_from_the_first_byte(load: Load, tmp_path: Path, key: str) -> None:
    (tmp_path / "home").mkdir()  # as `./run` makes it
    found = load(SEGUE_SECRET_KEY=key)
    place = found["HOME"] / "db.sqlite3"
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE people (name)")
        beside = sorted(path.name for path in found["HOME"].glob("db.sqlite3*"))
        assert beside == ["db.sqlite3", "db.sqlite3-shm", "db.sqlite3-wal"]
        assert {stat.S_IMODE((found["HOME"] / name).stat().st_mode) for name in beside} == {0o600}


def test_a_database_that_others_could_read_is_closed(load: Load) -> None:
    place = load()["HOME"] / "db.sqlite3"
    place.chmod(0o644)
    load()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_sqlite_takes_the_write_lock_at_once(load: Load) -> None:
    found = load()["DATABASES"]["default"]
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]
    assert found["CONN_MAX_AGE"] is None


def test_postgresql_keeps_connections_and_checks_them(load: Load) -> None:
    found = load(DATABASE_URL="postgres://segue:s%40crets@db.example:5433/crm?sslmode=require")["DATABASES"]["default"]
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db.example", 5433, "s@crets")
    assert found["OPTIONS"].items() >= {"application_name": "segue", "sslmode": "require"}.items()
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (60, True)


def test_postgresql_plans_a_statement_once(load: Load) -> None:
    options = load(DATABASE_URL="postgres://segue@db.example/crm")["DATABASES"]["default"]["OPTIONS"]
    assert options["server_side_binding"]


def test_errors_are_logged_and_not_mailed(load: Load) -> None:
    logging = load()["LOGGING"]
    assert list(logging["handlers"]) == ["stderr"]
    assert logging["loggers"]["django"]["handlers"] == []


def test_passwords_are_long_and_not_common(load: Load) -> None:
    with_options = {rule["NAME"].rpartition(".")[2]: rule.get("OPTIONS") for rule in load()["AUTH_PASSWORD_VALIDATORS"]}
    assert with_options["MinimumLengthValidator"] == {"min_length": 12}
    assert "CommonPasswordValidator" in with_options


def test_passwords_are_kept_as_argon2(load: Load) -> None:
    assert load()["PASSWORD_HASHERS"][0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


def test_a_sign_in_holds_for_half_a_day_unless_the_deployment_says_otherwise(load: Load) -> None:
    assert load()["SESSION_COOKIE_AGE"] == 12 * 60 * 60
    assert load(SEGUE_SESSION_HOURS="2")["SESSION_COOKIE_AGE"] == 2 * 60 * 60


@pytest.mark.parametrize("hours", ["0", "-1", "a day", "1.5", "721"])
def test_hours_that_are_none_are_an_error(load: Load, hours: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SEGUE_SESSION_HOURS"):
        load(SEGUE_SESSION_HOURS=hours)


def test_pages_may_only_use_what_comes_from_here(client: Client, db: None) -> None:
    policy = client.get("/sign-in/").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert {rules[name] for name in ("default-src", "script-src", "style-src", "form-action")} == {"'self'"}
    assert {rules[name] for name in ("object-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert "unsafe" not in policy


def test_static_files_are_for_our_own_pages(load: Load) -> None:
    assert load()["WHITENOISE_ALLOW_ALL_ORIGINS"] is False


@pytest.mark.parametrize(
    "form",
    [
        {"email": "x" * 10_000_000},
        {f"field{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)},
    ],
    ids=["long", "many"],
)
def test_a_form_that_is_far_too_large_is_answered_with_a_page(db: None, form: dict[str, str]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    answer = browser.post("/sign-in/", form)
    assert answer.status_code == 413
    assert "<h1" in answer.text


def test_a_site_under_a_strange_name_is_a_400(client: Client) -> None:
    assert client.get("/sign-in/", headers={"host": "evil.example"}).status_code == 400


def test_nothing_but_the_sign_in_is_for_strangers(client: Client, db: None) -> None:
    answer = client.get("/deals/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")


# Accounts -----------------------------------------------------------------------------------------------------

OIDC = {"SEGUE_OIDC_URL": "https://id.example.com/", "SEGUE_OIDC_CLIENT": "segue", "SEGUE_OIDC_SECRET": "secret"}


def test_without_a_word_mails_are_printed(load: Load) -> None:
    found = load()
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"
    assert found["DEFAULT_FROM_EMAIL"] == "Segue <segue@localhost>"


def test_mails_go_by_the_server_that_is_named(load: Load) -> None:
    found = load(EMAIL_URL="smtp+tls://crm:secret@mail.example.com:587", SEGUE_MAIL_FROM="Brandt <crm@brandt.example>")
    assert (found["EMAIL_HOST"], found["EMAIL_USE_TLS"]) == ("mail.example.com", True)
    assert found["DEFAULT_FROM_EMAIL"] == "Brandt <crm@brandt.example>"


def test_single_sign_on_is_off_until_a_provider_is_named(load: Load) -> None:
    assert load()["OIDC_URL"] == ""
    assert load(**OIDC)["OIDC_URL"] == "https://id.example.com"
    whole = "https://id.example.com/.well-known/openid-configuration"
    assert load(**OIDC | {"SEGUE_OIDC_URL": whole})["OIDC_URL"] == "https://id.example.com"


@pytest.mark.parametrize("missing", OIDC)
def test_half_a_provider_is_refused(load: Load, missing: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="belong together"):
        load(**{name: value for name, value in OIDC.items() if name != missing})


def test_a_provider_without_https_is_refused(load: Load) -> None:
    with pytest.raises(ImproperlyConfigured, match="https"):
        load(**OIDC | {"SEGUE_OIDC_URL": "http://id.example.com"})


def test_only_behind_a_proxy_the_caller_is_who_the_proxy_says(load: Load) -> None:
    assert load()["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    assert load(SEGUE_URL="https://crm.example.com")["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
