#!/usr/bin/env bash
# Builds the JVM image with its real Dockerfile, runs it as a strict platform would, and stops it under load.
# Needs curl, docker and wrk; dockerd where no engine runs; debootstrap and a JDK 25 where no registry is reached.
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

say() { printf '%s  %s\n' "$(date +%T)" "$*"; }
die() { say "FAILED: $*" >&2; exit 1; }

# within SECONDS COMMAND…: it succeeds, sooner or later
within() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < end)) || die "not in time: $*"
    sleep 0.1
  done
}

# is STATUS URL [CURL OPTION…]: what it answers, and is in $work/answer
is() {
  local status=$1 url=$2 got
  shift 2
  got=$(curl -s -m 30 -D "$work/headers" -o "$work/answer" -w '%{http_code}' "$@" "$url" || true)
  [[ $got == "$status" ]] || { last="$url: $got, not $status: $(head -c 300 "$work/answer" 2>/dev/null || true)"; return 1; }
}
must() { is "$@" || die "$last"; }
has() { grep -q -- "$1" "$work/answer" || die "no $1 in $(head -c 300 "$work/answer")"; }

# start NAME PORT MANAGEMENT_PORT [OPTION…]
start() {
  local name=$1 port=$2 management=$3
  shift 3
  docker run -d --name "$name" --network host --read-only --tmpfs /tmp --user 123456:0 --cap-drop ALL \
    --security-opt no-new-privileges --memory 256m --memory-swap 256m --pids-limit 512 \
    -e QUARKUS_HTTP_PORT="$port" -e QUARKUS_MANAGEMENT_PORT="$management" "$@" "$image" >/dev/null
  within 60 is 200 "http://localhost:$management/q/health/ready"
}
ends_with_zero() {
  local code
  code=$(timeout "$2" docker wait "$1") || die "$1 does not end"
  [[ $code == 0 ]] || die "$1 ended with $code"
  [[ $(docker inspect -f '{{.State.OOMKilled}}' "$1") == false ]] || die "$1 ran out of memory"
}

a=http://localhost:18080 b=http://localhost:18081 manage_a=http://localhost:19000 manage_b=http://localhost:19001

say "The base images"
grep -h '^FROM .*[:/]' docker/Dockerfile.jvm | awk '{print $2}' | sort -u | while read -r base; do
  docker image inspect "$base" >/dev/null 2>&1 || timeout 300 docker pull -q "$base" 2>/dev/null ||
    { say "$base cannot be pulled: a stand-in"; .ci/offline-base-image.sh "$base" "$work/debian"; }
done

say "The image"
docker build -q --force-rm --network host -f docker/Dockerfile.jvm -t "$image" . >"$work/build.log" 2>&1 || { tail -n 60 "$work/build.log"; die "no image"; }
docker history --format '{{.Size}}\t{{.CreatedBy}}' "$image" | grep -v '^0B' | cut -c 1-90

say "Every route, with 256 MiB, as user 123456, without capabilities, on a root that is read-only"
# on: the JVM does not start without the AOT cache
start meanwhile-a 18080 19000 -e JAVA_TOOL_OPTIONS=-XX:AOTMode=on -e OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:1
status=$(docker exec meanwhile-a cat /proc/1/status)
[[ $status =~ Uid:[[:space:]]+123456 && $status =~ CapEff:[[:space:]]+0+[[:space:]] && $status =~ CapBnd:[[:space:]]+0+[[:space:]] ]] || die "more rights than it was given: $status"
[[ $status =~ NoNewPrivs:[[:space:]]+1 ]] || die "may gain privileges"
! docker exec meanwhile-a bash -c ': >/app/file' 2>/dev/null || die "the root file system is not read-only"
docker exec meanwhile-a bash -c 'cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || true' >"$work/answer"
has '^268435456$'
must 200 "$a/"; has 'Success!'
must 200 "$a/hello"; has 'Hello, World!'
must 200 "$a/greet/Zo%C3%AB"; has 'Nice to meet you Zoë!'
must 200 "$a/api/007"; has '{"success":true,"message":"","data":"7"}'
must 200 "$a/api/random?min=6&max=6"; has '"data":"6"'
must 404 "$a/api/-7"; has '"success":false'
must 405 "$a/api/7" -X POST
must 400 "$a/api/random?min=6&max=5"
must 200 "$a/fetch?url=$a/api/7"; has '"data":"7"'
must 403 "$a/fetch?url=http://localhost:1/"
must 200 "$a/gather?url=$a/api/7&url=$a/nope"; has '"status":502'
must 200 "$a/lab"
must 200 "$a/lab/upstream/7?delay=1ms"
must 503 "$a/lab/upstream/7?delay=1ms&fail=true"
must 200 "$a/lab/runs?users=50&calls=5&delay=50ms" -H 'Accept: text/event-stream'; has '^event:done'
must 200 "$a/lab/runs?users=10&calls=2&delay=20ms&modes=virtual,reactive" -H 'Accept: application/json'; has '"virtual"'
must 200 "$a/q/openapi"; has '/gather'
must 200 "$a/q/swagger-ui/"
must 404 "$a/nope" -H 'Accept: text/html'; has '<html'
must 404 "$a/q/metrics"
for probe in live ready started; do must 200 "$manage_a/q/health/$probe"; has '"UP"'; done
must 200 "$manage_a/q/metrics"; has '^http_server_requests_seconds_count.*uri="/api/{number'
heap=$(awk '/^jvm_memory_max_bytes.*area="heap"/ && $NF > 0 {sum += $NF} END {print int(sum / 1048576)}' "$work/answer")
((heap > 64 && heap <= 160)) || die "a heap of $heap MiB in 256"
if docker logs meanwhile-a 2>&1 | grep -E 'NoClassDefFound|ClassNotFound|UnsatisfiedLink|Read-only file system|Permission denied|WARNING:'; then
  die "the log has more than requests in it"
