package dev.custody.report.cluster;

import dev.custody.cluster.Claim;
import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.Pod;
import dev.custody.cluster.PodVolume;
import dev.custody.cluster.SecurityContext;
import dev.custody.cluster.Volume;
import dev.custody.linux.Credentials;
import dev.custody.linux.MlsRange;
import dev.custody.linux.Mount;
import dev.custody.linux.SecurityLabel;
import dev.custody.report.cluster.Setting.Arrival;
import dev.custody.report.cluster.Setting.Cell;
import dev.custody.report.cluster.Setting.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the pods ask for, beside what the records saw in the process and on the mount. */
final class Settings {
  /** A task's pod, container and mount, all of them known. */
  private record Asked(Pod pod, Pod.Container container, Pod.@Nullable Mount mount) {}

  private final ClusterDump dump;
  private final List<RunTask> tasks;
  private final @Nullable String archive;
  private final List<Setting> settings = new ArrayList<>();

  private Settings(ClusterDump dump, List<RunTask> tasks, @Nullable String archive) {
    this.dump = dump;
    this.tasks = tasks;
    this.archive = archive;
  }

  /** The settings known for at least one task, in the order in which people ask for them. */
  static List<Setting> of(ClusterDump dump, List<RunTask> tasks, @Nullable String archive) {
    Settings all = new Settings(dump, tasks, archive);
    all.identity();
    all.groups();
    all.security();
    all.storage();
    return List.copyOf(all.settings);
  }

  private void identity() {
    row(Name.RUN_AS_USER, a -> a.container().security().runAsUser(), credentials(Settings::uid));
    row(Name.RUN_AS_GROUP, a -> a.container().security().runAsGroup(), credentials(Settings::gid));
  }

  private void groups() {
    row(
        Name.FS_GROUP,
        a -> a.pod().groups().fsGroup(),
        (a, o) -> has(o, a.pod().groups().fsGroup()));
    row(
        Name.FS_GROUP_CHANGE_POLICY,
        a -> a.pod().groups().fsGroupChangePolicy(),
        Settings::nothing);
    row(
        Name.SUPPLEMENTAL_GROUPS,
        a -> line(a.pod().groups().supplementalGroups()),
        (a, o) -> hasAll(o, a.pod().groups().supplementalGroups()));
    row(
        Name.SUPPLEMENTAL_GROUPS_POLICY,
        a -> a.pod().groups().supplementalGroupsPolicy(),
        Settings::nothing);
  }

  private void security() {
    row(
        Name.SELINUX_LEVEL,
        a -> level(a.container().security()),
        (_, o) -> o.level(),
        (asked, seen) -> MlsRange.normalized(asked).equals(seen));
    row(Name.SELINUX_TYPE, a -> type(a.container().security()), (_, o) -> type(o));
    row(Name.CAPABILITIES_DROPPED, a -> line(a.container().security().drop()), Settings::dropped);
    row(Name.CAPABILITIES_ADDED, a -> line(a.container().security().add()), Settings::added);
    row(Name.HOST_USERS, a -> a.pod().hostUsers(), (_, o) -> hostUsers(o));
    row(Name.SCC, a -> a.pod().scc(), (_, o) -> o.step().scc());
    row(
        Name.SERVICE_ACCOUNT,
        a -> a.pod().serviceAccount(),
        (_, o) -> o.step().pod().serviceAccount());
    row(Name.NODE, a -> a.pod().node(), (_, o) -> o.step().pod().node());
  }

  private void storage() {
    row(Name.CLAIM, a -> claimName(a), Settings::nothing);
    row(
        Name.SUB_PATH,
        a -> a.mount() == null ? null : a.mount().subPath(),
        (a, o) -> below(a.mount(), o.mount()));
    row(
        Name.READ_ONLY,
        a -> a.mount() == null ? null : a.mount().readOnly(),
        (_, o) -> o.mount() == null ? null : o.mount().options().contains("ro"));
    row(Name.VOLUME, a -> claim(a, Claim::volume), Settings::nothing);
    row(
        Name.DRIVER_AND_HANDLE,
        a -> claim(a, c -> driver(dump.volume(c))),
        (_, o) -> o.mount() == null ? null : o.mount().type() + " " + o.mount().source(),
        null);
    row(Name.ACCESS_MODE, a -> claim(a, c -> line(c.accessModes())), Settings::nothing);
    row(Name.STORAGE_CLASS, a -> claim(a, Claim::storageClass), Settings::nothing);
  }

  private @Nullable String claimName(Asked asked) {
    return asked.mount() != null && asked.mount().volume() instanceof PodVolume.OfClaim claim
        ? claim.claim()
        : null;
  }

  private @Nullable String claim(Asked asked, Function<Claim, @Nullable String> part) {
    String name = claimName(asked);
    Claim claim = name == null ? null : dump.claim(asked.pod().namespace(), name);
    return claim == null ? null : part.apply(claim);
  }

  private static @Nullable String driver(@Nullable Volume volume) {
    return volume == null || volume.driver() == null
        ? null
        : volume.driver() + (volume.handle() == null ? "" : " " + volume.handle());
  }

