#!/bin/sh
# The browser tests drive a Chromium that the machine provides, the deployment tests an nginx; where one is missing, Debian's
# package is installed.
set -eu

have() {
    for name in "$@"; do
        if command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

missing=""
if [ -z "${TREASURY_TEST_BROWSER:-}" ] && ! have chromium chromium-browser google-chrome; then missing="chromium"; fi
if ! have nginx /usr/sbin/nginx; then missing="$missing nginx-light"; fi
if [ -z "$missing" ]; then exit 0; fi

if command -v apt-get >/dev/null 2>&1; then
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then as_root="sudo"; fi
    echo "installing$(printf ' %s' $missing) for the tests"
    $as_root apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "the tests need$(printf ' %s' $missing): install it (a browser may be named in TREASURY_TEST_BROWSER)" >&2
    exit 1
fi
