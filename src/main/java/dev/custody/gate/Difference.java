package dev.custody.gate;

import dev.custody.oci.Depth;
import dev.custody.oci.Digest;
import dev.custody.oci.Problem;
import dev.custody.oci.Role;
import java.util.Locale;

/** One thing that is not as it was recorded. */
public sealed interface Difference {
  /** The field that differs: {@code manifest digest}. */
  String what();

  /** The recorded value, with its source where there is one. */
  String recorded();

  /** The observed value. */
  String observed();

  /** One sentence on what follows from it. */
  String whyItMatters();

  /** Whether it closes the gate; one that does not is context. */
  boolean closes();

  /** One line: {@code manifest digest: recorded …, observed …}. */
  default String sentence() {
    return what() + ": recorded " + recorded() + ", observed " + observed();
  }

  /** The image is another one, by a digest that identifies it. */
  record OtherImage(String what, String source, String recordedValue, String observed)
      implements Difference {
    @Override
    public String recorded() {
      return recordedValue + " (" + source + ")";
    }

    @Override
    public String whyItMatters() {
      return "this is not the recorded image; a push would publish a different one";
    }

    @Override
    public boolean closes() {
      return true;
    }
  }

  /**
   * The archive around the image is another one: its {@code index.json}, its size.
   *
   * @param sameImage whether a digest proved that the image itself is unchanged
   */
  record OtherArchive(
      String what, String source, String recordedValue, String observed, boolean sameImage)
      implements Difference {
    @Override
    public String recorded() {
      return recordedValue + " (" + source + ")";
    }

    @Override
    public String whyItMatters() {
      // A registry shows the manifest. index.json (names, annotations) and the tar's size change
      // whenever the same image is exported again.
      return sameImage
          ? "the archive was written again with the same image, which is normal"
          : "nothing proves that this is still the recorded image";
    }

    @Override
    public boolean closes() {
      return !sameImage;
    }
  }

  /**
   * The form of the archive changed, and with it which digests exist.
   *
   * @param loses whether a recorded manifest digest cannot be kept from this form
   */
  record OtherForm(String source, String recordedValue, String observed, boolean loses)
      implements Difference {
    @Override
    public String what() {
      return "format";
    }

    @Override
    public String recorded() {
      return recordedValue + " (" + source + ")";
    }

    @Override
    public String whyItMatters() {
      return loses
          ? "a docker-archive stores no manifest, so the registry will show a different digest than"
              + " the recorded one; export with skopeo copy … oci-archive:PATH"
          : "the same image in another form";
    }

    @Override
    public boolean closes() {
      return loses;
    }
  }

  /** The digest given is one of this archive's, but not of the kind that a push shows. */
  record OtherKind(String source, Digest digest, Role role, String observed) implements Difference {
    @Override
    public String what() {
      return "kind of digest";
    }

    @Override
    public String recorded() {
      return digest + " (" + source + "): " + role.words();
    }

    @Override
    public String whyItMatters() {
      return accepted()
          ? "a push without --all publishes this manifest, a push with --all the index around it"
          : role instanceof Role.UndecidedManifest
              ? "a push for this platform may publish another manifest; give the digest of the"
                  + " index, or the build's record"
              : "a registry shows the manifest digest; give that one, or the build's record";
    }

    /**
     * A manifest inside the selected index is accepted: it is what a push without {@code --all}
     * publishes, and the index names it by its digest, so the image is the one asked for. Stopping
     * a release over that would be a false alarm.
     */
    private boolean accepted() {
      return role instanceof Role.PlatformManifest;
    }

    @Override
    public boolean closes() {
      return !accepted();
    }
  }

  /** Two pieces of recorded evidence contradict each other. */
  record Disagreement(
      String what, String firstSource, String first, String secondSource, String second)
      implements Difference {
    @Override
    public String recorded() {
      return first + " (" + firstSource + ")";
    }

    @Override
    public String observed() {
      return second + " (" + secondSource + ")";
    }

    @Override
    public String sentence() {
      return what() + ": recorded " + recorded() + ", but recorded " + observed();
    }

    @Override
    public String whyItMatters() {
      return "the recorded sources contradict each other, so at most one of them is about this"
          + " archive";
    }

    @Override
    public boolean closes() {
      return true;
    }
  }

  /** The archive contradicts itself. */
  record Damage(Problem problem) implements Difference {
    @Override
    public String what() {
      return problem.place();
    }

    @Override
    public String recorded() {
      String claimed = problem.recorded();
      return claimed == null ? "whole" : claimed;
    }

    @Override
    public String observed() {
      String found = problem.observed();
      return found == null ? "damaged" : found;
    }

    @Override
    public String whyItMatters() {
      return problem.message();
    }

    @Override
    public boolean closes() {
      return true;
    }
  }

  /**
   * The archive contradicts itself, by a compact record, which does not keep how.
   *
   * @param depth at which that step looked
   */
  record DamageInCompact(String source, Depth depth) implements Difference {
    @Override
    public String what() {
      return "archive";
    }

    @Override
    public String recorded() {
      return "whole";
    }

    @Override
    public String observed() {
      return "damaged (" + source + ", depth " + depth.name().toLowerCase(Locale.ROOT) + ")";
    }

    @Override
    public String whyItMatters() {
      return "the archive contradicts itself; the full record of that step says how";
    }

    @Override
    public boolean closes() {
      return true;
    }
  }
}
