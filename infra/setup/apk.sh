# Sourced: Alpine.
# shellcheck shell=sh

install_parts() {
  packages=""
  for part in $1; do
    case $part in
      postgresql) packages="$packages postgresql postgresql-contrib" ;;
      pgvector) packages="$packages postgresql-pgvector" ;;
      redis) packages="$packages valkey" ;;
      node) packages="$packages nodejs npm" ;;
      chromium) packages="$packages chromium" ;;
    esac
  done
  say "will install with apk:$packages"
  # shellcheck disable=SC2086
  run_as_root apk add $packages || true
}
