# Sourced by the tools of this folder: builds modules, finds a JDK 25, and names class paths.
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Compiles modules and what they need, and notes their class paths.
build() {
  local modules
  modules="$(printf ',io.layerscope.bench:%s' "$@")"
  ./mvnw -B -q -f bench/pom.xml -pl "${modules:1}" -am -DskipTests compile \
    dependency:build-classpath -Dmdep.outputFile=target/bench.classpath
}

java="${BENCH_JAVA:-}"
if [ -z "$java" ]; then
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    if [ -x "$home/bin/java" ] && grep -q '^JAVA_VERSION="2[5-9]' "$home/release" 2>/dev/null; then
      java="$home/bin/java"
      break
    fi
  done
fi
[ -n "$java" ] || { echo "$0: no JDK 25 found; set BENCH_JAVA to its java" >&2; exit 1; }

path() { echo "bench/$1/target/classes:$(cat "bench/$1/target/bench.classpath")"; }
flags="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xms1g -Xmx2g"
options=@src/main/jvm/options
cores="$(nproc)"

machine() {
  echo "$(uname -sm), $(grep -m1 'model name' /proc/cpuinfo | sed 's/.*: //'), $cores cores, $(date -u +%F)"
}