  private static @Nullable String uid(Credentials credentials) {
    return String.valueOf(credentials.uid().filesystem());
  }

  private static @Nullable String gid(Credentials credentials) {
    return String.valueOf(credentials.gid().filesystem());
  }

  private static BiFunction<Asked, ObservedStep, @Nullable Object> credentials(
      Function<Credentials, @Nullable String> part) {
    return (_, observed) -> {
      Credentials credentials = observed.process().credentials();
      return credentials == null ? null : part.apply(credentials);
    };
  }

  private static @Nullable String has(ObservedStep observed, @Nullable Long group) {
    return group == null ? null : hasAll(observed, List.of(group));
  }

  private static @Nullable String hasAll(ObservedStep observed, List<Long> groups) {
    Credentials credentials = observed.process().credentials();
    if (credentials == null || groups.isEmpty()) {
      return null;
    }
    boolean all =
        groups.stream()
            .allMatch(g -> credentials.groups().contains(g) || credentials.gid().filesystem() == g);
    String own = line(credentials.groups());
    return all ? line(groups) : "groups " + (own == null ? "none" : own);
  }

  private static @Nullable String level(SecurityContext security) {
    SecurityContext.SeLinux options = security.seLinux();
    return options == null ? null : options.level();
  }

  private static @Nullable String type(SecurityContext security) {
    SecurityContext.SeLinux options = security.seLinux();
    return options == null ? null : options.type();
  }

  private static @Nullable String type(ObservedStep observed) {
    SecurityLabel label = observed.label();
    return label == null ? null : label.type();
  }

  private static @Nullable Object dropped(Asked asked, ObservedStep observed) {
    List<String> effective = effective(observed);
    List<String> drop = asked.container().security().drop();
    if (effective == null || drop.isEmpty()) {
      return null;
    }
    boolean gone =
        drop.contains("ALL")
            ? asked.container().security().add().containsAll(effective)
            : drop.stream().noneMatch(effective::contains);
    return gone ? line(drop) : "has " + line(effective);
  }

  private static @Nullable Object added(Asked asked, ObservedStep observed) {
    List<String> effective = effective(observed);
    List<String> add = asked.container().security().add();
    return effective == null || add.isEmpty()
        ? null
        : effective.containsAll(add)
            ? line(add)
            : "has " + Objects.requireNonNullElse(line(effective), "none");
  }

  private static @Nullable List<String> effective(ObservedStep observed) {
    return observed.process().capabilities() == null
        ? null
        : observed.process().capabilities().effective().stream()
            .map(c -> c.replaceFirst("^CAP_", ""))
            .toList();
  }

  private static @Nullable Boolean hostUsers(ObservedStep observed) {
    return observed.process().userNamespace() == null
        ? null
        : observed.process().userNamespace().isIdentity();
  }

  /** The sub-directory, if the mount's root ends with it. */
  private static @Nullable String below(Pod.@Nullable Mount asked, @Nullable Mount mount) {
    return asked == null || asked.subPath() == null || mount == null
        ? null
        : mount.root().endsWith("/" + asked.subPath()) ? asked.subPath() : mount.root();
  }

  /** Nothing in a record shows it. */
  private static @Nullable Object nothing(Asked asked, ObservedStep observed) {
    return null;
  }

  private static @Nullable String line(List<?> values) {
    return values.isEmpty()
        ? null
        : values.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private void row(
      Name name,
      Function<Asked, @Nullable Object> asked,
      BiFunction<Asked, ObservedStep, @Nullable Object> observed) {
    row(name, asked, observed, String::equals);
  }

  /** Adds a row; {@code same} says whether both sides mean one value, null where nobody can say. */
  private void row(
      Name name,
      Function<Asked, @Nullable Object> asked,
      BiFunction<Asked, ObservedStep, @Nullable Object> observed,
      @Nullable BiPredicate<String, String> same) {
    List<Cell> cells = new ArrayList<>();
    for (RunTask task : tasks) {
      Pod pod = task.pod();
      Pod.Container container = task.container();
      if (pod == null || container == null) {
        cells.add(new Cell(task.name(), null, null, Arrival.NOT_COMPARED));
        continue;
      }
      Asked of = new Asked(pod, container, task.mount(archive));
      cells.add(cell(task, of, asked.apply(of), observed, same));
    }
    if (cells.stream().anyMatch(c -> c.specified() != null)) {
      settings.add(new Setting(name, cells));
    }
  }

  private static Cell cell(
      RunTask task,
      Asked of,
      @Nullable Object asked,
      BiFunction<Asked, ObservedStep, @Nullable Object> observed,
      @Nullable BiPredicate<String, String> same) {
    String specified = asked == null ? null : asked.toString();
    for (ObservedStep step : task.observed()) {
      Object seen = step.compact() ? null : observed.apply(of, step);
      if (seen != null) {
        String text = seen.toString();
        Arrival arrival =
            specified == null || same == null
                ? Arrival.NOT_COMPARED
                : same.test(specified, text) ? Arrival.ARRIVED : Arrival.NOT_ARRIVED;
        return new Cell(task.name(), specified, text, arrival);
      }
    }
    return new Cell(task.name(), specified, null, Arrival.NOT_COMPARED);
  }
}
