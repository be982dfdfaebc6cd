package dev.custody.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields of {@code /proc/self/status} that are evidence, proc_pid_status(5). */
record ProcStatus(
    @Nullable Credentials credentials,
    @Nullable Capabilities capabilities,
    @Nullable Boolean noNewPrivileges,
    @Nullable String seccomp,
    @Nullable String umask,
    Map<String, String> unknownFields) {
  private static final String SOURCE = "/proc/self/status";

  /** Fields of proc_pid_status(5) that say nothing about access: sizes, signals, scheduling. */
  private static final Set<String> NO_EVIDENCE =
      Set.of(
          "Name",
          "State",
          "Tgid",
          "Ngid",
          "Pid",
          "PPid",
          "TracerPid",
          "FDSize",
          "NStgid",
          "NSpid",
          "NSpgid",
          "NSsid",
          "Kthread",
          "HugetlbPages",
          "CoreDumping",
          "THP_enabled",
          "untag_mask",
          "Threads",
          "SigQ",
          "SigPnd",
          "ShdPnd",
          "SigBlk",
          "SigIgn",
          "SigCgt",
          "Seccomp_filters",
          "Speculation_Store_Bypass",
          "SpeculationIndirectBranch",
          "Cpus_allowed",
          "Cpus_allowed_list",
          "Mems_allowed",
          "Mems_allowed_list",
          "voluntary_ctxt_switches",
          "nonvoluntary_ctxt_switches",
          "x86_Thread_features",
          "x86_Thread_features_locked",
          "RssAnon",
          "RssFile",
          "RssShmem");

  private static final Set<String> EVIDENCE =
      Set.of(
          "Uid",
          "Gid",
          "Groups",
          "CapInh",
          "CapPrm",
          "CapEff",
          "CapBnd",
          "CapAmb",
          "NoNewPrivs",
          "Seccomp",
          "Umask");

  static ProcStatus parse(String text) {
    Map<String, Field> fields = new TreeMap<>();
    Map<String, String> unknown = new TreeMap<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      if (line.isEmpty()) {
        continue;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new MalformedProcException(SOURCE, i + 1, line, "NAME: VALUE");
      }
      String name = line.substring(0, colon);
      String value = line.substring(colon + 1).strip();
      if (EVIDENCE.contains(name)) {
        fields.put(name, new Field(i + 1, value));
      } else if (!NO_EVIDENCE.contains(name) && !name.startsWith("Vm")) {
        unknown.put(name, value);
      }
    }
    Field umask = fields.get("Umask");
    Field noNewPrivileges = fields.get("NoNewPrivs");
    return new ProcStatus(
        credentials(fields),
        capabilities(fields),
        noNewPrivileges == null ? null : noNewPrivileges.oneOf("0", "1").equals("1"),
        seccomp(fields.get("Seccomp")),
        umask == null ? null : umask.matching("[0-7]{4}", "four octal digits"),
        unknown);
  }

  private record Field(int line, String value) {
    String matching(String pattern, String expected) {
      if (!value.matches(pattern)) {
        throw new MalformedProcException(SOURCE, line, value, expected);
      }
      return value;
    }

    String oneOf(String... values) {
      if (!Set.of(values).contains(value)) {
        throw new MalformedProcException(
            SOURCE, line, value, "one of " + String.join(", ", values));
      }
      return value;
    }

    List<Long> ids() {
      List<Long> ids = new ArrayList<>();
      for (String word : value.isEmpty() ? new String[0] : value.split("\\s+", -1)) {
        if (!word.matches("[0-9]{1,10}")) {
          throw new MalformedProcException(SOURCE, line, value, "decimal ids");
        }
        ids.add(Long.valueOf(word));
      }
      return ids;
    }

    Ids four() {
      List<Long> ids = ids();
      if (ids.size() != 4) {
        throw new MalformedProcException(SOURCE, line, value, "four ids");
      }
      return new Ids(ids.get(0), ids.get(1), ids.get(2), ids.get(3));
    }
  }

  private static @Nullable Credentials credentials(Map<String, Field> fields) {
    Field uid = fields.get("Uid");
    Field gid = fields.get("Gid");
    Field groups = fields.get("Groups");
    return uid == null || gid == null || groups == null
        ? null
        : new Credentials(uid.four(), gid.four(), groups.ids());
  }

  private static @Nullable Capabilities capabilities(Map<String, Field> fields) {
    Field inheritable = fields.get("CapInh");
    Field permitted = fields.get("CapPrm");
    Field effective = fields.get("CapEff");
    Field bounding = fields.get("CapBnd");
    Field ambient = fields.get("CapAmb");
    return inheritable == null
            || permitted == null
            || effective == null
            || bounding == null
            || ambient == null
        ? null
        : new Capabilities(
            names(inheritable),
            names(permitted),
            names(effective),
            names(bounding),
            names(ambient));
  }

  private static List<String> names(Field field) {
    return Capabilities.names(
        Long.parseUnsignedLong(field.matching("[0-9a-f]{16}", "16 hex digits"), 16));
  }

  private static @Nullable String seccomp(@Nullable Field field) {
    return field == null
        ? null
        : switch (field.oneOf("0", "1", "2")) {
          case "0" -> "disabled";
          case "1" -> "strict";
          default -> "filter";
        };
  }
}
