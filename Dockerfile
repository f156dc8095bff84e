# Serves the documents of seeds/, read-only, to who has a password of the file at /run/secrets/users (see docs/SERVING.md).
FROM python:3.12-slim
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ui.py ./
COPY qa qa
COPY embeddings embeddings
RUN pip install --no-cache-dir torch --index-url https://download.pytorch.org/whl/cpu \
    && pip install --no-cache-dir --constraint constraints.txt .
COPY seeds seeds
RUN useradd --create-home yinju && chown -R yinju /app
USER yinju
RUN yinju index seeds
EXPOSE 7860
HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/healthz')"]
CMD ["yinju", "serve", "--host", "0.0.0.0", "--auth", "/run/secrets/users", "--read-only"]
