package dev.custody.differential;

import dev.custody.differential.Node.Members;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One oddity that an archive may have.
 *
 * @param name kebab-case, in every report
 * @param policy what custody may do with an archive that has it where the peer reads it
 * @param bases the kinds of archive it can be put in
 */
record Ingredient(String name, Policy policy, Set<Base> bases, Change change) {
  Ingredient {
    bases = Set.copyOf(bases);
  }

  /** What custody may do where the peer reads the archive. */
  enum Policy {
    /** It is merely odd: custody reads it too. */
    READ,
    /** Somebody could read it otherwise: custody may refuse it. */
    MAY_REFUSE
  }

  /** The kinds of archive an oddity is put in. */
  enum Base {
    /** An OCI archive of one image. */
    OCI,
    /** Two named images; the first is asked for. */
    NAMED,
    /** An index of two platforms. */
    INDEX,
    /** An image layout directory. */
    DIRECTORY,
    /** A docker-archive of one image. */
    DOCKER,
    /** An OCI layout and a docker-archive in one tar, of the same image. */
    BOTH;

    static final Set<Base> LAYOUTS = Set.of(OCI, NAMED, INDEX, DIRECTORY, BOTH);
    static final Set<Base> TARS = Set.of(OCI, NAMED, INDEX, DOCKER, BOTH);
    static final Set<Base> LAYOUT_TARS = Set.of(OCI, NAMED, INDEX, BOTH);
    static final Set<Base> ALL = Set.of(values());
  }

  /** Where the oddity is put in. */
  sealed interface Change {
    /** Changes a JSON document's tree. */
    non-sealed interface OfTree extends Change {
      void apply(Document document, RandomGenerator random);
    }

    /** Changes the tree of one document, wherever the others are changed. */
    record OfRole(Role role, Consumer<Document> change) implements Change {}

    /** Changes a JSON document's text. */
    non-sealed interface OfText extends Change {
      String apply(String text, RandomGenerator random);
    }

    /** Changes the entries of the tar. */
    non-sealed interface OfEntries extends Change {
      void apply(Specimen specimen);
    }

    /** Changes the bytes of the finished file. */
    non-sealed interface OfBytes extends Change {
      byte[] apply(byte[] file, RandomGenerator random);
    }
  }

  /** The JSON documents of an archive. */
  enum Role {
    CONFIG,
    MANIFEST,
    NESTED_INDEX,
    INDEX,
    MANIFEST_JSON
  }

  /**
   * A JSON document that is being written.
   *
   * @param twin the same document of the other image
   */
  record Document(Role role, Members root, Members twin) {}
}
