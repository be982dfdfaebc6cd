package dev.custody.report.text;

import dev.custody.linux.DirectoryListing;
import dev.custody.linux.FileType;
import dev.custody.linux.ListedEntry;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.FileHash;
import dev.custody.record.RecordedEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What changed around the archive between two tasks: context, never a reason of the gate. */
public final class WorkspaceText {
  private static final int MOST_LINES = 20;

  /** Of a verdict in few lines. */
  private static final int MOST_ALIKE = 3;

  private WorkspaceText() {}

  /** Rows for a terminal or a log; empty where nothing is worth telling. */
  public static String context(List<RecordedEvidence> recorded, ExecutionRecord observed) {
    TextPage page = new TextPage();
    WorkspaceView view = WorkspaceView.of(recorded, observed);
    List<WorkspaceView.Change> rows = view.changes();
    rows.stream()
        .limit(MOST_LINES)
        .forEach(row -> page.row("workspace", row.change() + " (since " + row.since() + ")"));
    if (rows.size() > MOST_LINES) {
      page.row("workspace", (rows.size() - MOST_LINES) + " more changes");
    }
    view.lookAlikes().forEach(name -> page.row("beside it", name.toString()));
    return view.isEmpty() ? "" : page.toString();
  }

  /**
   * The same in few rows, for a verdict that needs no explanation: what one could take for the
   * archive, and how many names changed otherwise.
   */
  public static String brief(List<RecordedEvidence> recorded, ExecutionRecord observed) {
    TextPage page = new TextPage();
    WorkspaceView view = WorkspaceView.of(recorded, observed);
    List<LookAlike> alike = view.lookAlikes();
    alike.stream().limit(MOST_ALIKE).forEach(name -> page.row("beside it", name.toString()));
    if (alike.size() > MOST_ALIKE) {
      page.row("beside it", (alike.size() - MOST_ALIKE) + " more; --verbose lists them");
    }
    Map<String, Long> others =
        view.changes().stream()
            .filter(change ->
                alike.stream().noneMatch(name -> name.path().equals(change.change().path())))
            .collect(
                Collectors.groupingBy(
                    WorkspaceView.Change::since, TreeMap::new, Collectors.counting()));
    others.forEach((since, n) ->
        page.row(
            "workspace",
            n
                + (n == 1 ? " other name" : " other names")
                + " appeared, vanished or changed since "
                + since
                + "; --verbose lists them"));
    return alike.isEmpty() && others.isEmpty() ? "" : page.toString();
  }

  /** Rows for names that look like a path that does not exist; empty where there are none. */
  public static String neighbours(String path, DirectoryListing listing) {
    TextPage page = new TextPage();
    List<LookAlike> names = lookAlikes(path, listing);
    names.forEach(name -> page.row("beside it", name.toString()));
    return names.isEmpty() ? "" : page.toString();
  }

  /** What appeared, vanished or changed in the directories that both records list. */
  public static List<NameChange> changes(ExecutionRecord before, ExecutionRecord after) {
    List<NameChange> changes = new ArrayList<>();
    for (DirectoryListing now : after.workspace().listed()) {
      for (DirectoryListing then : before.workspace().listed()) {
        changes.addAll(changes(then, now));
      }
    }
    Map<String, FileHash> hashes =
        before.workspace().hashed().stream()
            .collect(Collectors.toMap(FileHash::path, h -> h, (a, _) -> a));
    for (FileHash now : after.workspace().hashed()) {
      FileHash then = hashes.get(now.path());
      if (then != null && !then.equals(now)) {
        changes.add(
            new NameChange(
                now.path(),
                false,
                "changed its content: was " + hash(then) + ", now " + hash(now)));
      }
    }
    return changes;
  }

  private static String hash(FileHash hash) {
    return hash.sha256() == null ? String.valueOf(hash.errno()) : hash.sha256().toString();
  }

  static List<NameChange> changes(DirectoryListing then, DirectoryListing now) {
    if (!then.path().equals(now.path())) {
      return List.of();
    }
    List<NameChange> changes = new ArrayList<>();
    Map<String, ListedEntry> before = byName(then);
    Map<String, ListedEntry> after = byName(now);
    String directory = now.path() + "/";
    after.forEach((name, entry) -> {
      ListedEntry old = before.get(name);
      if (old == null && complete(then)) {
        changes.add(new NameChange(directory + name, true, "appeared: " + described(entry)));
      } else if (old != null && !same(old, entry)) {
        String words = "changed: " + described(old) + ", now " + described(entry);
        changes.add(new NameChange(directory + name, false, words));
      }
    });
    before.forEach((name, entry) -> {
      if (!after.containsKey(name) && complete(now)) {
        changes.add(new NameChange(directory + name, false, "vanished: " + described(entry)));
      }
    });
    return changes;
  }

