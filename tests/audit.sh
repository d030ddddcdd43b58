#!/bin/sh
# Looks for known vulnerabilities of the installed packages, and for secrets in the files of the repository.
# Usage: sh tests/audit.sh FOLDER-OF-THE-TOOLS. Without a network the first is left out with a word; what is found fails.
set -eu
bin="$1"
found=$(mktemp)
said=$(mktemp)
trap 'rm -f "$found" "$said"' EXIT

if "$bin/pip-audit" --local --progress-spinner off --timeout 15 --output "$found" 2>"$said"; then
    echo "no known vulnerability in the installed packages"
elif [ -s "$found" ]; then
    cat "$found"
    exit 1
else
    echo "vulnerabilities were not looked up: the advisory service cannot be reached ($(tail -n 1 "$said" | cut -c 1-120))"
fi

if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files -z -- . ':!data' ':!tests/publishers/payloads' | xargs -0 "$bin/detect-secrets-hook"
    echo "no secret in the files"
fi
