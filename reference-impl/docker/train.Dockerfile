# Training and the jobs around it: pipeline, batch scoring, monitoring, the loop. For a GPU, as in serve.Dockerfile.
ARG BASE=python:3.11.13-slim-bookworm
FROM ${BASE} AS train
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONUNBUFFERED=1 DVC_NO_ANALYTICS=1
RUN apt-get update \
    && apt-get install -y --no-install-recommends git make python3-venv \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home --shell /usr/sbin/nologin churn
WORKDIR /app
RUN chown 10001:10001 /app
USER 10001:10001
COPY --chown=10001:10001 requirements.txt pyproject.toml README.md Makefile ./
ARG TORCH=
ARG INDEX=
RUN python3 -m venv .venv \
    && if [ -n "$TORCH" ]; then .venv/bin/pip install ${INDEX:+--index-url "$INDEX"} "$TORCH" && sed -i '/^torch==/d' requirements.txt; fi \
    && .venv/bin/pip install --requirement requirements.txt
COPY --chown=10001:10001 . .
RUN .venv/bin/pip install --no-deps --editable .
ENV PATH=/app/.venv/bin:$PATH
ENTRYPOINT ["churn"]
CMD ["--help"]