fi

say "The numeric API of another instance"
docker stop -t 30 meanwhile-a >/dev/null
ends_with_zero meanwhile-a 5
docker rm meanwhile-a >/dev/null
start meanwhile-b 18081 19001
start meanwhile-a 18080 19000 -e QUARKUS_REST_CLIENT_NUMBER_API_URL="$b"
must 200 "$a/"; has 'Success!'
must 200 "$manage_b/q/metrics"; has '^http_server_requests_seconds_count.*uri="/api/{number'
docker stop -t 30 meanwhile-b >/dev/null
open_circuit() {
  # the deadline is 2 s; what comes on top is curl and a busy machine
  ! is 200 "$a/" -m 3 || die "a page without its number"
  [ -s "$work/answer" ] && has 'Error!'
  is 503 "$a/" -m 3
}
rm -f "$work/answer"
within 60 open_circuit
must 200 "$manage_a/q/health/ready"
docker start meanwhile-b >/dev/null
within 60 is 200 "$a/" -m 3
has 'Success!'
[[ $(docker inspect -f '{{.RestartCount}} {{.State.Running}}' meanwhile-a) == '0 true' ]] || die "the first was restarted"
docker rm -f meanwhile-b >/dev/null

say "SIGTERM under load and during a run of the lab"
docker rm -f meanwhile-a >/dev/null
start meanwhile-a 18080 19000 -e QUARKUS_SHUTDOWN_DELAY=8S
must 200 "$a/"
# long enough to need all the memory it will; a platform takes the load away within the delay
wrk -t1 -c32 -d24s --timeout 10s "$a/" >"$work/wrk-pages" &
pages=$!
wrk -t1 -c32 -d24s --timeout 10s "$a/api/7" >"$work/wrk-api" &
api=$!
sleep 18
# about 10 s, past the delay in which the instance still serves
curl -sN -m 60 "$a/lab/runs?users=20&calls=5&delay=500ms&threads=5&modes=pool" >"$work/lab" &
lab=$!
within 10 grep -qs '^event:call' "$work/lab"
told=$SECONDS
docker kill -s TERM meanwhile-a >/dev/null
within 4 is 503 "$manage_a/q/health/ready"
is 200 "$a/api/7" || die "refused while still in rotation: $last"
wait "$pages" "$api"
# accepted within the delay, answered after it
sleep $((told + 6 - SECONDS))
for i in {1..20}; do
  curl -s -m 30 "$a/lab/upstream/$i?delay=4s" >"$work/late-$i" &
  late[i]=$!
done
within 10 is 503 "$a/api/7"
has '"success":false'
grep -qi '^retry-after:' "$work/headers" || die "no Retry-After: $(cat "$work/headers")"
for i in {1..20}; do
  wait "${late[i]}" || die "a request that was accepted was lost"
  grep -q "\"data\":\"$i\"" "$work/late-$i" || die "instead of $i: $(cat "$work/late-$i")"
done
wait "$lab" || die "the lab's stream was cut"
grep '^event:' "$work/lab" | tail -n 1 | grep -q done || die "the lab's stream ended with $(tail -n 3 "$work/lab")"
ends_with_zero meanwhile-a 30
say "Exit 0 after $((SECONDS - told)) s"
for load in "$work"/wrk-*; do
  grep -E 'requests in|Requests/sec' "$load"
  ! grep -E 'Socket errors|Non-2xx' "$load" || die "requests were lost"
done
say "Passed in $SECONDS s"