  /** Times and sizes of a directory change with every name in it, which is told by name. */
  private static boolean same(ListedEntry old, ListedEntry entry) {
    if (entry.type() != FileType.DIRECTORY || old.type() != FileType.DIRECTORY) {
      return old.equals(entry);
    }
    return old.mode() == entry.mode() && old.uid() == entry.uid() && old.gid() == entry.gid();
  }

  /** Whether a name that is not listed is not there. */
  private static boolean complete(DirectoryListing listing) {
    return listing.more() == 0 && listing.errno() == null;
  }

  private static Map<String, ListedEntry> byName(DirectoryListing listing) {
    Map<String, ListedEntry> entries = new TreeMap<>();
    listing.entries().forEach(entry -> entries.put(entry.name(), entry));
    return entries;
  }

  private static String described(ListedEntry entry) {
    return entry.type().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + String.format(Locale.ROOT, " %04o %d:%d ", entry.mode(), entry.uid(), entry.gid())
        + Sizes.brief(entry.size())
        + " "
        + entry.modified()
        + (entry.linkTarget() == null ? "" : " -> " + entry.linkTarget());
  }

  /** Names beside the archive that one could take for it, and files of its name elsewhere. */
  public static List<LookAlike> lookAlikes(ExecutionRecord observed) {
    String path = observed.archive().walk().path();
    List<DirectoryListing> listed = observed.workspace().listed();
    Stream<LookAlike> beside =
        observed.workspace().around(path).stream()
            .flatMap(listing -> lookAlikes(path, listing).stream());
    return Stream.concat(beside, listed.stream().flatMap(listing -> namesakes(path, listing)))
        .limit(MOST_LINES)
        .toList();
  }

  /** A second file of the same name, in another directory that was listed or below one. */
  static Stream<LookAlike> namesakes(String path, DirectoryListing listing) {
    String wanted = path.substring(path.lastIndexOf('/') + 1);
    return listing.entries().stream()
        .filter(entry -> entry.name().equals(wanted) || entry.name().endsWith("/" + wanted))
        .map(entry -> {
          String found = listing.path() + "/" + entry.name();
          return new LookAlike(found, found, described(entry));
        })
        .filter(namesake -> !namesake.path().equals(path));
  }

  /** Names in the path's directory that one could take for its last name. */
  public static List<LookAlike> lookAlikes(String path, DirectoryListing listing) {
    String wanted = path.substring(path.lastIndexOf('/') + 1);
    return listing.entries().stream()
        .filter(entry -> alike(wanted, entry.name()))
        .map(entry ->
            new LookAlike(listing.path() + "/" + entry.name(), entry.name(), described(entry)))
        .limit(MOST_LINES)
        .toList();
  }

  /** Another case, a temporary or earlier copy, one letter away, or two letters exchanged. */
  static boolean alike(String wanted, String name) {
    if (name.equals(wanted) || wanted.isEmpty() || name.indexOf('/') >= 0) {
      return false;
    }
    String a = wanted.toLowerCase(Locale.ROOT);
    String b = name.toLowerCase(Locale.ROOT);
    return a.equals(b)
        || b.startsWith(a)
        || b.endsWith(a)
        || a.startsWith(b + ".")
        || (b.startsWith(".") && b.contains(a))
        || (b.endsWith(".tar") && a.endsWith(".tar") && stem(b).startsWith(stem(a)))
        || oneAway(a, b);
  }

  private static String stem(String name) {
    int dot = name.indexOf('.', 1);
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static boolean oneAway(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 1) {
      return false;
    }
    int start = 0;
    while (start < a.length() && start < b.length() && a.charAt(start) == b.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < Math.min(a.length(), b.length()) - start
        && a.charAt(a.length() - 1 - end) == b.charAt(b.length() - 1 - end)) {
      end++;
    }
    int apart = Math.max(a.length(), b.length()) - start - end;
    boolean exchanged =
        apart == 2
            && a.length() == b.length()
            && a.charAt(start) == b.charAt(start + 1)
            && a.charAt(start + 1) == b.charAt(start);
    return apart <= 1 || exchanged;
  }
}
