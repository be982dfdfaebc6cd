package dev.custody.report.run;

import dev.custody.gate.VerdictWord;
import dev.custody.oci.Digest;
import dev.custody.oci.ShellWord;
import dev.custody.record.Step;
import dev.custody.report.run.ReportDocument.NextCommand;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands that take the reader further, with the names of this run in them. */
public final class NextCommands {
  private static final int MAX = 8;

  private NextCommands() {}

  static List<NextCommand> of(List<JudgedRecord> observations, VerdictWord verdict) {
    Set<NextCommand> commands = new LinkedHashSet<>();
    JudgedRecord baseline =
        observations.stream().filter(JudgedRecord::baseline).findFirst().orElse(null);
    for (JudgedRecord o : observations) {
      switch (o.result()) {
        case DENIED -> denied(o, commands);
        case DIFFERS -> differs(baseline, o, commands);
        case DAMAGED -> damaged(o, commands);
        case RECORDED, MATCHES, MISSING, UNKNOWN -> {}
      }
    }
    if (observations.size() == 1) {
      commands.add(
          new NextCommand(
              "find more records in the logs of the run",
              kubectl(observations.getFirst().step())
                  + "logs --selector tekton.dev/pipelineRun="
                  + ShellWord.of(or(observations.getFirst().step().pipelineRun(), "RUN"))
                  + " --all-containers --prefix --tail=-1 > run.log && custody report --from-log"
                  + " run.log"));
    }
    Digest recorded = baseline == null ? null : RecordFacts.manifest(baseline.look());
    if (recorded != null && verdict != VerdictWord.UNKNOWN) {
      commands.add(
          new NextCommand(
              "ask the registry what it holds; recorded was " + recorded,
              "skopeo inspect --format '{{.Digest}}' docker://REGISTRY/IMAGE:TAG"));
    }
    return commands.stream().limit(MAX).toList();
  }

  private static void denied(JudgedRecord o, Set<NextCommand> commands) {
    Step step = o.step();
    if (step.pod().namespace() != null || step.pipelineRun() != null) {
      commands.add(
          new NextCommand(
              "compare the SELinux level and SCC of the run's pods",
              kubectl(step)
                  + "get pods --selector tekton.dev/pipelineRun="
                  + ShellWord.of(or(step.pipelineRun(), "RUN"))
                  + " -o custom-columns='POD:.metadata.name,SCC:.metadata.annotations"
                  + ".openshift\\.io/scc,LEVEL:.spec.securityContext.seLinuxOptions.level'"));
    }
    if (step.pod().node() != null) {
      commands.add(
          new NextCommand(
              "see whether SELinux refused, on the node (needs its administrator)",
              "oc debug node/"
                  + ShellWord.of(step.pod().node())
                  + " -- chroot /host ausearch -m avc -ts recent"));
    }
    String path = o.found().path();
    if (path != null) {
      commands.add(
          new NextCommand(
              "in a step of " + o.task() + ": which part of the path is refused, and why",
              "custody explain " + ShellWord.path(path)));
    }
  }

  private static void differs(
      @Nullable JudgedRecord baseline, JudgedRecord o, Set<NextCommand> commands) {
    if (baseline != null && !baseline.equals(o)) {
      String before = file(baseline);
      String now = file(o);
      if (before != null && now != null) {
        commands.add(
            new NextCommand(
                "the gate's comparison of " + baseline.task() + " and " + o.task(),
                "custody compare " + ShellWord.path(before) + " " + ShellWord.path(now)));
      }
    }
    Step step = o.step();
    commands.add(
        new NextCommand(
            "who else ran at that time",
            kubectl(step) + "get taskruns --sort-by=.status.startTime"));
  }

  private static void damaged(JudgedRecord o, Set<NextCommand> commands) {
    String path = o.found().path();
    if (path != null) {
      commands.add(
          new NextCommand(
              "in a step of " + o.task() + ": hash every blob, to see all that is damaged",
              "custody inspect --depth content " + ShellWord.path(path)));
    }
  }

  /** A source that custody compare can read: a file that is a full record. */
  private static @Nullable String file(JudgedRecord o) {
    return o.found().compact() || o.found().document() == null ? null : o.found().file();
  }

  private static String kubectl(Step step) {
    return step.pod().namespace() == null
        ? "kubectl "
        : "kubectl -n " + ShellWord.of(step.pod().namespace()) + " ";
  }

  private static String or(@Nullable String value, String placeholder) {
    return Objects.requireNonNullElse(value, placeholder);
  }
}
