# Sourced: Debian, Ubuntu and their kin.
# shellcheck shell=sh disable=SC2154

install_parts() {
  say "will do, on $(. /etc/os-release && echo "$PRETTY_NAME"), with apt-get:"
  for part in $1; do
    case $part in
      postgresql) say "- install PostgreSQL (server and contrib extensions)" ;;
      pgvector) say "- install pgvector, as a package where there is one, else built from Debian's source package" ;;
      redis) say "- install Redis (or Valkey)" ;;
      node) say "- install Node.js and npm, which build the web pages" ;;
      chromium) say "- install Chromium" ;;
    esac
  done
  say "Parley runs its own private copies of the servers; the system's services are not started."
  keep_services_stopped
  run_as_root apt-get update -q
  for part in $1; do
    "install_$part"
  done
}

apt_install() {
  run_as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

has_package() {
  apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]'
}

# Packages start their service at once; 101 from this file is Debian's way to say no.
keep_services_stopped() {
  [ ! -e /usr/sbin/policy-rc.d ] || return 0
  printf '#!/bin/sh\nexit 101\n' | run_as_root tee /usr/sbin/policy-rc.d >/dev/null
  run_as_root chmod 755 /usr/sbin/policy-rc.d
  trap 'run_as_root rm -f /usr/sbin/policy-rc.d' EXIT
  trap 'exit 130' INT TERM
}

install_postgresql() {
  apt_install postgresql postgresql-contrib
}

install_redis() {
  if has_package redis-server; then
    apt_install redis-server
  else
    apt_install valkey-server
  fi
}

install_node() {
  apt_install nodejs npm
}

install_chromium() {
  if has_package chromium; then
    apt_install chromium
  else
    apt_install chromium-browser
  fi
}

install_pgvector() {
  version=$(postgres_version)
  if has_package "postgresql-$version-pgvector"; then
    apt_install "postgresql-$version-pgvector"
  else
    build_pgvector "$version"
  fi
}

# Debian 12 packages no pgvector; the source package of Debian 13 builds against its server. apt keeps the lists of that
# one source in a folder of its own, so the machine's package sources stay as they are, and it checks the signatures.
build_pgvector() {
  apt_install "postgresql-server-dev-$1" gcc make libc6-dev debian-archive-keyring ca-certificates
  work=$(mktemp -d)
  mkdir -p "$work/lists/partial" "$work/source"
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian trixie main" >"$work/trixie.list"
  say "- build pgvector for PostgreSQL $1 from Debian's source package"
  from_trixie() {
    apt-get -q -o Dir::Etc::SourceList="$work/trixie.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$work/lists" \
      -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root "$@"
  }
  from_trixie update
  (cd "$work/source" && from_trixie source --download-only pgvector)
  tar -xf "$work"/source/pgvector_*.orig.tar.* -C "$work/source" --strip-components=1
  # No -march=native: the library may be copied to another machine inside an image. No bitcode: it would need clang.
  make -s -C "$work/source" OPTFLAGS="" with_llvm=no PG_CONFIG="/usr/lib/postgresql/$1/bin/pg_config"
  run_as_root make -s -C "$work/source" install OPTFLAGS="" with_llvm=no PG_CONFIG="/usr/lib/postgresql/$1/bin/pg_config"
  rm -rf "$work"
}
