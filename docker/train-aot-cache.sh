#!/usr/bin/env bash
# Starts the service, asks for every route until its methods are profiled, stops it: the JVM then writes the AOT cache to $1.
set -euo pipefail

# not the ports of a service that may run beside a build on the host's network
export QUARKUS_HTTP_PORT=18080 QUARKUS_MANAGEMENT_PORT=19000
java @jvm.options -XX:AOTCacheOutput="$1" -jar quarkus-run.jar >/tmp/service.log 2>&1 &
service=$!
trap 'kill -9 $service 2>/dev/null; tail -n 20 /tmp/service.log >&2' EXIT

# get STATUS PORT TARGET [ACCEPT]: there is no curl in the image
get() {
  local answer
  exec 3<>"/dev/tcp/localhost/$2"
  printf 'GET %s HTTP/1.1\r\nHost: localhost:%s\r\nAccept: %s\r\nConnection: close\r\n\r\n' "$3" "$2" "${4:-*/*}" >&3
  answer=$(timeout 60 cat <&3 | tr -d '\0')
  exec 3>&-
  [[ $answer == "HTTP/1.1 $1 "* ]] || { echo "$3: not a $1 but ${answer:0:200}" >&2; return 1; }
}

started() { (get 200 "$QUARKUS_MANAGEMENT_PORT" /q/health/started) 2>/dev/null; }
SECONDS=0
until started; do
  ((SECONDS < 120)) && kill -0 "$service" || exit 1
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
for target in /lab /q/openapi /q/swagger-ui/ '/lab/upstream/7?delay=1ms' '/lab/runs?delay=20ms' '/lab/runs?delay=20ms'; do
  get 200 "$QUARKUS_HTTP_PORT" "$target" text/html,text/event-stream,*/*
done
get 200 "$QUARKUS_HTTP_PORT" '/lab/runs?delay=20ms&failures=0.2' application/json
for target in /q/health/live /q/health/ready /q/health /q/metrics; do
  for _ in {1..10}; do get 200 "$QUARKUS_MANAGEMENT_PORT" "$target"; done
done

kill "$service"
wait "$service"
[ -s "$1" ]
trap - EXIT
