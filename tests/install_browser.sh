#!/bin/sh
# The browser tests drive a Chromium that the machine provides; where there is none, Debian's package is installed.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ -n "${TREASURY_TEST_BROWSER:-}" ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then as_root="sudo"; fi
    echo "installing chromium for the browser tests"
    $as_root apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
    echo "the browser tests need Chromium or Chrome: install one, or name it in TREASURY_TEST_BROWSER" >&2
    exit 1
fi
