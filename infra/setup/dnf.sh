# Sourced: Fedora, RHEL and their kin.
# shellcheck shell=sh

install_parts() {
  packages=""
  for part in $1; do
    case $part in
      postgresql) packages="$packages postgresql-server postgresql-contrib" ;;
      pgvector) packages="$packages pgvector" ;;
      redis) if dnf -q list valkey >/dev/null 2>&1; then packages="$packages valkey"; else packages="$packages redis"; fi ;;
      node) packages="$packages nodejs nodejs-npm" ;;
      chromium) packages="$packages chromium" ;;
    esac
  done
  say "will install with dnf:$packages"
  # shellcheck disable=SC2086
  run_as_root dnf install -y $packages || true
}
