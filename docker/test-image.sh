#!/usr/bin/env bash
# Tests the JVM image: builds it with docker/Dockerfile.jvm, runs it with 256 MiB, a read-only root file system and no
# capabilities, requests every route, and stops it under load. Requires curl, docker and wrk, dockerd if no Docker engine is
# running, and debootstrap and a JDK 25 if no image registry is reachable.
set -euo pipefail
cd "$(dirname "$0")/.."
image=meanwhile:test
work=$(mktemp -d)

clean() {
  local code=$?
  set +e
  ((code == 0)) || for name in meanwhile-a meanwhile-b; do
    docker logs --tail 20 "$name" 2>&1 | cut -c 1-500
  done
  docker rm -f meanwhile-a meanwhile-b >/dev/null 2>&1
  # shellcheck disable=SC2046
  kill $(jobs -p) 2>/dev/null
  if [ -n "${dockerd-}" ]; then stop_engine; fi
  rm -rf "$work"
  exit "$code"
}
trap clean EXIT

# shellcheck source=lib/ensure-docker.sh
. docker/lib/ensure-docker.sh

log() { printf '%s  %s\n' "$(date +%T)" "$*"; }
fail() { log "FAILED: $*" >&2; exit 1; }

# wait_until SECONDS COMMAND…: repeats the command until it succeeds; fails the test after the given time
wait_until() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < end)) || fail "timed out: $*"
    sleep 0.1
  done
}

# responds_with STATUS URL [CURL_OPTION…]: requests the URL and returns whether the response has the status.
# Saves the response in $work/body and $work/headers, and the reason of a mismatch in $mismatch.
responds_with() {
  local expected=$1 url=$2 status
  shift 2
  status=$(curl -s -m 30 -D "$work/headers" -o "$work/body" -w '%{http_code}' "$@" "$url" || true)
  [[ $status == "$expected" ]] ||
    { mismatch="$url: expected status $expected, received $status: $(head -c 300 "$work/body" 2>/dev/null || true)"; return 1; }
}
expect_status() { responds_with "$@" || fail "$mismatch"; }
# expect_body PATTERN: the body of the last response matches
expect_body() { grep -q -- "$1" "$work/body" || fail "expected $1 in the response: $(head -c 300 "$work/body")"; }

# start_container NAME PORT MANAGEMENT_PORT [DOCKER_OPTION…]: returns when the instance is ready
start_container() {
  local name=$1 port=$2 management=$3
  shift 3
  docker run -d --name "$name" --network host --read-only --tmpfs /tmp --user 123456:0 --cap-drop ALL \
    --security-opt no-new-privileges --memory 256m --memory-swap 256m --pids-limit 512 \
    -e QUARKUS_HTTP_PORT="$port" -e QUARKUS_MANAGEMENT_PORT="$management" "$@" "$image" >/dev/null
  wait_until 60 responds_with 200 "http://localhost:$management/q/health/ready"
}
# expect_sigterm_exit NAME SECONDS: the JVM exited with 128 + 15, the number of SIGTERM, after its shutdown hooks
expect_sigterm_exit() {
  local status
  status=$(timeout "$2" docker wait "$1") || fail "$1 did not exit within $2 s"
  [[ $status == 143 ]] || fail "$1 exited with status $status, expected 143"
  [[ $(docker inspect -f '{{.State.OOMKilled}}' "$1") == false ]] || fail "$1 was killed for exceeding its memory limit"
}

a=http://localhost:18080 b=http://localhost:18081 management_a=http://localhost:19000 management_b=http://localhost:19001

log "Building the image"
docker/lib/build-image.sh "$image" || fail "the image cannot be built"

log "Requesting every route: 256 MiB, user 123456, no capabilities, read-only root file system"
# AOTMode=on makes the JVM exit if it cannot use the AOT cache. Nothing listens at the OTLP endpoint.
start_container meanwhile-a 18080 19000 -e JAVA_TOOL_OPTIONS=-XX:AOTMode=on -e OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:1
status=$(docker exec meanwhile-a cat /proc/1/status)
[[ $status =~ Uid:[[:space:]]+123456 ]] || fail "expected user 123456: $status"
[[ $status =~ CapEff:[[:space:]]+0+[[:space:]] && $status =~ CapBnd:[[:space:]]+0+[[:space:]] ]] ||
  fail "expected no capabilities: $status"
[[ $status =~ NoNewPrivs:[[:space:]]+1 ]] || fail "expected NoNewPrivs: 1: $status"
! docker exec meanwhile-a bash -c ': >/app/file' 2>/dev/null || fail "the root file system is not read-only"
docker exec meanwhile-a bash -c \
  'cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || true' >"$work/body"
