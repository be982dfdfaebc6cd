package dev.custody.report.run;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.ClusterReader;
import dev.custody.cluster.TaskRun;
import dev.custody.linux.InputFile;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordJson;
import dev.custody.record.UnreadableRecordException;
import dev.custody.report.log.LogEvidence;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records gathered from files, directories and logs. What cannot be read is listed, never fatal; a
 * directory may hold other JSON files, which are only counted. What is read is bounded, since a
 * volume may hold anything.
 */
public final class RecordCollection {
  /** Bytes read in all, so that a report ends in minutes; {@link KeptRecords} bounds memory. */
  private static final long MAX_TOTAL = 256L << 20;

  /** More complaints than this help nobody. */
  private static final int MAX_UNREADABLE = 1000;

  private final KeptRecords records = new KeptRecords();
  private final List<String> unreadable = new ArrayList<>();
  private final LogEvidence logs = new LogEvidence();
  private ClusterDump cluster = ClusterDump.NONE;
  private long left = MAX_TOTAL;
  private int others;
  private int silentLogs;

  /** Records found in logs, kept or not. */
  private int found;

  private final List<Statements.Word> statements = new ArrayList<>();

  /** The records, in the order found. */
  public List<FoundRecord> records() {
    return records.all();
  }

  /** One sentence if records were left out, since not all of them fit into memory; else null. */
  @Nullable String leftOut() {
    return records.leftOut();
  }

  /** How many logs said nothing of any archive. */
  int silentLogs() {
    return silentLogs;
  }

  /** One sentence for everything that should have been a record and could not be read. */
  public List<String> unreadable() {
    return List.copyOf(unreadable);
  }

  /** How many JSON files of the directories were no records. */
  public int others() {
    return others;
  }

  /** What the statements say that lie among the records. */
  List<Statements.Word> statements() {
    return List.copyOf(statements);
  }

  /** What the logs say beside records. */
  public LogEvidence logs() {
    return logs;
  }

  /** What the cluster's dumps say; nothing without them. */
  public ClusterDump cluster() {
    return cluster;
  }

  /**
   * Adds what kubectl dumped, or a folder of such files, as a must-gather is, and the compact
   * records in the results of its task runs.
   */
  public RecordCollection addCluster(Path path, String name) {
    if (!Files.isDirectory(path)) {
      return addCluster(path, name, false);
    }
    Map<Path, String> files = FolderFiles.DUMPS.in(path, name, unreadable::add);
    files.forEach((file, called) -> addCluster(file, called, true));
    if (cluster.isEmpty()) {
      unreadable.add(
          name
              + ": no PipelineRun, TaskRun, Pod, claim, volume or event is in its JSON and YAML"
              + " files ("
              + files.size()
              + ")");
    }
    return this;
  }

  private RecordCollection addCluster(Path path, String name, boolean oneOfMany) {
    try (InputStream in = InputFile.open(path)) {
      return addCluster(in, name, oneOfMany);
    } catch (IOException e) {
      unreadable.add(FolderFiles.because(name, e));
      return this;
    }
  }

  /** Adds what kubectl dumped, and the compact records in the results of its task runs. */
  public RecordCollection addCluster(InputStream in, String name) {
    return addCluster(in, name, false);
  }

  private RecordCollection addCluster(InputStream in, String name, boolean oneOfMany) {
    try {
      ClusterDump dump = ClusterReader.read(in, name);
      // A folder holds files of other kinds too.
      if (!oneOfMany || !dump.isEmpty()) {
        unreadable.addAll(dump.problems());
      }
      cluster = cluster.and(dump);
      for (TaskRun taskRun : dump.taskRuns()) {
        FoundRecord.Giver giver = new FoundRecord.Giver(taskRun.displayName(), taskRun.name());
        ResultRecords.of(taskRun, name)
            .forEach((json, source) -> embedded(json, source, true, giver));
      }
    } catch (IOException e) {
      unreadable.add(FolderFiles.because(name, e));
    }
    return this;
  }

  /** Adds a file, or the JSON files of a directory; {@code name} is how messages call it. */
  public RecordCollection add(Path path, String name) {
    if (Files.isDirectory(path)) {
      directory(path, name);
    } else {
      file(path, name, false);
    }
    return this;
  }

  /** Adds one record from a stream. */
  public RecordCollection add(InputStream in, String name) {
    try {
      record(text(in, name), name, null, false);
    } catch (UnreadableRecordException e) {
      unreadable.add(e.getMessage());
    } catch (IOException e) {
      unreadable.add(FolderFiles.because(name, e));
    }
    return this;
  }

