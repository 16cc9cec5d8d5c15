#!/usr/bin/env bash
# Builds a substitute for the base image named $1 on a machine without access to an image registry. The substitute consists of
# Debian (from the apt mirror of this machine) and, for the Maven image, of this machine's JDK 25, the Maven of the wrapper and
# the local Maven repository. $2 is the directory of the Debian file system, which is created once and shared by all substitutes.
set -euo pipefail
cd "$(dirname "$0")/.."
image=$1 root=${2:?directory of the Debian file system}

if [ ! -e "$root/bin/bash" ]; then
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)
  # shellcheck source=/dev/null
  debootstrap --variant=minbase "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$root" "$mirror" >"$root.log" ||
    { tail -n 20 "$root.log" >&2; exit 1; }
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,locale,man}/*
fi

case $image in
*micro-image*) tar -c -C "$root" . | docker import - "$image" ;;
maven:*)
  jdk=$(find /usr/lib/jvm -maxdepth 1 -type d -name '*25*' | head -n 1)
  maven=$(dirname "$(dirname "$(find ~/.m2/wrapper/dists -path '*/bin/mvn' | head -n 1)")")
  tar -c --exclude=.m2/repository/com/microsoft --exclude="${jdk##*/}/lib/src.zip" \
    --transform "s,^${jdk##*/},opt/java/openjdk,S" --transform "s,^${maven##*/},usr/share/maven,S" --transform 's,^[.]m2,root/.m2,S' \
    -C "$root" . -C / etc/ssl/certs/java -C "${jdk%/*}" "${jdk##*/}" -C "${maven%/*}" "${maven##*/}" -C ~ .m2/repository |
    docker import --change 'ENV JAVA_HOME=/opt/java/openjdk' \
      --change 'ENV PATH=/opt/java/openjdk/bin:/usr/share/maven/bin:/usr/sbin:/usr/bin:/sbin:/bin' - "$image"
  ;;
*) echo "No substitute is defined for the base image $image." >&2; exit 1 ;;
esac
