package dev.custody.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of {@code /proc/self/status} that are evidence, proc_pid_status(5). A component is null
 * where the kernel prints no such line.
 *
 * @param umask four octal digits
 * @param seccomp {@code disabled}, {@code strict} or {@code filter}
 * @param unknownFields lines that the manual page of this version does not have, kept
 */
public record ProcessStatus(
    @Nullable Credentials credentials,
    @Nullable Capabilities capabilities,
    @Nullable Boolean noNewPrivileges,
    @Nullable String seccomp,
    @Nullable String umask,
    Map<String, String> unknownFields) {
  private static final String SOURCE = "/proc/self/status";
  private static final Pattern UMASK = Pattern.compile("0[0-7]{3}");
  private static final Pattern MASK = Pattern.compile("[0-9a-f]{16}");
  private static final List<String> SECCOMP = List.of("disabled", "strict", "filter");
  private static final Set<String> EVIDENCE =
      Set.of(
          "Umask",
          "Uid",
          "Gid",
          "Groups",
          "CapInh",
          "CapPrm",
          "CapEff",
          "CapBnd",
          "CapAmb",
          "NoNewPrivs",
          "Seccomp");

  // Known from proc_pid_status(5) and fs/proc/array.c, and of no use to say who may read a file.
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
          "VmPeak",
          "VmSize",
          "VmLck",
          "VmPin",
          "VmHWM",
          "VmRSS",
          "RssAnon",
          "RssFile",
          "RssShmem",
          "VmData",
          "VmStk",
          "VmExe",
          "VmLib",
          "VmPTE",
          "VmPMD",
          "VmSwap",
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
          "x86_Thread_features_locked");

  public ProcessStatus {
    unknownFields = Map.copyOf(unknownFields);
  }

  /**
   * Reads the whole file.
   *
   * @throws MalformedException if a line of the evidence is there but not in its form
   */
  public static ProcessStatus parse(String text) {
    Map<String, Field> evidence = new HashMap<>();
    Map<String, String> unknown = new HashMap<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      int colon = line.indexOf(':');
      if (colon <= 0) {
        if (line.isEmpty()) {
          continue;
        }
        throw new MalformedException(SOURCE, number, "a field name and a colon", line);
      }
      String name = line.substring(0, colon);
      Field field = new Field(name, number, line.substring(colon + 1).strip());
      if (EVIDENCE.contains(name)) {
        if (evidence.put(name, field) != null) {
          throw new MalformedException(SOURCE, number, "each field once", line);
        }
      } else if (!NO_EVIDENCE.contains(name)) {
        unknown.put(name, field.value());
      }
    }
    return new ProcessStatus(
        credentials(evidence),
        capabilities(evidence),
        noNewPrivileges(evidence.get("NoNewPrivs")),
        seccomp(evidence.get("Seccomp")),
        umask(evidence.get("Umask")),
        unknown);
  }

  private static @Nullable Credentials credentials(Map<String, Field> fields) {
    Field uid = fields.get("Uid");
    Field gid = fields.get("Gid");
    Field groups = fields.get("Groups");
    return uid == null || gid == null || groups == null
        ? null
        : new Credentials(ids(uid), ids(gid), numbers(groups));
  }

  private static Ids ids(Field field) {
    List<Long> ids = numbers(field);
    if (ids.size() != 4) {
      throw field.malformed("four ids: real, effective, saved, filesystem");
    }
    return new Ids(ids.get(0), ids.get(1), ids.get(2), ids.get(3));
  }

  private static List<Long> numbers(Field field) {
    List<Long> numbers = new ArrayList<>();
    for (String word : field.value().split("[ \t]+", -1)) {
      long number = Numbers.parse(word, Numbers.MAX_ID);
      if (number >= 0) {
        numbers.add(number);
      } else if (!field.value().isEmpty()) {
        throw field.malformed("ids of 0 to 4294967295");
      }
    }
    return numbers;
  }

  private static @Nullable Capabilities capabilities(Map<String, Field> fields) {
    Field inheritable = fields.get("CapInh");
    Field permitted = fields.get("CapPrm");
    Field effective = fields.get("CapEff");
    Field bounding = fields.get("CapBnd");
    Field ambient = fields.get("CapAmb");
    if (inheritable == null || permitted == null || effective == null || bounding == null) {
      return null;
    }
    return new Capabilities(
        names(inheritable),
        names(permitted),
        names(effective),
        names(bounding),
        // Kernels before 4.3 have no ambient set, and print none.
        ambient == null ? List.of() : names(ambient));
  }

  private static List<String> names(Field field) {
    if (!MASK.matcher(field.value()).matches()) {
      throw field.malformed("sixteen hex digits");
    }
    return Capabilities.names(Long.parseUnsignedLong(field.value(), 16));
  }

  private static @Nullable Boolean noNewPrivileges(@Nullable Field field) {
    if (field == null) {
      return null;
    }
    return switch (field.value()) {
      case "0" -> false;
      case "1" -> true;
      default -> throw field.malformed("0 or 1");
    };
  }

  private static @Nullable String seccomp(@Nullable Field field) {
    if (field == null) {
      return null;
    }
    long mode = Numbers.parse(field.value(), SECCOMP.size() - 1L);
    if (mode < 0) {
      throw field.malformed("0, 1 or 2");
    }
    return SECCOMP.get((int) mode);
  }

  private static @Nullable String umask(@Nullable Field field) {
    if (field == null) {
      return null;
    }
    if (!UMASK.matcher(field.value()).matches()) {
      throw field.malformed("four octal digits");
    }
    return field.value();
  }

  /** One line of the file. */
  private record Field(String name, int line, String value) {
    MalformedException malformed(String expected) {
      return new MalformedException(SOURCE, line, name + ": " + expected, value);
    }
  }
}
