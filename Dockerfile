# One image for the three processes and the release step; compose.yaml says which command each runs.
# No container engine was at hand when this was written: read it, build it, then trust it.

FROM node:20-bookworm-slim AS browser-files
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY lms/assets lms/assets
RUN npm ci --ignore-scripts --omit=dev && node lms/assets/vendor.mjs

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
COPY --from=browser-files /app/cms/static/vendor cms/static/vendor
RUN pybabel --quiet compile --input-file lms/locale/fr/LC_MESSAGES/django.po --output-file lms/locale/fr/LC_MESSAGES/django.mo --locale fr \
 && useradd --system --create-home app && mkdir /data && chown app /data
USER app
ENV DJANGO_SETTINGS_MODULE=lms.settings.production DATA_DIR=/data LISTEN_ADDRESS=0.0.0.0 PYTHONUNBUFFERED=1
EXPOSE 8000
CMD ["gunicorn", "-c", "python:lms.gunicorn", "lms.wsgi"]
