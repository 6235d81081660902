# Sourced: what is there, what is missing, which package manager this system has.
# shellcheck shell=sh

say() {
  echo "setup: $*"
}

# The folder of the newest PostgreSQL server on this machine; the same places io.parley.services looks.
postgres_bin() {
  newest=""
  for candidate in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/libexec/postgresql* /opt/homebrew/opt/postgresql*/bin \
    /usr/local/opt/postgresql*/bin /usr/local/pgsql/bin /usr/bin /usr/local/bin; do
    if [ ! -x "$candidate/initdb" ] || [ ! -x "$candidate/postgres" ]; then
      continue
    fi
    version=$("$candidate/postgres" --version | sed 's/[^0-9]*\([0-9][0-9]*\).*/\1/')
    if [ -z "$newest" ] || [ "$version" -gt "${newest%% *}" ]; then
      newest="$version $candidate"
    fi
  done
  [ -n "$newest" ] && echo "${newest#* }"
}

postgres_version() {
  "$(postgres_bin)/postgres" --version | sed 's/[^0-9]*\([0-9][0-9]*\).*/\1/'
}

# Extensions are files beside the server's other shared files. Debian's pg_config belongs to the development package, so
# its folder is known here; elsewhere pg_config says.
postgres_extensions() {
  bin=$(postgres_bin)
  if [ -d "/usr/share/postgresql/$(postgres_version)/extension" ]; then
    echo "/usr/share/postgresql/$(postgres_version)/extension"
  elif [ -x "$bin/pg_config" ]; then
    echo "$("$bin/pg_config" --sharedir)/extension"
  else
    echo "${bin%/bin}/share/extension"
  fi
}

has_postgresql() {
  [ -n "$(postgres_bin)" ] && [ -f "$(postgres_extensions)/pg_trgm.control" ] && [ -f "$(postgres_extensions)/unaccent.control" ]
}

has_pgvector() {
  [ -n "$(postgres_bin)" ] && [ -f "$(postgres_extensions)/vector.control" ]
}

has_redis() {
  command -v redis-server >/dev/null 2>&1 || command -v valkey-server >/dev/null 2>&1
}

has_chromium() {
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    ! command -v "$name" >/dev/null 2>&1 || return 0
  done
  [ -d "/Applications/Google Chrome.app" ] || [ -d "/Applications/Chromium.app" ]
}

# Node.js 18 or newer with its npm, which build the widget and the console.
has_node() {
  command -v npm >/dev/null 2>&1 || return 1
  version=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
  [ "${version:-0}" -ge 18 ]
}

# PARLEY_SERVICES=native says not to use it.
docker_answers() {
  [ "${PARLEY_SERVICES:-}" != native ] && command -v docker >/dev/null 2>&1 && docker info >/dev/null 2>&1
}

# One name a line. Servers whose addresses are given, or that Docker will run, are not missing.
missing_parts() {
  if ! docker_answers; then
    if [ -z "${POSTGRES_HOST:-}" ]; then
      has_postgresql || echo postgresql
      has_pgvector || echo pgvector
    fi
    [ -n "${REDIS_URL:-}" ] || has_redis || echo redis
  fi
  has_node || echo node
  if [ "$1" = yes ]; then
    has_chromium || echo chromium
  fi
}

package_system() {
  if command -v apt-get >/dev/null 2>&1; then
    echo apt
  elif command -v dnf >/dev/null 2>&1; then
    echo dnf
  elif command -v apk >/dev/null 2>&1; then
    echo apk
  elif command -v brew >/dev/null 2>&1; then
    echo brew
  else
    echo none
  fi
}

# Prints the command before it runs, so that whoever watches can see and repeat it.
run_as_root() {
  say "  ${as_root:+$as_root }$*"
  if [ -n "$as_root" ]; then
    "$as_root" "$@"
  else
    "$@"
  fi
}

explain_by_hand() {
  say "please install by hand: PostgreSQL 15 or newer with its contrib extensions, pgvector"
  say "(https://github.com/pgvector/pgvector#installation), and Redis 7 or Valkey; Node.js 18 or newer with npm"
  say "(https://nodejs.org), which build the web pages; Chromium for the tests."
  say "For the servers: or start a Docker engine, or give the addresses of your own servers in the environment:"
  say "KAFKA_BOOTSTRAP_SERVERS, POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DATABASE, POSTGRES_USERNAME, POSTGRES_PASSWORD, REDIS_URL."
}
