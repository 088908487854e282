# The bot with its content inside; `nato-bot run` by default. Settings come as NATO_BOT_* variables.
FROM python:3.13-slim AS built
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/nato-bot \
    && /opt/nato-bot/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY adapters adapters
COPY content content
RUN /opt/nato-bot/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 nato
COPY --from=built /opt/nato-bot /opt/nato-bot
ENV PATH=/opt/nato-bot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    NATO_BOT_LOG=json \
    NATO_BOT_WEB_HOST=0.0.0.0 \
    NATO_BOT_WEB_PORT=8080
USER nato
WORKDIR /home/nato
# Compiles the content, so that every start is quick.
RUN nato-bot ask NATO >/dev/null
# Digests and settings of channels: give it a volume, or NATO_BOT_DATABASE_URL.
VOLUME /home/nato/.local/share/nato-bot
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["nato-bot"]
CMD ["run"]
