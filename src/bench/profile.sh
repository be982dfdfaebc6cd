#!/bin/sh
# Where the processors' time goes while custody reads an archive's content, by perf (Debian's
# linux-perf), in the project's directory after the build:
#
#   src/bench/profile.sh ARCHIVE
set -eu
home=target/custody
work=$(mktemp -d)
trap 'rm -rf "$work" "/tmp/perf-$(cat "$work/pid").map"' EXIT
# 2,000 samples a second, so that one is half a millisecond.
# The JVM names its compiled code in the map, for perf report.
perf record -q -e cpu-clock -F 2000 -o "$work/samples" \
  sh -c 'echo $$ > "$0"; exec "$@"' "$work/pid" \
  "$home/runtime/bin/java" "@$home/lib/custody.options" "-XX:AOTCache=$home/lib/custody.aot" \
  -XX:+UnlockDiagnosticVMOptions -XX:+DumpPerfMapAtExit \
  -cp "$home/lib/custody.jar" dev.custody.cli.Main inspect --depth content "$1" > /dev/null
perf report -i "$work/samples" --no-children --stdio -F sample,comm,sym 2> /dev/null | awk '
  $1 !~ /^[0-9]+$/ { next }
  / C[12] Compiler/ { ms["the compilers"] += $1 / 2; next }
  /StubRoutines \(compilerstubs\)/ { ms["SHA-256"] += $1 / 2; next }
  /_copy_to_iter/ { ms["copying out of the page cache"] += $1 / 2; next }
  / (ahead|pool-) ?/ { ms["the reading threads, else"] += $1 / 2; next }
  / prepare / { ms["linking the C library, the first digest"] += $1 / 2; next }
  / java / { ms["the main thread, else: starting, the command line, headers, JSON"] += $1 / 2; next }
  { ms["the JVM, else"] += $1 / 2 }
  END { for (what in ms) { printf "%6.0f ms  %s\n", ms[what], what; all += ms[what] }
        printf "%6.0f ms  in all\n", all }' | sort -rn
