# The project's commands; `make help` lists them, in French like all that they print. docs/deployment.md has the variables.
# Needed on the machine: Python 3.11 or later, make, Node 20 or later. The rest is installed in this folder.

PYTHON ?= python3
NODE ?= node
NPM ?= npm
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
VENDOR := cms/static/vendor/.picked
CATALOGUE := lms/locale/fr/LC_MESSAGES/django.mo
PACKAGES := lms modules competencies xapi_store cms

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run test test-long bench-lrs bench-pages bench-rebuild bench-evidence bench-reports bench-uptake lighthouse lint format messages setup setup-dev clean python-present node-present browser-present

help: ## présente ces commandes
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile
	@printf '%s\n' '' '  Exemple : make run PORT=8123 DATA_DIR=/chemin/des/donnees' '  Toutes les variables : docs/deployment.md'

run: setup ## lance le site, ses tâches de fond et leur horloge (PORT=8000, DATA_DIR=var)
	@exec $(BIN)/python -m lms.supervisor

test: setup-dev browser-present ## lance les tests (DATABASE_URL et REDIS_URL pour PostgreSQL et Redis)
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

test-long: setup-dev browser-present ## lance les tests longs : attaques, coupures, parcours complets
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal -m long $(ARGS)

bench-pages: setup-dev ## mesure tableau de bord, module, question et réponse d’une personne parmi 10 000
	@$(BIN)/python -m tests.benchmarks.bench_pages $(ARGS)

bench-rebuild: setup-dev ## mesure `manage.py rebuild` (DATABASE_URL pour PostgreSQL)
	@$(BIN)/python -m tests.benchmarks.bench_rebuild $(ARGS)

bench-evidence: setup-dev ## mesure une preuve et son niveau dans la requête d’une personne
	@$(BIN)/python -m tests.benchmarks.bench_evidence

bench-reports: setup-dev ## mesure ce que lisent employeurs (ARGS="--people 1000") puis financeurs (bench-uptake)
	@$(BIN)/python -m tests.benchmarks.bench_reports $(ARGS)
	@$(BIN)/python -m tests.benchmarks.bench_uptake

bench-uptake: setup-dev ## mesure les chiffres des financeurs à 100 000 et 1 000 000 d’inscriptions (ARGS="--registrations 100000")
	@$(BIN)/python -m tests.benchmarks.bench_uptake $(ARGS)

bench-lrs: setup-dev ## mesure la vitesse du LRS, sur son propre PostgreSQL (ARGS="--sizes 10000 100000")
	@PYTHONPATH=. $(BIN)/python -m tests.benchmarks.lrs $(ARGS)

lighthouse: setup-dev browser-present ## note les premières pages d’un site lancé (URL=http://localhost:8000)
	@$(NPM) ci --silent --no-progress --ignore-scripts
	@$(NODE) lms/assets/lighthouse.mjs $(or $(URL),http://localhost:8000) $(ARGS)

lint: setup-dev ## vérifie le style, les types, les gabarits, les dépendances, les migrations et les traductions
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint --quiet --lint $(PACKAGES)
	@DJANGO_SETTINGS_MODULE=lms.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	@DJANGO_SETTINGS_MODULE=lms.settings.test $(BIN)/python manage.py check_translations
	@! git grep -nIE '(^|[^[:alnum:]_.<])/(wor[k]|tm[p]|roo[t]|hom[e])/|"resolve[d]":|^--(extra-)?index-ur[l]' || { echo 'Un chemin de cette machine ou une adresse de registre est dans un fichier suivi.' >&2; exit 1; }

format: setup-dev ## remet en forme le code
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

messages: setup-dev ## relève les phrases à traduire dans lms/locale (demande gettext)
	@$(BIN)/python manage.py makemessages -l fr --no-location --no-obsolete --no-wrap -i .venv -i node_modules -i var -i tests

setup: $(RUNTIME) $(VENDOR) $(CATALOGUE) ## installe ce dont `make run` a besoin
setup-dev: $(DEV) $(VENDOR) $(CATALOGUE) ## installe ce dont les tests et la vérification ont besoin

clean: ## efface ce qui a été installé ici (les données de DATA_DIR restent)
	@rm -rf $(VENV) node_modules cms/static/vendor $(CATALOGUE) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

# ---- Python: a new environment, then exactly what the lock says ----------------------------------
$(BIN)/uv: requirements-uv.lock | python-present
	@echo '· Python : création de .venv'
	@$(PYTHON) -m venv --clear $(VENV) || { echo 'Python ne sait pas créer .venv. Sous Debian ou Ubuntu : apt-get install python3-venv' >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@touch $@

$(RUNTIME): $(BIN)/uv requirements.lock
	@test $(DEV) -nt requirements.lock -a $(DEV) -nt requirements-dev.lock -a $(DEV) -nt $(BIN)/uv \
	  || { echo '· Python : installation des bibliothèques'; rm -f $(DEV); \
	       $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock; }
	@touch $@

$(DEV): $(BIN)/uv requirements.lock requirements-dev.lock
	@echo '· Python : installation des bibliothèques et des outils de vérification'
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.lock
	@touch $(RUNTIME) $@

python-present:
	@command -v $(PYTHON) >/dev/null || { echo 'Python manque. Installez Python 3.11 ou plus récent (Debian, Ubuntu : apt-get install python3 python3-venv), ou indiquez-le : make run PYTHON=/chemin/python3.11' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python est trop ancien ($$($(PYTHON) --version 2>&1)) : il faut Python 3.11 ou plus récent. Indiquez-le s'il est déjà là : make run PYTHON=/chemin/python3.11" >&2; exit 1; }

# ---- Files for the browser: copied, never built --------------------------------------------------
$(VENDOR): package.json package-lock.json $(wildcard lms/assets/*) | node-present
	@echo '· Navigateur : copie des fichiers de style et de script'
	@$(NPM) ci --silent --no-progress --ignore-scripts --omit=dev
	@$(NODE) lms/assets/vendor.mjs >/dev/null
	@mkdir -p $(@D) && touch $@

node-present:
	@command -v $(NODE) >/dev/null && command -v $(NPM) >/dev/null || { echo 'Node ou npm manque. Installez Node 20 ou plus récent : https://nodejs.org/fr/download' >&2; exit 1; }
	@$(NODE) -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || { echo "Node est trop ancien ($$($(NODE) --version)) : il faut Node 20 ou plus récent, voir https://nodejs.org/fr/download" >&2; exit 1; }

# ---- Translations --------------------------------------------------------------------------------
%.mo: %.po | $(BIN)/uv
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale fr
	@touch $@

# ---- Tests in a real browser ---------------------------------------------------------------------
browser-present:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || { echo 'Chromium manque pour les tests. Sous Debian ou Ubuntu : apt-get install chromium' >&2; exit 1; }
