package dev.custody.report.run;

import dev.custody.cluster.PushedName;
import dev.custody.cluster.TaskResult;
import dev.custody.gate.VerdictWord;
import dev.custody.report.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a task's results say of its push, as tekton-tasks/task/skopeo-push-verified defines them,
 * against the recorded image.
 *
 * @param tasks that say the same
 * @param push {@code PUSH_VERDICT}: whether the registry held the recorded image; null without
 * @param tag {@code TAG_VERDICT}: whether the tag named it; null without
 * @param pushed {@code PUSHED_DIGEST}; null without
 * @param recorded digest of the recorded manifest; null where no record knows it
 * @param other whether the pushed manifest is not the recorded one
 * @param names under which they pushed, as far as they are known
 */
record PushOutcome(
    List<String> tasks,
    @Nullable VerdictWord push,
    @Nullable VerdictWord tag,
    @Nullable String pushed,
    @Nullable String recorded,
    boolean other,
    List<String> names) {
  /** Algorithm and sixteen hexadecimal digits of a sha256. */
  private static final int SHORT = 23;

  PushOutcome {
    tasks = List.copyOf(tasks);
    names = List.copyOf(names);
  }

  /**
   * One for each thing that tasks say, in the tasks' order; a task that pushed nothing says none.
   *
   * @param ofOthers manifests of the run's other archives, which the same task may push as well
   */
  static List<PushOutcome> of(
      List<TaskOutcome> outcomes, @Nullable String recorded, Set<String> ofOthers) {
    Map<PushOutcome, List<TaskOutcome>> saying = new LinkedHashMap<>();
    for (TaskOutcome outcome : outcomes) {
      VerdictWord push = outcome.word(TaskResult.PUSH_VERDICT);
      VerdictWord tag = outcome.word(TaskResult.TAG_VERDICT);
      String pushed = outcome.value(TaskResult.PUSHED_DIGEST);
      if (push == null && tag == null && pushed == null) {
        continue;
      }
      boolean other =
          pushed != null
              && recorded != null
              && algorithm(pushed).equals(algorithm(recorded))
              && !pushed.equals(recorded)
              && !ofOthers.contains(pushed);
      saying
          .computeIfAbsent(
              new PushOutcome(List.of(), push, tag, pushed, recorded, other, List.of()),
              _ -> new ArrayList<>())
          .add(outcome);
    }
    return saying.entrySet().stream().map(one -> one.getKey().saidBy(one.getValue())).toList();
  }

  private static String algorithm(String digest) {
    return digest.substring(0, Math.max(0, digest.indexOf(':')));
  }

  private PushOutcome saidBy(List<TaskOutcome> those) {
    return new PushOutcome(
        those.stream().map(TaskOutcome::task).toList(),
        push,
        tag,
        pushed,
        recorded,
        other,
        those.stream()
            .map(o -> o.values().get(PushedName.RESULT))
            .filter(PushedName::isOne)
            .map(Objects::requireNonNull)
            .distinct()
            .toList());
  }

  /** What it makes of its run. */
  VerdictWord verdict() {
    List<VerdictWord> words =
        Stream.of(push, tag, other ? VerdictWord.FAIL : VerdictWord.PASS)
            .filter(Objects::nonNull)
            .toList();
    return Objects.requireNonNull(VerdictWord.worst(words));
  }

  /** For the headline: digests as short as custody find takes them. */
  String brief(String baseline) {
    return other
        ? pushedAnother(baseline, " (" + shortened(pushed) + ")", " (" + shortened(recorded) + ")")
        : sentence(baseline);
  }

  /** Which image went where, in one sentence about the tasks. */
  String sentence(String baseline) {
    return other
        ? pushedAnother(baseline, ", " + pushed + ",", ", " + recorded)
        : String.join(", ", tasks) + ": " + held();
  }

  private String pushedAnother(String baseline, String image, String expected) {
    return String.join(", ", tasks)
        + " pushed another image"
        + image
        + " than "
        + baseline
        + " recorded"
        + expected
        + "; "
        + tagged();
  }

  /** What the registry holds, in a few words. */
  String held() {
    if (other || push == VerdictWord.FAIL) {
      return "the registry holds another image than the recorded one"
          + (pushed == null || pushed.equals(recorded) ? "" : ", " + pushed)
          + "; "
          + tagged();
    }
    String held =
        push == VerdictWord.PASS
            ? "the registry holds the recorded image"
            : pushed != null && pushed.equals(recorded)
                ? "the recorded image was pushed, but nothing tells what the registry holds"
                : "nothing tells which image the registry holds";
    return tag == null ? held : held + "; " + tagged();
  }

  private String tagged() {
    return switch (tag) {
      case FAIL -> "the tag names another image than the recorded one";
      case PASS -> "the tag names the recorded image";
      case UNKNOWN -> "which image the tag names is not known";
      case null -> "whether the tag was moved is not known";
    };
  }

  private static String shortened(@Nullable String digest) {
    return digest == null ? "not known" : Printable.shortened(digest, SHORT);
  }

  /** What to do about a wrong image in the registry; null where none was found. */
  @Nullable String remedy() {
    if (verdict() != VerdictWord.FAIL) {
      return null;
    }
    String good = recorded == null ? "DIGEST" : recorded;
    if (tag == VerdictWord.PASS) {
      String wrong = pushed == null || pushed.equals(recorded) ? "DIGEST" : pushed;
      return "delete the wrong image: "
          + each((repository, _) -> "skopeo delete docker://" + repository + "@" + wrong)
          + "; the tag names the recorded one, and whoever pulls by digest takes "
          + good;
    }
    return (tag == VerdictWord.FAIL
            ? ""
            : "look where the tag points ("
                + each((_, tagged) -> "skopeo inspect docker://" + tagged)
                + "); if not at the recorded image, ")
        + "move the tag back: "
        + each((repository, tagged) ->
            "skopeo copy --all --preserve-digests docker://"
                + repository
                + "@"
                + good
                + " docker://"
                + tagged)
        + "; where the repository does not hold that image, delete the tag and push again. Until"
        + " then pull by that digest only";
  }

  /** One command for each name; of names that are not known, one with their places marked. */
  private String each(BinaryOperator<String> command) {
    return names.isEmpty()
        ? command.apply("REPOSITORY", "REPOSITORY:TAG")
        : names.stream()
            .map(name -> command.apply(PushedName.repository(name), PushedName.tagged(name)))
            .collect(Collectors.joining(" and "));
  }
}