  /** Adds a record that was handed on as text, unless the collection has that document already. */
  void addUnlessKnown(@Nullable String json, String name, FoundRecord.Giver giver) {
    if (json == null) {
      return;
    }
    try {
      FoundRecord found = FoundRecord.parse(json, name, false).from(giver);
      boolean known = records().stream().anyMatch(r -> r.at().equals(found.at()));
      if (!known) {
        records.add(found, json.length());
      }
    } catch (UnreadableRecordException e) {
      unreadable.add(String.valueOf(e.getMessage()));
    }
  }

  /** Adds the records embedded in the log of steps. */
  public RecordCollection addLog(Path path, String name) {
    if (Files.isDirectory(path)) {
      FolderFiles.LOGS.in(path, name, unreadable::add).forEach(this::addLog);
      return this;
    }
    try (InputStream in = InputFile.open(path)) {
      return addLog(in, name);
    } catch (IOException e) {
      unreadable.add(FolderFiles.because(name, e));
      return this;
    }
  }

  /** Adds the records embedded in the log of steps. */
  public RecordCollection addLog(InputStream in, String name) {
    int before = found + unreadable.size() + logs.size();
    BoundedInputStream bounded = new BoundedInputStream(in, left);
    try {
      BufferedInputStream buffered = new BufferedInputStream(bounded);
      String mistaken = MistakenLog.in(buffered);
      if (mistaken != null) {
        unreadable.add(name + ": " + mistaken);
        return this;
      }
      LogRecords.scan(
          new BufferedReader(new InputStreamReader(buffered, StandardCharsets.UTF_8)),
          (json, line, complete) -> embedded(json, name + " line " + line, complete, null),
          (number, line) -> logs.line(name, number, line));
    } catch (IOException e) {
      unreadable.add(FolderFiles.because(name, e));
    }
    left -= bounded.count();
    if (bounded.cut()) {
      unreadable.add(name + ": only its first " + bounded.count() + " bytes were searched");
    }
    if (found + unreadable.size() + logs.size() == before) {
      silentLogs++;
    }
    return this;
  }

  private void embedded(
      String json, String source, boolean complete, FoundRecord.@Nullable Giver giver) {
    if (!DocumentKind.of(json).holdsRecord()) {
      return;
    }
    if (unreadable.size() == MAX_UNREADABLE) {
      unreadable.add(source + ": too many damaged records; the rest was not read");
    }
    if (unreadable.size() > MAX_UNREADABLE) {
      return;
    }
    try {
      if (!complete) {
        throw new UnreadableRecordException(
            source + ": the record that begins here has no end; the log was cut or mixed");
      }
      found++;
      FoundRecord record = FoundRecord.parse(json, source, false);
      records.add(giver == null ? record : record.from(giver), json.length());
    } catch (UnreadableRecordException e) {
      unreadable.add(e.getMessage());
    }
  }

  private void directory(Path directory, String name) {
    FolderFiles.RECORDS
        .in(directory, name, unreadable::add)
        .forEach((file, called) -> file(file, called, true));
  }

  private void file(Path file, String name, boolean maybeOther) {
    // A file of a directory may have become a link since it was listed.
    LinkOption[] follow =
        maybeOther ? new LinkOption[] {LinkOption.NOFOLLOW_LINKS} : new LinkOption[0];
    try (InputStream in = InputFile.open(file, follow)) {
      record(text(in, name), name, name, maybeOther);
    } catch (UnreadableRecordException e) {
      unreadable.add(e.getMessage());
    } catch (IOException e) {
      unreadable.add(FolderFiles.because(name, e));
    }
  }

  private void record(String json, String name, @Nullable String file, boolean maybeOther)
      throws UnreadableRecordException {
    DocumentKind kind = DocumentKind.of(json);
    if (kind == DocumentKind.STATEMENT) {
      statements.add(Statements.of(json, name));
      return;
    }
    if (maybeOther && !json.isBlank() && !kind.holdsRecord()) {
      others++;
      return;
    }
    FoundRecord record = FoundRecord.parse(json, name, true);
    records.add(file == null ? record : record.in(file), json.length());
  }

  private String text(InputStream in, String name) throws IOException, UnreadableRecordException {
    int limit = (int) Math.min(RecordJson.MAX_BYTES, left);
    byte[] bytes = in.readNBytes(limit + 1);
    RecordFile.refuseOtherFiles(bytes, name);
    if (bytes.length > limit) {
      throw new UnreadableRecordException(
          name
              + (limit < RecordJson.MAX_BYTES
                  ? ": not read, since all records together exceed 256 MiB; name fewer"
                  : ": larger than "
                      + (RecordJson.MAX_BYTES >> 20)
                      + " MiB, so it is not a record"));
    }
    left -= bytes.length;
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