expect_body '^268435456$'
expect_status 200 "$a/"; expect_body 'Success!'
expect_status 200 "$a/hello"; expect_body 'Hello, World!'
expect_status 200 "$a/greet/Zo%C3%AB"; expect_body 'Nice to meet you Zoë!'
expect_status 200 "$a/api/007"; expect_body '{"success":true,"message":"","data":"7"}'
expect_status 200 "$a/api/random?min=6&max=6"; expect_body '"data":"6"'
expect_status 404 "$a/api/-7"; expect_body '"success":false'
expect_status 405 "$a/api/7" -X POST
expect_status 400 "$a/api/random?min=6&max=5"
expect_status 200 "$a/fetch?url=$a/api/7"; expect_body '"data":"7"'
expect_status 403 "$a/fetch?url=http://localhost:1/"
expect_status 200 "$a/gather?url=$a/api/7&url=$a/nope"; expect_body '"status":502'
expect_status 200 "$a/lab"
expect_status 200 "$a/lab/upstream/7?delay=1ms"
expect_status 503 "$a/lab/upstream/7?delay=1ms&fail=true"
expect_status 200 "$a/lab/runs?users=50&calls=5&delay=50ms" -H 'Accept: text/event-stream'; expect_body '^event:done'
expect_status 200 "$a/lab/runs?users=10&calls=2&delay=20ms&modes=virtual,reactive" -H 'Accept: application/json'
expect_body '"virtual"'; expect_body '"quarkus":"[0-9]'
expect_status 200 "$a/q/openapi"; expect_body '/gather'
expect_status 200 "$a/q/swagger-ui/"
expect_status 404 "$a/nope" -H 'Accept: text/html'; expect_body '<html'
expect_status 404 "$a/q/metrics"
for probe in live ready started; do expect_status 200 "$management_a/q/health/$probe"; expect_body '"UP"'; done
expect_status 200 "$management_a/q/metrics"; expect_body '^http_server_requests_seconds_count.*uri="/api/{number'
heap=$(awk '/^jvm_memory_max_bytes.*area="heap"/ && $NF > 0 {sum += $NF} END {print int(sum / 1048576)}' "$work/body")
((heap > 64 && heap <= 160)) || fail "expected a maximum heap of 65 to 160 MiB, but it is $heap MiB"
if docker logs meanwhile-a 2>&1 |
  grep -E 'NoClassDefFound|ClassNotFound|UnsatisfiedLink|Read-only file system|Permission denied|WARNING:'; then
  fail "the log contains the warnings or errors above"
fi

log "Using another instance as the numeric API, and stopping it"
docker stop -t 30 meanwhile-a >/dev/null
expect_sigterm_exit meanwhile-a 5
docker rm meanwhile-a >/dev/null
start_container meanwhile-b 18081 19001
start_container meanwhile-a 18080 19000 -e QUARKUS_REST_CLIENT_NUMBER_API_URL="$b"
expect_status 200 "$a/"; expect_body 'Success!'
expect_status 200 "$management_b/q/metrics"; expect_body '^http_server_requests_seconds_count.*uri="/api/{number'
docker stop -t 30 meanwhile-b >/dev/null
circuit_is_open() {
  # The timeout of a call to the numeric API is 2 s. The rest is for curl and a busy machine.
  ! responds_with 200 "$a/" -m 3 || fail "expected an error page while the numeric API is stopped"
  [ -s "$work/body" ] && expect_body 'Error!'
  responds_with 503 "$a/" -m 3
}
rm -f "$work/body"
wait_until 60 circuit_is_open
expect_status 200 "$management_a/q/health/ready"
docker start meanwhile-b >/dev/null
wait_until 60 responds_with 200 "$a/" -m 3
expect_body 'Success!'
[[ $(docker inspect -f '{{.RestartCount}} {{.State.Running}}' meanwhile-a) == '0 true' ]] ||
  fail "meanwhile-a was restarted or stopped"
docker rm -f meanwhile-b >/dev/null

log "Sending SIGTERM under load and during a lab run"
docker rm -f meanwhile-a >/dev/null
start_container meanwhile-a 18080 19000 -e QUARKUS_SHUTDOWN_DELAY=8S
expect_status 200 "$a/"
# 18 s of load before SIGTERM bring the memory to its peak. The load ends within the shutdown delay, as on a platform.
wrk -t1 -c32 -d24s --timeout 10s "$a/" >"$work/wrk-pages" &
pages=$!
wrk -t1 -c32 -d24s --timeout 10s "$a/api/7" >"$work/wrk-api" &
api=$!
sleep 18
# The lab run takes about 10 s, longer than the shutdown delay of 8 s.
curl -sN -m 60 "$a/lab/runs?users=20&calls=5&delay=500ms&threads=5&modes=pool" >"$work/lab" &
lab=$!
wait_until 10 grep -qs '^event:call' "$work/lab"
signalled=$SECONDS
docker kill -s TERM meanwhile-a >/dev/null
wait_until 4 responds_with 503 "$management_a/q/health/ready"
responds_with 200 "$a/api/7" || fail "rejected during the shutdown delay: $mismatch"
wait "$pages" "$api"
# These requests are accepted within the delay and take until after it.
sleep $((signalled + 6 - SECONDS))
for i in {1..20}; do
  curl -s -m 30 "$a/lab/upstream/$i?delay=4s" >"$work/late-$i" &
  late[i]=$!
done
wait_until 10 responds_with 503 "$a/api/7"
expect_body '"success":false'
grep -qi '^retry-after:' "$work/headers" || fail "expected Retry-After: $(cat "$work/headers")"
for i in {1..20}; do
  wait "${late[i]}" || fail "accepted request $i was lost"
  grep -q "\"data\":\"$i\"" "$work/late-$i" || fail "expected $i, received: $(cat "$work/late-$i")"
done
wait "$lab" || fail "the event stream of the lab run was cut"
grep '^event:' "$work/lab" | tail -n 1 | grep -q done ||
  fail "expected the event stream to end with done: $(tail -n 3 "$work/lab")"
expect_sigterm_exit meanwhile-a 30
log "Exited with status 143 after $((SECONDS - signalled)) s"
for load in "$work"/wrk-*; do
  grep -E 'requests in|Requests/sec' "$load"
  ! grep -E 'Socket errors|Non-2xx' "$load" || fail "requests were lost under load"
done
log "Passed in $SECONDS s"
