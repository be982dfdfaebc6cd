package dev.custody.gate;

import static dev.custody.diagnosis.SampleArchive.digest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.diagnosis.SampleArchive;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.oci.ArchiveChecks;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.ArchivedImage;
import dev.custody.oci.Depth;
import dev.custody.oci.Digest;
import dev.custody.oci.Instance;
import dev.custody.oci.Problem;
import dev.custody.record.CompactRecord;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.ObservedArchive;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.Samples;
import dev.custody.record.TemporaryDirectory;
import dev.custody.record.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {
  /** What differs, the verdict, and every difference's field; those that close come first. */
  static Stream<Arguments> pairs() {
    return Stream.of(
        pair("nothing", GateTest::asItWas, GateTest::asItWas, VerdictWord.PASS),
        pair(
            "exported again: other index.json and size",
            GateTest::asItWas,
            a -> {
              a.index = digest('9');
              a.size += 512;
            },
            VerdictWord.PASS,
            "digest of index.json",
            "size"),
        pair("other path", GateTest::asItWas, a -> a.path = "/mnt/image.tar", VerdictWord.PASS),
        pair(
            "creation time",
            GateTest::asItWas,
            a -> a.created = "2000-01-01T00:00:00Z",
            VerdictWord.PASS),
        pair(
            "looked at more closely",
            GateTest::asItWas,
            a -> a.depth = Depth.LAYERS,
            VerdictWord.PASS),
        pair(
            "compressed since",
            GateTest::asItWas,
            a -> {
              a.compression = ArchiveFile.Compression.GZIP;
              a.size /= 2;
            },
            VerdictWord.PASS,
            "size"),
        pair(
            "unpacked into a layout",
            GateTest::asItWas,
            a -> {
              a.format = ArchiveFile.Format.OCI_LAYOUT;
              a.size -= 4096;
            },
            VerdictWord.PASS,
            "size",
            "format"),
        pair(
            "another image",
            GateTest::asItWas,
            SampleArchive::otherImage,
            VerdictWord.FAIL,
            "manifest digest",
            "config digest",
            "diffID of layer 2",
            "digest of index.json"),
        pair(
            "the same layers compressed otherwise",
            GateTest::asItWas,
            a -> a.manifest = digest('b'),
            VerdictWord.FAIL,
            "manifest digest"),
        pair(
            "wrapped in an index",
            GateTest::asItWas,
            SampleArchive::nested,
            VerdictWord.FAIL,
            "manifest digest"),
        pair(
            "both docker-archives: the layers may be others",
            SampleArchive::docker,
            SampleArchive::docker,
            VerdictWord.UNKNOWN),
        pair(
            "both docker-archives, the layers read",
            SampleArchive::docker,
            GateTest::dockerRead,
            VerdictWord.PASS),
        pair(
            "docker-archives of other images",
            SampleArchive::docker,
            a -> {
              a.docker();
              a.config = digest('c');
            },
            VerdictWord.FAIL,
            "config digest"),
        pair(
            "OCI recorded, docker observed",
            GateTest::asItWas,
            SampleArchive::docker,
            VerdictWord.FAIL,
            "format"),
        pair(
            "docker recorded, OCI observed: its layers may be others",
            SampleArchive::docker,
            GateTest::asItWas,
            VerdictWord.UNKNOWN,
            "format"),
        pair(
            "docker recorded, OCI observed, every layer compared",
            SampleArchive::docker,
            a -> a.layersCompared = 2L,
            VerdictWord.PASS,
            "format"),
        pair(
            "only diffIDs in common",
            SampleArchive::docker,
            a -> {
              dockerRead(a);
              a.config = null;
            },
            VerdictWord.PASS),
        pair(
            "a layer fewer, no other digest",
            SampleArchive::docker,
            a -> {
              a.docker();
              a.config = null;
              a.diffIds = List.of(digest('6'));
            },
            VerdictWord.FAIL,
            "diffID of layer 2"),
        pair(
            "only index.json in common",
            a -> onlyIndexAndSize(a),
            GateTest::asItWas,
            VerdictWord.PASS),
        pair(
            "only index.json in common, and other",
            a -> onlyIndexAndSize(a),
            a -> a.index = digest('9'),
            VerdictWord.FAIL,
            "digest of index.json"),
        pair(
            "only the size in common",
            a -> {
              onlyIndexAndSize(a);
              a.index = null;
            },
            GateTest::asItWas,
            VerdictWord.UNKNOWN),
        pair(
            "only the size in common, and other",
            a -> {
              onlyIndexAndSize(a);
              a.index = null;
            },
            a -> a.size -= 1,
            VerdictWord.FAIL,
            "size"),
        pair(
            "nothing recorded of the image",
            SampleArchive::unread,
            SampleArchive::unread,
            VerdictWord.UNKNOWN),
        pair(
            "damaged, though the digest is the recorded one",
            GateTest::asItWas,
            a -> a.problem(Problem.Kind.BLOB_MISSING, "blobs/sha256/4444", null, null),
            VerdictWord.FAIL,
            "blobs/sha256/4444"),
        pair(
            "not readable",
            GateTest::asItWas,
            a -> {
              a.unread();
              a.size = 0;
              a.problem(Problem.Kind.ACCESS_DENIED, "open", null, null);
            },
            VerdictWord.UNKNOWN),
        pair(
            "another image and not all of it readable",
            GateTest::asItWas,
            a -> {
              a.otherImage();
              a.problem(Problem.Kind.READ_ERROR, "offset 512", null, null);
            },
            VerdictWord.FAIL,
            "manifest digest",
            "config digest",
            "diffID of layer 2",
            "digest of index.json"),
        pair("changed while read", GateTest::asItWas, a -> a.stable = false, VerdictWord.UNKNOWN),
        pair("stability unknown", GateTest::asItWas, a -> a.stable = null, VerdictWord.PASS),
        pair(
            "damage recorded at a depth not looked at now",
            a -> {
              a.depth = Depth.CONTENT;
              a.problem(Problem.Kind.DIGEST_MISMATCH, "blobs/sha256/4444", null, null);
            },
            GateTest::asItWas,
            VerdictWord.UNKNOWN),
        pair(
            "damage recorded that is gone",
            a -> a.problem(Problem.Kind.CHANGED_WHILE_READ, "size", null, null),
            GateTest::asItWas,
            VerdictWord.PASS));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("pairs")
  void comparesWhatMustNotChange(
      String name,
      ArchiveEvidence recorded,
      ArchiveEvidence observed,
      VerdictWord word,
      List<String> fields) {
    Verdict verdict = Gate.compare(List.of(recorded(recorded)), observed(observed));
    assertEquals(word, verdict.word(), verdict.toString());
    assertEquals(fields, verdict.differences().stream().map(Difference::what).toList());
    if (verdict instanceof Verdict.Pass pass) {
      assertEquals(1, pass.matched().size(), pass.toString());
    }
  }

  /**
   * The digest given, what is changed in the archive, the verdict, a piece of the only sentence.
   */
  static Stream<Arguments> digests() {
    return Stream.of(
        Arguments.of('2', archive(GateTest::asItWas), VerdictWord.PASS, ""),
        Arguments.of(
            'f',
            archive(GateTest::asItWas),
            VerdictWord.FAIL,
            "manifest digest: recorded sha256:ffff"),
        Arguments.of(
            '3', archive(GateTest::asItWas), VerdictWord.FAIL, "(--digest): the config digest"),
        Arguments.of(
            '1',
            archive(GateTest::asItWas),
            VerdictWord.FAIL,
            "(--digest): the digest of index.json"),
        Arguments.of(
            '5',
            archive(GateTest::asItWas),
            VerdictWord.FAIL,
            "(--digest): the digest of layer 2 of 2"),
        Arguments.of(
            '7',
            archive(GateTest::asItWas),
            VerdictWord.FAIL,
            "(--digest): the diffID of layer 2 of 2"),
        Arguments.of(
            '0', archive(a -> a.archiveDigest = digest('0')), VerdictWord.FAIL, "archive file"),
        Arguments.of('8', archive(SampleArchive::nested), VerdictWord.PASS, ""),
        Arguments.of(
            '2',
            archive(SampleArchive::nested),
            VerdictWord.PASS,
            "manifest digest of linux/amd64"),
        Arguments.of('8', archive(SampleArchive::incomplete), VerdictWord.UNKNOWN, ""),
        Arguments.of(
            '2',
            archive(SampleArchive::incomplete),
            VerdictWord.PASS,
            "manifest digest of linux/amd64"),
        Arguments.of('3', archive(SampleArchive::docker), VerdictWord.UNKNOWN, ""),
        Arguments.of('3', archive(GateTest::dockerRead), VerdictWord.PASS, ""),
        Arguments.of('2', archive(SampleArchive::docker), VerdictWord.UNKNOWN, ""),
        Arguments.of('4', archive(SampleArchive::docker), VerdictWord.FAIL, "layer 1 of 2"),
        Arguments.of('2', archive(SampleArchive::unread), VerdictWord.UNKNOWN, ""));
  }

  @ParameterizedTest(name = "{0} {2} {3}")
  @MethodSource("digests")
  void takesALoneDigestForTheManifestOnly(
      char digit, Consumer<SampleArchive> change, VerdictWord word, String sentence) {
    Verdict verdict =
        Gate.compare(
            List.of(new RecordedEvidence.DigestOnly("--digest", digest(digit))),
            observed(sample(change)));
    assertEquals(word, verdict.word(), verdict.toString());
    assertEquals(sentence.isEmpty() ? 0 : 1, verdict.differences().size(), verdict.toString());
    verdict.differences().forEach(d -> assertTrue(d.sentence().contains(sentence), d.sentence()));
  }

  /** No push from there publishes the index; its record says which archive was meant. */
  @Test
  void anIndexOfWhichAPlatformIsMissingNeedsTheRecordOfTheSameArchive() {
    ArchiveEvidence part = sample(SampleArchive::incomplete);
    Verdict verdict =
        Gate.compare(
            List.of(new RecordedEvidence.DigestOnly("--digest", digest('8'))), observed(part));
    String reason = assertInstanceOf(Verdict.Unknown.class, verdict).reasons().getFirst();
    assertEquals(
        "/workspace/source/image.tar does not hold all of the index that --digest names, so no push"
            + " from it publishes this index: linux/arm64 ("
            + digest('9')
            + ") is missing or incomplete; a push publishes linux/amd64 ("
            + digest('2')
            + "). Give that digest, the record of this archive, or export all platforms",
        reason);
    assertEquals(
        VerdictWord.PASS,
        Gate.compare(List.of(recorded(part)), observed(part)).word(),
        "the same archive");
    ArchiveEvidence whole = sample(SampleArchive::nested);
    assertEquals(
        VerdictWord.UNKNOWN, Gate.compare(List.of(recorded(whole)), observed(other(part))).word());
  }

  /** With --all an older skopeo pushes another index; whoever recorded both digests is met. */
  @Test
  void anIndexThatSomeVersionsRewriteNeedsTheRecordOrThePlatformsDigest() {
    ArchiveEvidence index =
        sample(a -> {
          a.nested();
          a.rewritten = "manifests[1].artifactType, which skopeo before 1.16 does not copy";
        });
    Verdict verdict =
        Gate.compare(
            List.of(new RecordedEvidence.DigestOnly("--digest", digest('8'))), observed(index));
    assertEquals(
        "--digest is the digest of an index with manifests[1].artifactType, which skopeo before"
            + " 1.16 does not copy: with --all it pushes an index with another digest. Give the"
            + " digest of a platform's manifest ("
            + digest('2')
            + ") if one platform is pushed, or the record of this archive",
        assertInstanceOf(Verdict.Unknown.class, verdict).reasons().getFirst());
    assertEquals(VerdictWord.PASS, Gate.compare(List.of(recorded(index)), observed(index)).word());
  }

  @Test
  void aDigestOfOneOfSeveralImagesDecidesNothingWhereNoneWasChosen() {
    ArchiveEvidence one = sample(GateTest::asItWas);
    ArchiveEvidence none = new ArchiveEvidence(one.file(), ArchivedImage.none(), one.checks());
    Verdict verdict =
        Gate.compare(
            List.of(new RecordedEvidence.DigestOnly("--digest", digest('2'))), observed(none));
    assertEquals(
        "--digest is the digest of an image of this archive, but none of its images was chosen, so"
            + " it is not known which one a push publishes",
        assertInstanceOf(Verdict.Unknown.class, verdict).reasons().getFirst());
  }

  private static ArchiveEvidence other(ArchiveEvidence part) {
    return sample(a -> {
      a.incomplete();
      a.size = part.file().size() - 1024;
    });
  }

  @Test
  void wordsBothSides() {
    assertEquals(
        "manifest digest: recorded " + digest('2') + " (build.json), observed " + digest('b'),
        Gate.compare(
                List.of(recorded(sample(GateTest::asItWas))),
                observed(sample(SampleArchive::otherImage)))
            .differences()
            .getFirst()
            .sentence());
  }

  @Test
  void namesTheTwoThatContradictEachOther() {
    Verdict verdict =
        Gate.compare(
            List.of(
                recorded(sample(GateTest::asItWas)),
                new RecordedEvidence.DigestOnly("--digest", digest('f'))),
            observed(sample(GateTest::asItWas)));
    assertEquals(VerdictWord.FAIL, verdict.word());
    assertEquals(
        "manifest digest: recorded "
            + digest('f')
            + " (--digest), but recorded "
            + digest('2')
            + " (build.json)",
        verdict.differences().getFirst().sentence());
  }

  @Test
  void saysOnceThatADigestIsOfAnotherKind() {
    Verdict verdict =
        Gate.compare(
            List.of(
                recorded(sample(GateTest::asItWas)),
                new RecordedEvidence.DigestOnly("--digest", digest('3'))),
            observed(sample(GateTest::asItWas)));
    assertEquals(VerdictWord.FAIL, verdict.word());
    assertEquals(1, verdict.differences().size(), verdict.toString());
  }

  @Test
  void noticesARecordRewrittenOnTheVolume() {
    ExecutionRecord file = observed(sample(GateTest::asItWas));
    RecordedEvidence onTheVolume = new RecordedEvidence.Full("build.json", file, digest('a'));
    RecordedEvidence vouchedFor =
        new RecordedEvidence.Compact(
            "--recorded-compact", CompactRecord.of(file, "{}".getBytes(StandardCharsets.UTF_8)));
    Verdict verdict =
        Gate.compare(List.of(onTheVolume, vouchedFor), observed(sample(GateTest::asItWas)));
    assertEquals(VerdictWord.FAIL, verdict.word());
    assertEquals("sha256 of the record", verdict.differences().getFirst().what());
  }

  @Test
  void passesOnlyWhenEveryRecordIsMet() {
    RecordedEvidence empty = new RecordedEvidence.Full("denied.json", Samples.record(null), null);
    Verdict verdict =
        Gate.compare(
            List.of(recorded(sample(GateTest::asItWas)), empty),
            observed(sample(GateTest::asItWas)));
    assertEquals(
        List.of(
            "denied.json is from a step that could not read the archive, so there is nothing to"
                + " compare with"),
        assertInstanceOf(Verdict.Unknown.class, verdict).reasons());
  }

  @Test
  void cannotTellWithoutAnythingToCompare() {
    assertEquals(
        VerdictWord.UNKNOWN, Gate.compare(List.of(), observed(sample(GateTest::asItWas))).word());
    ExecutionRecord nothing = Samples.record(null);
    assertEquals(
        VerdictWord.UNKNOWN,
        Gate.compare(List.of(recorded(sample(GateTest::asItWas))), nothing).word());
  }

  @Test
  void acceptsACompactRecord() {
    ExecutionRecord build = observed(sample(GateTest::asItWas));
    CompactRecord compact = CompactRecord.of(build, "{}".getBytes(StandardCharsets.UTF_8));
    RecordedEvidence recorded = new RecordedEvidence.Compact("--recorded-compact", compact);
    assertEquals(VerdictWord.PASS, Gate.compare(List.of(recorded), build).word());
    Verdict verdict = Gate.compare(List.of(recorded), observed(sample(SampleArchive::otherImage)));
    assertEquals(VerdictWord.FAIL, verdict.word());
    assertTrue(
        verdict.differences().getFirst().sentence().contains("(--recorded-compact)"),
        verdict.toString());
  }

  /** Every recorded archive of {@link #pairs} and {@link #digests} with every observed one. */
  static Stream<Arguments> archives() {
    List<ArchiveEvidence> all =
        Stream.concat(
                pairs().flatMap(pair -> Stream.of(pair.get()[1], pair.get()[2])),
                digests().map(one -> sample(consumer(one.get()[1]))))
            .map(ArchiveEvidence.class::cast)
            // Only a config lists diffIDs, and a compact record keeps its digest.
            .filter(one -> one.image().config() != null || one.image().diffIds().isEmpty())
            .flatMap(archive -> Stream.of(Depth.values()).map(depth -> at(depth, archive)))
            .distinct()
            .toList();
    return all.stream().map(recorded -> Arguments.of(recorded, all));
  }

  @SuppressWarnings("unchecked")
  private static Consumer<SampleArchive> consumer(Object change) {
    return (Consumer<SampleArchive>) change;
  }

  private static ArchiveEvidence at(Depth depth, ArchiveEvidence archive) {
    ArchiveChecks checks = archive.checks();
    return new ArchiveEvidence(
        archive.file(),
        archive.image(),
        new ArchiveChecks(
            depth,
            checks.blobsHashed(),
            checks.bytesHashed(),
            checks.layersCompared(),
            checks.unnamedBlobs(),
            checks.problems(),
            checks.notes()));
  }

  /** A compact record gives the verdict of the full one, or none; alone and beside a digest. */
  @ParameterizedTest
  @MethodSource("archives")
  void aCompactRecordOpensTheGateOnlyWhereItsFullRecordDoes(
      ArchiveEvidence recorded, List<ArchiveEvidence> observed) {
    ExecutionRecord record = observed(recorded);
    RecordedEvidence full = new RecordedEvidence.Full("build.json", record, null);
    RecordedEvidence compact = compact(record);
    for (ArchiveEvidence archive : observed) {
      for (char digit : "0123456789f".toCharArray()) {
        RecordedEvidence digest = new RecordedEvidence.DigestOnly("--digest", digest(digit));
        sameOrUnknown(
            Gate.compare(List.of(full, digest), observed(archive)),
            Gate.compare(List.of(compact, digest), observed(archive)));
      }
      sameOrUnknown(
          Gate.compare(List.of(full), observed(archive)),
          Gate.compare(List.of(compact), observed(archive)));
    }
  }

  /** The same where the later look is the compact one, as in a report; depth by depth. */
  @ParameterizedTest
  @MethodSource("archives")
  void aLookKnownByItsCompactRecordPassesOnlyWhereItsFullRecordDoes(
      ArchiveEvidence recorded, List<ArchiveEvidence> observed) {
    RecordedEvidence.Look full = new RecordedEvidence.Full("build.json", observed(recorded), null);
    for (ArchiveEvidence archive : observed) {
      ExecutionRecord record = observed(archive);
      Verdict whole = Gate.compare(List.of(full), record);
      sameOrUnknown(whole, Gate.compare(List.of(full), compact(record), false));
      sameOrUnknown(
          whole, Gate.compare(List.of(compact(observed(recorded))), compact(record), false));
    }
  }

  @Test
  void aCompactRecordOfADamagedArchiveFails() {
    RecordedEvidence.Compact compact =
        compact(
            observed(
                sample(a ->
                    a.problem(Problem.Kind.DIGEST_MISMATCH, "blobs/sha256/4444", null, null))));
    Verdict verdict =
        Gate.compare(
            List.of(
                new RecordedEvidence.Full("build.json", observed(sample(GateTest::asItWas)), null)),
            compact,
            true);
    assertEquals(VerdictWord.FAIL, verdict.word());
    assertInstanceOf(Difference.DamageInCompact.class, verdict.leading());
  }

  /** Sources that contradict each other stand first, and say less than another image. */
  @Test
  void anotherImageLeadsWhereverItStands() {
    Verdict verdict =
        Gate.compare(
            List.of(
                recorded(sample(GateTest::asItWas)), recorded(sample(SampleArchive::otherImage))),
            observed(sample(GateTest::asItWas)));
    assertInstanceOf(Difference.Disagreement.class, verdict.differences().getFirst());
    assertInstanceOf(Difference.OtherImage.class, verdict.leading());
  }

  private static void sameOrUnknown(Verdict full, Verdict compact) {
    assertTrue(
        compact.word() == full.word() || compact.word() == VerdictWord.UNKNOWN,
        () -> "full: " + full + "\ncompact: " + compact);
  }

  private static RecordedEvidence.Compact compact(ExecutionRecord record) {
    return new RecordedEvidence.Compact(
        "--recorded-compact", CompactRecord.of(record, "{}".getBytes(StandardCharsets.UTF_8)));
  }

  /** What the full record says, where it is enough to open or close the gate. */
  static Stream<Arguments> decidedByCompactRecords() {
    Consumer<SampleArchive> damaged =
        a -> {
          a.depth = Depth.CONTENT;
          a.problem(Problem.Kind.DIGEST_MISMATCH, "blobs/sha256/4444", null, null);
        };
    return Stream.of(
        pair("nothing", GateTest::asItWas, GateTest::asItWas, VerdictWord.PASS),
        pair("damage not looked at", damaged, GateTest::asItWas, VerdictWord.UNKNOWN),
        pair("damage looked at", damaged, a -> a.depth = Depth.CONTENT, VerdictWord.PASS),
        pair(
            "the same part of an index",
            SampleArchive::incomplete,
            SampleArchive::incomplete,
            VerdictWord.PASS),
        pair(
            "a part of the index, with its index.json and size",
            a -> {
              a.incomplete();
              a.instances =
                  a.instances.stream().map(one -> new Instance(one.manifest(), 0)).toList();
            },
            SampleArchive::incomplete,
            VerdictWord.UNKNOWN));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("decidedByCompactRecords")
  void aCompactRecordKeepsWhatDecides(
      String name,
      ArchiveEvidence recorded,
      ArchiveEvidence observed,
      VerdictWord word,
      List<String> fields) {
    ExecutionRecord record = observed(recorded);
    Verdict verdict = Gate.compare(List.of(compact(record)), observed(observed));
    assertEquals(word, verdict.word(), verdict.toString());
    assertEquals(word, Gate.compare(List.of(recorded(recorded)), observed(observed)).word());
    assertEquals(fields, verdict.differences().stream().map(Difference::what).toList());
  }

  /**
   * Custody 0.1 did not say whether the archive was sound; only the deepest look can replace it.
   */
  @Test
  void aCompactRecordOfCustody01NeedsTheLayersRead() throws Exception {
    CompactRecord now =
        CompactRecord.of(
            observed(sample(GateTest::asItWas)), "{}".getBytes(StandardCharsets.UTF_8));
    RecordedEvidence old =
        new RecordedEvidence.Compact(
            "--recorded-compact",
            CompactRecord.parse(now.json().replace(",\"depth\":0", ""), "old"));
    for (Depth depth : Depth.values()) {
      assertEquals(
          depth == Depth.LAYERS ? VerdictWord.PASS : VerdictWord.UNKNOWN,
          Gate.compare(List.of(old), observed(sample(a -> a.depth = depth))).word(),
          depth.toString());
    }
    assertEquals(
        VerdictWord.FAIL,
        Gate.compare(List.of(old), observed(sample(SampleArchive::otherImage))).word());
    for (char document : "fe".toCharArray()) {
      Digest written = document == 'f' ? now.record() : digest(document);
      RecordedEvidence full =
          new RecordedEvidence.Full("build.json", observed(sample(GateTest::asItWas)), written);
      assertEquals(
          document == 'f' ? VerdictWord.PASS : VerdictWord.FAIL,
          Gate.compare(List.of(full, old), observed(sample(GateTest::asItWas))).word(),
          "beside " + (document == 'f' ? "its own" : "another") + " full record");
    }
  }

  /** Everything of a record but the archive may change: who, where, when. */
  @Test
  void looksAtNothingButTheArchive() {
    ExecutionRecord bare = observed(sample(GateTest::asItWas));
    ExecutionRecord other =
        new ExecutionRecord(
            "2",
            "9.9",
            Instant.EPOCH,
            Samples.record().step(),
            new ProcessIdentity(null, null, null, null, null, "other", null, null, Map.of()),
            List.of(),
            new ObservedArchive(
                new PathWalk("/elsewhere", bare.archive().walk().components(), null),
                null,
                bare.archive().evidence(),
                null,
                null,
                null),
            List.of(),
            Workspace.of(null),
            new TemporaryDirectory(null, List.of()),
            List.of(),
            List.of());
    Verdict verdict =
        Gate.compare(List.of(new RecordedEvidence.Full("build.json", bare, null)), other);
    assertEquals(List.of(), verdict.differences());
    assertEquals(VerdictWord.PASS, verdict.word());
  }

  private static Arguments pair(
      String name,
      Consumer<SampleArchive> recorded,
      Consumer<SampleArchive> observed,
      VerdictWord word,
      String... fields) {
    return Arguments.of(name, sample(recorded), sample(observed), word, List.of(fields));
  }

  private static void asItWas(SampleArchive archive) {}

  /** A docker-archive whose layers were compared with the diffIDs of its config. */
  private static void dockerRead(SampleArchive archive) {
    archive.docker();
    archive.depth = Depth.CONTENT;
  }

  private static void onlyIndexAndSize(SampleArchive archive) {
    Digest index = archive.index;
    archive.unread();
    archive.index = index;
  }

  private static Consumer<SampleArchive> archive(Consumer<SampleArchive> change) {
    return change;
  }

  private static ArchiveEvidence sample(Consumer<SampleArchive> change) {
    SampleArchive archive = new SampleArchive();
    change.accept(archive);
    return archive.build();
  }

  private static RecordedEvidence recorded(ArchiveEvidence archive) {
    return new RecordedEvidence.Full("build.json", observed(archive), null);
  }

  private static ExecutionRecord observed(ArchiveEvidence archive) {
    return Samples.record(archive);
  }
}
