# The image of the website, the worker and beat: one image, three commands (docker-compose.yml).

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PATH=/opt/venv/bin:$PATH \
    DJANGO_SETTINGS_MODULE=thuiszitters.settings.production
RUN python -m venv /opt/venv
COPY requirements/base.txt /tmp/base.txt
# Only what is locked, and only when it is what was locked.
RUN pip install --require-hashes --no-deps --only-binary :all: -r /tmp/base.txt
WORKDIR /app
COPY . .
# Gathering the static files reads the settings and nothing else: these values open nothing.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    ALLOWED_HOSTS=build.example \
    SITE_URL=https://build.example \
    DATABASE_URL=postgres://build.example/build \
    REDIS_URL=redis://build.example \
    EMAIL_URL=smtp://build.example \
    DEFAULT_FROM_EMAIL=post@build.example \
    python manage.py collectstatic --no-input \
    && python -m compileall -q /opt/venv /app

FROM python:3.11-slim
LABEL org.opencontainers.image.title="Thuiszitters" \
      org.opencontainers.image.licenses="EUPL-1.2"
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=thuiszitters.settings.production
RUN groupadd --system --gid 10001 app \
    && useradd --system --uid 10001 --gid app --no-create-home --shell /usr/sbin/nologin app
# Owned by root: what runs cannot change itself.
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s CMD ["python", "-m", "thuiszitters.probe"]
# The access log has the path without what was asked: a search holds the name of a child.
CMD ["gunicorn", "thuiszitters.wsgi", "--bind", "0.0.0.0:8000", \
     "--workers", "3", "--threads", "4", "--timeout", "60", "--graceful-timeout", "30", \
     "--max-requests", "5000", "--max-requests-jitter", "500", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", \
     "--access-logfile", "-", "--access-logformat", "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"]
