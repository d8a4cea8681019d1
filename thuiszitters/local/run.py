"""`make run`: the whole demo on one machine, until Ctrl-C."""

from __future__ import annotations

import contextlib
import http.client
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from thuiszitters.local.errors import LocalError
from thuiszitters.local.ownership import Place
from thuiszitters.local.paths import REPOSITORY, last_lines, local_directory, make_directory
from thuiszitters.local.ports import bind_from, wanted_port
from thuiszitters.local.processes import Child, Guarded, guarded
from thuiszitters.local.services import Services, running_services
from thuiszitters.local.stopping import AskedToStopError, StopRequests

SETTINGS = "thuiszitters.settings.dev"
_WEB_PATIENCE = 120.0
_STOP_PATIENCE = 8.0
_DEMO = ("create_demo_data", "--casussen", "60", "--seed", "1", "--eens")


def run_demo() -> int:
    """Start everything, tell the address and the logins, and wait until asked to stop.

    Returns 0 when asked to stop or when the demo already runs. Raises LocalError when
    something does not start or ends by itself, after the rest has been stopped.
    """
    stop = StopRequests()
    port = wanted_port()
    with contextlib.ExitStack() as stack:
        place = Place(make_directory(local_directory(), mode=0o711) / "run")
        stack.callback(place.close)
        if not place.try_own():
            return _already_running(place)
        place.withdraw()
        stack.callback(place.withdraw)
        try:
            _run(stop, place, port)
        except AskedToStopError:
            _say("Alles is gestopt. De gegevens blijven bewaard.")
        return 0


def _already_running(place: Place) -> int:
    told = place.join()
    if told is None:
        raise LocalError("De demo wordt al gestart, of net gestopt, door een ander commando.")
    _say(f"De demo draait al: {told[1]} (pid {told[0]}).")
    return 0


def _run(stop: StopRequests, place: Place, wanted: int) -> None:
    logs = make_directory(local_directory() / "logs")
    with guarded() as processes, contextlib.ExitStack() as stack:
        _say("Thuiszitters start. Stoppen met Ctrl-C.")
        _say("  PostgreSQL en Valkey klaarzetten")
        services = stack.enter_context(running_services(processes, check=stop.check))
        web_socket = stack.enter_context(bind_from(wanted))
        port = web_socket.getsockname()[1]
        if port != wanted:
            _say(f"  Poort {wanted} is bezet; het wordt {port}")
        address = f"http://localhost:{port}"
        env = {
            **services.env,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PYTHONUNBUFFERED": "1",
            "SITE_URL": services.env.get("SITE_URL") or address,
        }
        demo = _Demo(processes, services, env, logs, stop)
        # Before their database and broker stop, which were put on the stack earlier.
        stack.callback(demo.end)
        _say("  Database bijwerken")
        demo.finish("migrate", _manage("migrate", "--no-input"))
        _say("  Demogegevens klaarzetten")
        demo.finish("demogegevens", _manage(*_DEMO))
        _say("  Website, worker en beat starten")
        demo.start_website(web_socket)
        demo.start_jobs()
        demo.wait_for_website(port)
        _say("")
        demo.finish("inloggegevens", _manage("demo_logins"), show=True)
        place.publish(address)
        _say("")
        _say(f"  Thuiszitters draait op {address}")
        if "EMAIL_URL" not in services.env:
            _say(f"  E-mail komt in {local_directory() / 'mail'}")
        _say(f"  Logboeken staan in {logs}. Stoppen met Ctrl-C.")
        demo.watch()


class _Demo:
    """The processes of the demo itself."""

    def __init__(
        self,
        processes: Guarded,
        services: Services,
        env: dict[str, str],
        logs: Path,
        stop: StopRequests,
    ) -> None:
        self._processes = processes
        self._services = services
        self._env = env
        self._logs = logs
        self._stop = stop
        self._children: list[Child] = []

    def finish(self, name: str, command: Sequence[str], *, show: bool = False) -> None:
        """Run a command to its end; with `show` people see what it says.

        Raises LocalError with the last lines of its log when it fails.
        """
        log = None if show else self._logs / f"{name}.log"
        child = self._processes.spawn(name, command, env=self._env, cwd=REPOSITORY, log=log)
        while child.status is None:
            self._check()
            time.sleep(0.05)
        self._processes.stop([child])
        if child.status != 0:
            raise LocalError(_ended(child))

    def start_website(self, bound: socket.socket) -> None:
        """Start gunicorn on the socket that is already bound."""
        # fmt: off
        self._start("web", [
            "-m", "gunicorn", "thuiszitters.wsgi", "--bind", f"fd://{bound.fileno()}",
            "--workers", "2", "--threads", "4", "--graceful-timeout", "3",
            "--no-control-socket", "--access-logfile", "-",
        ], pass_fds=[bound.fileno()])
        # fmt: on
        # Ours would keep the port answering to nobody if the web server ended.
        bound.close()

    def start_jobs(self) -> None:
        """Start the worker and beat."""
        schedule = make_directory(local_directory() / "beat") / "schedule"
        celery = ["-m", "celery", "-A", "thuiszitters"]
        self._start("worker", [*celery, "worker", "-c", "2", "--loglevel", "INFO"])
        self._start(
            "beat",
            [*celery, "beat", "--loglevel", "INFO", "--schedule", str(schedule), "--pidfile="],
        )

    def wait_for_website(self, port: int) -> None:
        """Wait until the website answers. Raises LocalError when it takes too long."""
        until = time.monotonic() + _WEB_PATIENCE
        while not _healthy(port):
            self._check()
            if time.monotonic() > until:
                log = self._logs / "web.log"
                raise LocalError(
                    f"De website antwoordt niet. Het einde van {log}:\n{last_lines(log)}"
                )
            self._stop.sleep(0.1)

    def end(self) -> None:
        """Stop the website and the jobs."""
        if self._children:
            _say("Stoppen...")
        self._processes.stop(self._children, _STOP_PATIENCE)

    def watch(self) -> None:
        """Wait until asked to stop (AskedToStopError) or something ended by itself (LocalError)."""
        while True:
            self._check()
            self._stop.sleep(0.5)

    def _start(self, name: str, arguments: Sequence[str], pass_fds: Sequence[int] = ()) -> None:
        self._children.append(
            self._processes.spawn(
                name,
                [sys.executable, *arguments],
                env=self._env,
                cwd=REPOSITORY,
                log=self._logs / f"{name}.log",
                pass_fds=pass_fds,
            )
        )

    def _check(self) -> None:
        self._stop.check()
        for child in self._children:
            if child.status is not None:
                raise LocalError(_ended(child))
        if trouble := self._services.trouble():
            raise LocalError(trouble)


def _manage(*arguments: str) -> list[str]:
    return [sys.executable, str(REPOSITORY / "manage.py"), *arguments]


def _ended(child: Child) -> str:
    said = f"{child.name} is gestopt met status {child.status}."
    if child.log is None:
        return said
    return f"{said} Het einde van {child.log}:\n{last_lines(child.log)}"


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/live", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _say(text: str) -> None:
    # Nobody may be reading any more when the terminal is gone; stopping goes on.
    with contextlib.suppress(OSError):
        print(text, flush=True)
