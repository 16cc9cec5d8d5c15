#!/usr/bin/env bash
# Measures the image named $1 (default: meanwhile) in a container with 256 MiB: its size, the time to the first page with and
# without the AOT cache, and its memory. Requires curl, docker and wrk, and dockerd if no Docker engine is running.
set -euo pipefail
cd "$(dirname "$0")/.."
image=${1:-meanwhile}
trap 'docker rm -f meanwhile-measured >/dev/null 2>&1 || true; if [ -n "${dockerd-}" ]; then stop_engine; fi' EXIT
# shellcheck source=lib/ensure-docker.sh
. docker/lib/ensure-docker.sh

# start_container JAVA_TOOL_OPTIONS: returns when the home page is served
start_container() {
  docker run -d --name meanwhile-measured --network host --read-only --tmpfs /tmp --cap-drop ALL --memory 256m \
    --memory-swap 256m -e QUARKUS_HTTP_PORT=18080 -e QUARKUS_MANAGEMENT_PORT=19000 -e JAVA_TOOL_OPTIONS="$1" "$image" >/dev/null
  timeout 120 bash -c 'until curl -sf -o /dev/null http://localhost:18080/; do sleep 0.01; done'
}

# measure_startup JAVA_TOOL_OPTIONS: prints wall time (range) and CPU time from docker run to the first page, medians of 5
measure_startup() {
  local wall=() cpu=()
  for _ in {1..5}; do
    started=$(date +%s%N)
    start_container "$1"
    wall+=($((($(date +%s%N) - started) / 1000000)))
    # Fields 14 and 15 of /proc/1/stat are user and system time in hundredths of a second.
    cpu+=("$(docker exec meanwhile-measured cat /proc/1/stat | awk '{print ($14 + $15) * 10}')")
    docker rm -f meanwhile-measured >/dev/null
  done
  mapfile -t wall < <(printf '%s\n' "${wall[@]}" | sort -n)
  mapfile -t cpu < <(printf '%s\n' "${cpu[@]}" | sort -n)
  echo "${wall[2]} ms (${wall[0]}–${wall[4]}), ${cpu[2]} ms of CPU"
}
resident_memory() { docker exec meanwhile-measured cat /proc/1/status | awk '/^VmRSS/ {print int($2 / 1024) " MiB"}'; }

echo "Image, unpacked: $(docker image inspect -f '{{.Size}}' "$image" | awk '{print int($1 / 1000000)}') MB"
docker history --format '{{.Size}}\t{{.CreatedBy}}' "$image" | grep -v '^0B' | cut -c 1-80
echo "First page with the AOT cache, median of 5: $(measure_startup -XX:AOTMode=on)"
echo "First page without the AOT cache, median of 5: $(measure_startup -XX:AOTMode=off)"
start_container ''
sleep 5
echo "Resident memory, idle: $(resident_memory)"
wrk -t1 -c64 -d20s http://localhost:18080/ | grep -E 'Requests/sec|Socket errors|Non-2xx' || true
echo "Resident memory after 20 s of load: $(resident_memory)"
