# syntax=docker/dockerfile:1
# One image for every process: `docker run atrium web`, `… worker`, `… feed`, `… beat`, `… provisioning`, `… migrate`.

FROM python:3.12-slim-trixie AS build
# Compiled here, because a container starts without the right to write beside its modules.
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1 UV_COMPILE_BYTECODE=1
WORKDIR /src
COPY infra/setup/uv.txt infra/setup/uv.txt
RUN pip install --no-cache-dir --require-hashes -r infra/setup/uv.txt
COPY requirements.lock pyproject.toml README.md ./
# The lock holds the development tools too: Node, hatchling and the rest stay in this stage.
RUN python -m venv /tools && uv pip sync --python /tools/bin/python --require-hashes requirements.lock
COPY infra/docker/runtime.lock infra/docker/runtime.lock
RUN python -m venv /app && uv pip sync --python /app/bin/python --require-hashes infra/docker/runtime.lock
COPY package.json package-lock.json .npmrc ./
RUN PATH="/tools/bin:$PATH" npm ci --no-fund --no-audit
COPY platform platform
COPY tenants tenants
COPY portals portals
COPY api api
COPY infra infra
RUN PATH="/tools/bin:$PATH" npm run --silent build \
 && /tools/bin/python -m hatchling build -t wheel -d /wheel \
 && uv pip install --python /app/bin/python --no-deps /wheel/*.whl
# Settings want secrets in production; collecting files needs none.
RUN ATRIUM_ENV=development ATRIUM_VAR=/app/var /app/bin/atrium django collectstatic --no-input --verbosity 0

FROM python:3.12-slim-trixie AS runtime
LABEL org.opencontainers.image.title="Atrium" org.opencontainers.image.description="The client side of a retail broker"
RUN groupadd --system --gid 10001 atrium \
 && useradd --system --uid 10001 --gid atrium --home-dir /data --shell /usr/sbin/nologin atrium \
 && install -d -o atrium -g atrium /data
COPY --from=build /app /app
# Files for serving lie in the image, what is written at run time in /data.
ENV PATH="/app/bin:$PATH" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    ATRIUM_ENV=production ATRIUM_HOST=0.0.0.0 ATRIUM_PORT=8000 \
    ATRIUM_VAR=/data ATRIUM_STATIC=/app/var/static ATRIUM_MEDIA=/data/media
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["atrium", "health"]
ENTRYPOINT ["atrium"]
CMD ["web"]
