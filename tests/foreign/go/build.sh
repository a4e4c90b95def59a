#!/bin/sh
# Builds both programs into a folder: build.sh FOLDER. Needs golang-go and golang-golang-x-mod-dev;
# says what is missing and ends with 3 where they are not. Downloads nothing.
set -eu
out=$(realpath -m "$1")
cd "$(dirname "$0")"
if ! command -v go >/dev/null || ! test -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog; then
    echo "Debian's golang-go and golang-golang-x-mod-dev are not installed" >&2
    exit 3
fi
badly=$(gofmt -l .)
if test -n "$badly"; then
    echo "not as gofmt writes it: $badly" >&2
    exit 1
fi
mkdir -p "$out"
export GO111MODULE=on GOFLAGS=-mod=mod GOPROXY=off GOSUMDB=off GOWORK=off CGO_ENABLED=0
export GOCACHE="${GOCACHE:-$out/cache}"
go vet ./...
go build -o "$out/tilsyn-go-verify" ./verify
go build -o "$out/tilsyn-go-witness" ./witness
