# The inference service. A GPU host builds the same file with
#   --build-arg BASE=nvidia/cuda:12.8.1-runtime-ubuntu24.04 --build-arg TORCH=torch==2.13.0+cu128
ARG BASE=python:3.11.13-slim-bookworm
FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN command -v python3 > /dev/null || { apt-get update && apt-get install -y --no-install-recommends python3 python3-venv && rm -rf /var/lib/apt/lists/*; }
RUN python3 -m venv /opt/churn
WORKDIR /build
COPY requirements.txt pyproject.toml README.md ./
ARG TORCH=
ARG INDEX=
RUN if [ -n "$TORCH" ]; then /opt/churn/bin/pip install ${INDEX:+--index-url "$INDEX"} "$TORCH" && sed -i '/^torch==/d' requirements.txt; fi \
    && /opt/churn/bin/pip install --requirement requirements.txt
COPY src ./src
RUN /opt/churn/bin/pip install --no-deps .

FROM ${BASE} AS serve
RUN command -v python3 > /dev/null || { apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*; }
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin churn
COPY --from=build /opt/churn /opt/churn
COPY conf /app/conf
WORKDIR /app
USER 10001:10001
ENV PATH=/opt/churn/bin:$PATH PYTHONUNBUFFERED=1 CHURN_ENV=prod
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s \
    CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["churn"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
