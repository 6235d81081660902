# Sourced: macOS with Homebrew.
# shellcheck shell=sh

install_parts() {
  packages=""
  for part in $1; do
    case $part in
      # The formula pgvector is built for the newest two servers, this one among them.
      postgresql) packages="$packages postgresql@17" ;;
      pgvector) packages="$packages pgvector" ;;
      redis) packages="$packages redis" ;;
      node) packages="$packages node" ;;
    esac
  done
  if [ -n "$packages" ]; then
    say "will install with brew:$packages"
    # shellcheck disable=SC2086
    run_as_root brew install $packages || true
  fi
  case $1 in
    *chromium*) run_as_root brew install --cask chromium || true ;;
  esac
}
