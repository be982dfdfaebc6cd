package dev.custody.oci.image;

import static dev.custody.oci.json.GoType.Scalar.ANY;
import static dev.custody.oci.json.GoType.Scalar.BOOL;
import static dev.custody.oci.json.GoType.Scalar.BYTES;
import static dev.custody.oci.json.GoType.Scalar.INT;
import static dev.custody.oci.json.GoType.Scalar.STRING;
import static dev.custody.oci.json.GoType.Scalar.STRING_OR_STRINGS;
import static dev.custody.oci.json.GoType.Scalar.TIME;

import dev.custody.oci.Descriptor;
import dev.custody.oci.json.GoType;
import dev.custody.oci.json.GoType.AlsoAny;
import dev.custody.oci.json.GoType.ListOf;
import dev.custody.oci.json.GoType.MapOf;
import dev.custody.oci.json.GoType.Struct;
import java.util.Set;

/**
 * The Go types that containers/image decodes an archive's documents into (image-spec specs-go/v1;
 * containers/image manifest/docker_schema2.go, docker/internal/tarfile/types.go). Where versions
 * differ, these have the fields of all of them.
 */
final class ImageTypes {
  private static final GoType STRINGS = new ListOf(STRING);
  private static final GoType LABELS = new MapOf(STRING, Set.of());
  private static final GoType KEYS = new MapOf(Struct.of(), Set.of());

  /** The annotations by which containers/image chooses among descriptors. */
  private static final GoType ANNOTATIONS =
      new MapOf(STRING, Set.of(Descriptor.REF_NAME, PlatformChoice.ZSTD));

  private static final Struct PLATFORM =
      Struct.of(
          "architecture", STRING,
          "os", STRING,
          "os.version", STRING,
          "os.features", STRINGS,
          "variant", STRING);

  private static final Struct DESCRIPTOR =
      Struct.of(
          "mediaType", STRING,
          "digest", STRING,
          "size", INT,
          "urls", STRINGS,
          "annotations", ANNOTATIONS,
          "data", BYTES,
          "platform", PLATFORM,
          "artifactType", STRING);

  private static final GoType DESCRIPTORS = new ListOf(DESCRIPTOR);

  /** The part of index.json that is looked at. */
  static final Struct INDEX =
      Struct.of(
          "schemaVersion", INT,
          "mediaType", STRING,
          "artifactType", STRING,
          "manifests", DESCRIPTORS,
          "subject", DESCRIPTOR,
          "annotations", LABELS);

  /**
   * An index, a manifest list or a manifest, with the fields that only other documents have.
   * ValidateUnambiguousManifestFormat tells them apart by three fields, which Go therefore decodes
   * twice.
   */
  static final Struct INDEX_OR_MANIFEST =
      Struct.of(
          "schemaVersion", INT,
          "mediaType", STRING,
          "artifactType", STRING,
          "manifests", new AlsoAny(DESCRIPTORS),
          "config", new AlsoAny(DESCRIPTOR),
          "layers", new AlsoAny(DESCRIPTORS),
          "subject", DESCRIPTOR,
          "annotations", LABELS,
          "fsLayers", ANY,
          "history", ANY,
          "signatures", ANY);

  /** The fields that docker's manifest list has and an OCI index has not. */
  static final Struct DOCKER_LIST =
      Struct.of("manifests", new ListOf(Struct.of("platform", Struct.of("features", STRINGS))));

  /** The {@code oci-layout} file. */
  static final Struct LAYOUT = Struct.of("imageLayoutVersion", STRING);

  /** One image of a docker-archive's manifest.json. */
  static final Struct DOCKER_IMAGE =
      Struct.of(
          "Config", STRING,
          "RepoTags", STRINGS,
          "Layers", STRINGS,
          "Parent", STRING,
          "LayerSources", new MapOf(DESCRIPTOR, Set.of()));

  static final Struct OCI_CONFIG = config(STRINGS);
  static final Struct DOCKER_CONFIG = config(STRING_OR_STRINGS);

  private ImageTypes() {}

  private static Struct config(GoType command) {
    return Struct.of(
        "created", TIME,
        "author", STRING,
        "architecture", STRING,
        "os", STRING,
        "os.version", STRING,
        "os.features", STRINGS,
        "variant", STRING,
        "config", container(command),
        "rootfs", Struct.of("type", STRING, "diff_ids", STRINGS),
        "history",
            new ListOf(
                Struct.of(
                    "created", TIME,
                    "created_by", STRING,
                    "author", STRING,
                    "comment", STRING,
                    "empty_layer", BOOL)),
        "id", STRING,
        "parent", STRING,
        "comment", STRING,
        "container", STRING,
        "container_config", container(STRING_OR_STRINGS),
        "docker_version", STRING,
        "Size", INT);
  }

  private static Struct container(GoType command) {
    return Struct.of(
        "Hostname", STRING,
        "Domainname", STRING,
        "User", STRING,
        "AttachStdin", BOOL,
        "AttachStdout", BOOL,
        "AttachStderr", BOOL,
        "ExposedPorts", KEYS,
        "Tty", BOOL,
        "OpenStdin", BOOL,
        "StdinOnce", BOOL,
        "Env", STRINGS,
        "Cmd", command,
        "Healthcheck",
            Struct.of(
                "Test", STRINGS,
                "StartPeriod", INT,
                "StartInterval", INT,
                "Interval", INT,
                "Timeout", INT,
                "Retries", INT),
        "ArgsEscaped", BOOL,
        "Image", STRING,
        "Volumes", KEYS,
        "WorkingDir", STRING,
        "Entrypoint", command,
        "NetworkDisabled", BOOL,
        "MacAddress", STRING,
        "OnBuild", STRINGS,
        "Labels", LABELS,
        "StopSignal", STRING,
        "StopTimeout", INT,
        "Shell", STRING_OR_STRINGS);
  }
}
