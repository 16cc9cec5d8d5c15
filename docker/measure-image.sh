#!/usr/bin/env bash
# What the image named $1 takes: its size, the time to its first answer with and without the AOT cache, its memory.
# Needs curl, docker and wrk; dockerd where no engine runs.
set -euo pipefail
cd "$(dirname "$0")/.."
image=${1:-meanwhile}
trap 'docker rm -f meanwhile-measured >/dev/null 2>&1 || true; if [ -n "${dockerd-}" ]; then stop_engine; fi' EXIT
# shellcheck source=lib/ensure-docker.sh
. docker/lib/ensure-docker.sh

run() {
  docker run -d --name meanwhile-measured --network host --read-only --tmpfs /tmp --cap-drop ALL --memory 256m \
    --memory-swap 256m -e QUARKUS_HTTP_PORT=18080 -e QUARKUS_MANAGEMENT_PORT=19000 -e JAVA_TOOL_OPTIONS="$1" "$image" >/dev/null
  timeout 120 bash -c 'until curl -sf -o /dev/null http://localhost:18080/; do sleep 0.01; done'
}

# first_answers JAVA_TOOL_OPTIONS: milliseconds of wall time and of CPU, from docker run to a page; medians of 5
first_answers() {
  local wall=() cpu=()
  for _ in {1..5}; do
    started=$(date +%s%N)
    run "$1"
    wall+=($((($(date +%s%N) - started) / 1000000)))
    # user and system time of the process, in hundredths of a second
    cpu+=("$(docker exec meanwhile-measured cat /proc/1/stat | awk '{print ($14 + $15) * 10}')")
    docker rm -f meanwhile-measured >/dev/null
  done
  mapfile -t wall < <(printf '%s\n' "${wall[@]}" | sort -n)
  mapfile -t cpu < <(printf '%s\n' "${cpu[@]}" | sort -n)
  echo "${wall[2]} ms (${wall[0]}–${wall[4]}), ${cpu[2]} ms of CPU"
}
resident() { docker exec meanwhile-measured cat /proc/1/status | awk '/^VmRSS/ {print int($2 / 1024) " MiB"}'; }

echo "Image, unpacked: $(docker image inspect -f '{{.Size}}' "$image" | awk '{print int($1 / 1000000)}') MB"
docker history --format '{{.Size}}\t{{.CreatedBy}}' "$image" | grep -v '^0B' | cut -c 1-80
echo "First page with the AOT cache, median of 5: $(first_answers -XX:AOTMode=on)"
echo "First page without it, median of 5: $(first_answers -XX:AOTMode=off)"
run ''
sleep 5
echo "Resident, idle: $(resident)"
wrk -t1 -c64 -d20s http://localhost:18080/ | grep -E 'Requests/sec|Socket errors|Non-2xx' || true
echo "Resident after 20 s of load: $(resident)"
