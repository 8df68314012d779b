# Read by the commands beside it: builds what is older than its sources, and says what to run it with.
root=$(cd "$(dirname "$0")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
list=$root/benchmarks/target/classpath.txt
sources="$root/pom.xml $root/api-annotations $root/protocol $root/server $root/benchmarks"
# shellcheck disable=SC2086 # several folders are several words
if [ ! -f "$list" ] || [ ! -f "$root/server/target/redstart.jar" ] ||
  [ -n "$(find $sources -name target -prune -o -path "*/src/test/*" -prune -o \( -name '*.java' -o -name pom.xml \) -newer "$list" -print | head -n 1)" ]; then
  echo "Building…" >&2
  "$root/mvnw" -q -pl benchmarks -am package -Dmaven.test.skip=true -Dspotless.check.skip=true -Dnpm.script=build >&2 || exit 1
  touch "$list"
fi
classpath=$root/benchmarks/target/classes:$(cat "$list")
