#!/bin/sh
# Installs what Parley needs and this machine lacks: PostgreSQL with pgvector, Redis (or Valkey), Node.js with npm for
# building the web pages and, with --tests, Chromium. Safe to repeat: what is there is left alone. Says what it will do before it does it.
#
#   install.sh [--tests] [--check]
#
#   --tests   Chromium too, which the tests of the web pages drive
#   --check   change nothing; print what is missing and return 1 when something is
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=infra/setup/detect.sh
. "$here/detect.sh"

tests=no
check=no
for argument in "$@"; do
  case $argument in
    --tests) tests=yes ;;
    --check) check=yes ;;
    *) echo "install.sh: unknown argument '$argument' (known: --tests, --check)" >&2; exit 2 ;;
  esac
done

missing=$(missing_parts "$tests")
if [ -z "$missing" ]; then
  [ "$check" = yes ] || say "nothing is missing."
  exit 0
fi
if [ "$check" = yes ]; then
  echo "$missing"
  exit 1
fi

system=$(package_system)
say "missing on this machine: $(echo "$missing" | tr '\n' ' ')"
if [ "$system" = none ]; then
  explain_by_hand
  exit 1
fi

# Homebrew must not run as root; every other package manager must.
if [ "$system" = brew ] || [ "$(id -u)" = 0 ]; then
  as_root=""
elif command -v sudo >/dev/null 2>&1; then
  as_root="sudo"
  say "installing needs root: sudo may ask for your password."
else
  say "installing needs root, and there is no sudo here. Run this as root:"
  say "    $here/install.sh$([ "$tests" = no ] || echo ' --tests')"
  say "or start a Docker engine: Parley then uses containers and installs nothing."
  exit 1
fi
export as_root

# shellcheck source=infra/setup/apt.sh
. "$here/$system.sh"
install_parts "$missing"

still=$(missing_parts "$tests")
if [ -n "$still" ]; then
  say "still missing after installing: $(echo "$still" | tr '\n' ' ')"
  explain_by_hand
  exit 1
fi
say "everything is there."
