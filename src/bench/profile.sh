#!/bin/sh
# Where the processors' time goes in one run of custody, by perf (Debian's linux-perf), in the
# project's directory after the build, for example:
#
#   src/bench/profile.sh hashing inspect --depth content ARCHIVE
#
# The first word is the mode that bin/custody chooses: short or hashing.
set -eu
home=target/custody
work=$(mktemp -d)
trap 'rm -rf "$work" "/tmp/perf-$(cat "$work/pid").map"' EXIT
mode=$1
shift
# 10,000 samples a second, so that ten are a millisecond.
# The JVM names its compiled code in the map, for perf report.
perf record -q -e cpu-clock -F 10000 -o "$work/samples" \
  sh -c 'echo $$ > "$0"; exec "$@"' "$work/pid" \
  "$home/runtime/bin/java" "@$home/lib/custody.options" "@$home/lib/$mode.options" \
  "-XX:AOTCache=$home/lib/custody.aot" -XX:+UnlockDiagnosticVMOptions -XX:+DumpPerfMapAtExit \
  -cp "$home/lib/custody.jar" dev.custody.cli.Main "$@" > /dev/null
perf report -i "$work/samples" --no-children --stdio -F sample,comm,dso,sym 2> /dev/null | awk '
  $1 !~ /^[0-9]+$/ { next }
  { ms = $1 / 10; all += ms }
  / C[12] Compiler/ { sum["the compilers"] += ms; next }
  /StubRoutines \(compilerstubs\)/ { sum["SHA-256"] += ms; next }
  /_copy_to_iter/ { sum["copying out of the page cache"] += ms; next }
  / (ahead|pool-|reader) ?/ { sum["the reading threads, else"] += ms; next }
  / prepare / { sum["linking the C library, the first digest, the first decimal"] += ms; next }
  / (java|sh) .*kernel/ { sum["the main thread: in the kernel"] += ms; next }
  / java .*libjvm/ { sum["the main thread: in the JVM, which starts, loads and links"] += ms; next }
  / java .*Interpreter/ { sum["the main thread: code not yet compiled"] += ms; next }
  / java / { sum["the main thread: compiled code, the C library"] += ms; next }
  { sum["the JVM'\''s other threads"] += ms }
  END { for (what in sum) { printf "%6.0f ms  %s\n", sum[what], what }
        printf "%6.0f ms  in all\n", all }' | sort -rn
