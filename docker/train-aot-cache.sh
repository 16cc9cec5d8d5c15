#!/usr/bin/env bash
# Creates the AOT cache $1: starts the application, requests the routes until their methods are profiled, and stops the
# application. The JVM writes the cache when it exits. Runs in the image build, in the directory of the application.
set -euo pipefail

# Not the default ports: with docker build --network host, another instance on the host may use them.
export QUARKUS_HTTP_PORT=18080 QUARKUS_MANAGEMENT_PORT=19000
java @jvm.options -XX:AOTCacheOutput="$1" -jar quarkus-run.jar >/tmp/application.log 2>&1 &
application=$!
trap 'kill -9 $application 2>/dev/null; tail -n 20 /tmp/application.log >&2' EXIT

# get STATUS PORT TARGET [ACCEPT]: sends a request and checks the response status. Bash only: the image contains no curl.
get() {
  local response
  exec 3<>"/dev/tcp/localhost/$2"
  printf 'GET %s HTTP/1.1\r\nHost: localhost:%s\r\nAccept: %s\r\nConnection: close\r\n\r\n' "$3" "$2" "${4:-*/*}" >&3
  response=$(timeout 60 cat <&3 | tr -d '\0')
  exec 3>&-
  [[ $response == "HTTP/1.1 $1 "* ]] || { echo "$3: expected status $1, received ${response:0:200}" >&2; return 1; }
}

# On a busy machine the first page of the cold JVM may exceed the timeout of the numeric API.
serves_pages() {
  (get 200 "$QUARKUS_MANAGEMENT_PORT" /q/health/started && get 200 "$QUARKUS_HTTP_PORT" / text/html) 2>/dev/null
}
SECONDS=0
until serves_pages; do
  ((SECONDS < 120)) && kill -0 "$application" || exit 1
  sleep 0.1
done

self=http://localhost:$QUARKUS_HTTP_PORT
for i in {1..100}; do
  get 200 "$QUARKUS_HTTP_PORT" / text/html
  get 200 "$QUARKUS_HTTP_PORT" "/api/$i"
  for target in /hello "/greet/A$i" '/api/random?min=6&max=6' "/fetch?url=$self/api/7" \
    "/gather?url=$self/api/1&url=$self/api/2&url=$self/nope"; do
    get 200 "$QUARKUS_HTTP_PORT" "$target"
  done
  get 404 "$QUARKUS_HTTP_PORT" /api/x
  get 404 "$QUARKUS_HTTP_PORT" /nope text/html
done
# Not /q/openapi: every class of the cache is loaded at startup, and only few people request the document (docs/memory.md).
for target in /lab /q/swagger-ui/ '/lab/upstream/7?delay=1ms' '/lab/runs?delay=20ms' '/lab/runs?delay=20ms'; do
  get 200 "$QUARKUS_HTTP_PORT" "$target" text/html,text/event-stream,*/*
done
get 200 "$QUARKUS_HTTP_PORT" '/lab/runs?delay=20ms&failures=0.2' application/json
for target in /q/health/live /q/health/ready /q/health /q/metrics; do
  for _ in {1..10}; do get 200 "$QUARKUS_MANAGEMENT_PORT" "$target"; done
done

kill "$application"
status=0
wait "$application" || status=$?
# 128 + 15, the number of SIGTERM
[ "$status" = 143 ]
[ -s "$1" ]
trap - EXIT
