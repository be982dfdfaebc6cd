package dev.custody.cli;

import dev.custody.oci.AskedDigest;
import dev.custody.oci.Digest;
import dev.custody.record.CompactRecord;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.UnreadableRecordException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The recorded evidence to compare the archive with; several kinds and several of each may be
 * given. An empty one is an error, since a result that did not arrive would otherwise leave the
 * gate to the sources beside it; {@code none} says that there is none.
 */
final class RecordedOptions {
  private static final String NONE = "none";

  @Option(
      names = "--recorded",
      paramLabel = "FILE",
      description =
          "A record that custody record wrote; - reads it from standard input. The word none, here"
              + " and in the next two options, stands for no record; an empty value is an error,"
              + " since it may be a result that did not arrive. Repeatable.")
  private List<String> files = List.of();

  @Option(
      names = "--recorded-compact",
      paramLabel = "JSON",
      description = "A compact record, as a Tekton result carries it. Repeatable.")
  private List<String> compacts = List.of();

  @Option(
      names = "--digest",
      paramLabel = "DIGEST",
      description =
          "The manifest digest: sha256:…, NAME@sha256:…, bare digits, or at least twelve "
              + "of them. Repeatable.")
  private List<String> digests = List.of();

  /**
   * One piece of evidence for each source, readable or not, without the digests given only by their
   * beginning: see {@link #complete}.
   */
  List<RecordedEvidence> read(Session session, CommandLine command) {
    List<RecordedEvidence> recorded = new ArrayList<>();
    for (String file : given("--recorded", files, command)) {
      if (file.startsWith("{")) {
        recorded.add(
            new RecordedEvidence.Unreadable(
                "--recorded",
                "--recorded takes the name of a file, and this is JSON; give the text of a compact"
                    + " record with --recorded-compact"));
        continue;
      }
      try {
        RecordFile.Loaded loaded = session.record(file);
        recorded.add(new RecordedEvidence.Full(file, loaded.record(), loaded.digest()));
      } catch (UnreadableRecordException e) {
        recorded.add(unreadable(file, e));
      }
    }
    String source = "--recorded-compact";
    for (String json : given(source, compacts, command)) {
      try {
        recorded.add(new RecordedEvidence.Compact(source, CompactRecord.parse(json, source)));
      } catch (UnreadableRecordException e) {
        recorded.add(unreadable(source, e));
      }
    }
    for (String digest : given("--digest", digests, command)) {
      Digest whole = parse(digest, command).whole();
      if (whole != null) {
        recorded.add(new RecordedEvidence.DigestOnly("--digest", whole));
      }
    }
    if (recorded.isEmpty() && beginnings(command).isEmpty()) {
      throw new ParameterException(
          command,
          "nothing to compare with: --recorded, --recorded-compact and --digest are all none; give"
              + " one of them");
    }
    return vouchedFor(recorded);
  }

  /**
   * A compact record travels as a result, which no later task can rewrite; the full one lies on the
   * volume. Where both are given, the full one counts only with the sha256 that a compact one says.
   */
  private static List<RecordedEvidence> vouchedFor(List<RecordedEvidence> recorded) {
    List<Digest> said =
        recorded.stream()
            .filter(RecordedEvidence.Compact.class::isInstance)
            .map(evidence -> ((RecordedEvidence.Compact) evidence).document())
            .toList();
    if (said.isEmpty()) {
      return recorded;
    }
    return recorded.stream()
        .map(evidence ->
            evidence instanceof RecordedEvidence.Full full
                    && full.document() != null
                    && !said.contains(full.document())
                ? new RecordedEvidence.Unreadable(
                    full.source(),
                    full.source()
                        + " is not the record that its step wrote: its sha256 is "
                        + full.document()
                        + ", the compact record says "
                        + said.getFirst()
                        + "; it was changed or reformatted since, or is another step's: give the"
                        + " file as custody wrote it, or the compact record alone")
                : evidence)
        .toList();
  }

  private static RecordedEvidence unreadable(String source, UnreadableRecordException e) {
    return new RecordedEvidence.Unreadable(source, String.valueOf(e.getMessage()));
  }

  private static List<String> given(String option, List<String> values, CommandLine command) {
    if (values.stream().anyMatch(String::isBlank)) {
      throw new ParameterException(
          command,
          option
              + " is empty, so the result or parameter that should fill it did not arrive; give the"
              + " word none if there is nothing to compare with");
    }
    return values.stream().filter(value -> !value.equals(NONE)).toList();
  }

  /**
   * The evidence, with each shortened digest completed from the archive or manifest it is compared
   * with. One that it completes in no way, or in several, cannot be compared.
   *
   * @param digests of what is compared
   * @param of what messages call that: {@code the archive}
   */
  List<RecordedEvidence> complete(
      List<RecordedEvidence> recorded, Collection<Digest> digests, String of, CommandLine command) {
    List<RecordedEvidence> all = new ArrayList<>(recorded);
    for (AskedDigest beginning : beginnings(command)) {
      Set<Digest> found = beginning.among(digests);
      String source = "--digest " + beginning;
      all.add(
          found.size() == 1
              ? new RecordedEvidence.DigestOnly(source, found.iterator().next())
              : new RecordedEvidence.Unreadable(
                  source,
                  found.isEmpty()
                      ? "no digest in "
                          + of
                          + " begins with "
                          + beginning
                          + "; either it holds another image, or give all digits"
                      : found.size()
                          + " digests of "
                          + of
                          + " begin with "
                          + beginning
                          + "; give more digits: "
                          + found.stream()
                              .map(Digest::toString)
                              .collect(Collectors.joining(", "))));
    }
    return all;
  }

  /** The digests given only by their beginning. */
  List<AskedDigest> beginnings(CommandLine command) {
    return given("--digest", digests, command).stream()
        .map(digest -> parse(digest, command))
        .filter(asked -> asked.whole() == null)
        .toList();
  }

  private static AskedDigest parse(String digest, CommandLine command) {
    try {
      return AskedDigest.parse(digest);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, "--digest: " + e.getMessage(), e);
    }
  }
}
