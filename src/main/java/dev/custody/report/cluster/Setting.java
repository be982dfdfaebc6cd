package dev.custody.report.cluster;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One setting of the pods beside what the steps saw of it. */
public record Setting(Name name, List<Cell> cells) {
  public Setting {
    cells = List.copyOf(cells);
  }

  /**
   * One task's value.
   *
   * @param specified what the cluster says; null where nothing is set or known
   * @param observed what the record saw; null where it saw nothing of it
   */
  public record Cell(
      String task, @Nullable String specified, @Nullable String observed, Arrival arrival) {}

  /** Whether what was asked for is what the step saw. */
  public enum Arrival {
    ARRIVED,
    NOT_ARRIVED,
    /** Nothing was asked for, or nobody looked. */
    NOT_COMPARED
  }

  /** The settings that are compared, in the order in which people ask for them. */
  public enum Name {
    RUN_AS_USER("runAsUser"),
    RUN_AS_GROUP("runAsGroup"),
    FS_GROUP("fsGroup"),
    FS_GROUP_CHANGE_POLICY("fsGroupChangePolicy"),
    SUPPLEMENTAL_GROUPS("supplementalGroups"),
    SUPPLEMENTAL_GROUPS_POLICY("supplementalGroupsPolicy"),
    SELINUX_LEVEL("seLinuxOptions.level"),
    SELINUX_TYPE("seLinuxOptions.type"),
    CAPABILITIES_DROPPED("capabilities dropped"),
    CAPABILITIES_ADDED("capabilities added"),
    HOST_USERS("hostUsers"),
    SCC("SCC"),
    SERVICE_ACCOUNT("service account"),
    NODE("node"),
    CLAIM("claim"),
    SUB_PATH("subPath"),
    READ_ONLY("read only"),
    VOLUME("volume"),
    DRIVER_AND_HANDLE("driver and handle"),
    ACCESS_MODE("access mode"),
    STORAGE_CLASS("storage class");

    private final String words;

    Name(String words) {
      this.words = words;
    }

    /** As Kubernetes calls it: {@code runAsUser}. */
    @JsonValue
    public String words() {
      return words;
    }
  }
}
