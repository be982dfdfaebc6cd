package dev.custody.oci.inspect;

import dev.custody.oci.ArchivedImage;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Problem;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.StoredImages;
import dev.custody.oci.content.CheckLog;
import dev.custody.oci.image.MediaType;
import java.util.List;

/**
 * A tar that holds an image layout and a docker-archive. Without a transport in the argument either
 * could be pushed, so both must be the same image.
 *
 * @param layout the images of the layout
 * @param log of the layout's inspection, which gets the result of the comparison
 */
record BothForms(StoredImages layout, CheckLog log) {
  void noteThatTheLayoutCannotBeCompared() {
    log.problems()
        .note(
            "there is a manifest.json too: if the push reads "
                + dockerArchive()
                + ", give that as the argument");
  }

  /**
   * Adds a problem if the docker-archive is another image than the layout's, else a note.
   *
   * @param problems of the docker-archive
   */
  void compare(StoredImages docker, List<Problem> problems) {
    problems.stream()
        .filter(problem -> problem.kind() == Kind.AMBIGUOUS_ARCHIVE)
        .forEach(log.problems()::add);
    Descriptor pushed = docker.image().config();
    Descriptor own = layout.image().config();
    if (pushed == null) {
      noteNoImage(problems);
    } else if (own == null) {
      noteOtherTransport(pushed.digest());
    } else if (isSame(own.digest(), pushed.digest())) {
      noteSameImage(pushed.digest());
    } else {
      log.problems().add(twoImages(own.digest(), pushed.digest()));
    }
  }

  private void noteNoImage(List<Problem> problems) {
    log.problems()
        .note(
            "there is a manifest.json too, from which "
                + dockerArchive()
                + " would push nothing: "
                + problems.stream().map(Problem::message).findFirst().orElse("no image"));
  }

  /** The problem that stopped the reading of the layout closes the gate, so this is a note. */
  private void noteOtherTransport(Digest config) {
    log.problems()
        .note(
            "there is a manifest.json too, from which "
                + dockerArchive()
                + " would push the image with config "
                + config
                + "; if the push reads that, name the transport in the argument too");
  }

  /** Whether the config is that of the layout's image, or of an instance of its index. */
  private boolean isSame(Digest own, Digest pushed) {
    ArchivedImage image = layout.image();
    return pushed.equals(own)
        || (image.selected() != null
            && MediaType.isIndex(image.selected().mediaType())
            && layout.others().stream().anyMatch(blob -> pushed.equals(blob.digest())));
  }

  private void noteSameImage(Digest config) {
    log.problems()
        .note(
            "there is a manifest.json of the same image too: "
                + dockerArchive()
                + " would push its config "
                + config
                + " with a new manifest, oci-archive:"
                + log.file()
                + " pushes the manifest as it is");
  }

  private Problem twoImages(Digest own, Digest pushed) {
    return new Problem(
        Kind.AMBIGUOUS_ARCHIVE,
        "manifest.json",
        own.toString(),
        pushed.toString(),
        log.file()
            + " holds two different images: oci-archive:"
            + log.file()
            + " pushes manifest "
            + layout.image().digest()
            + ", "
            + dockerArchive()
            + " pushes the image with config "
            + pushed
            + ". Name the transport in the argument, as the push does.");
  }

  private String dockerArchive() {
    return "docker-archive:" + log.file();
  }
}
